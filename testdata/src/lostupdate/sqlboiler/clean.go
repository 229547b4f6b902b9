package bank

import (
	"context"
	"database/sql"

	"github.com/aarondl/sqlboiler/v4/boil"
	"github.com/aarondl/sqlboiler/v4/queries"
	"github.com/aarondl/sqlboiler/v4/queries/qm"

	"fixtures/lostupdate/sqlboiler/models"
)

func rawSelfReference(ctx context.Context, exec boil.ContextExecutor, id, amount int64) error {
	_, err := queries.Raw("UPDATE accounts SET balance = balance - $1 WHERE id = $2 AND balance >= $1", amount, id).ExecContext(ctx, exec)
	return err
}

func lockByQueryMod(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	a, err := models.Accounts(qm.Where("id = ?", id), qm.For("UPDATE")).One(ctx, tx)
	if err != nil {
		return err
	}
	a.Balance -= amount
	if _, err := a.Update(ctx, tx, boil.Whitelist("balance")); err != nil {
		return err
	}
	return tx.Commit()
}

func lockInListOfMods(ctx context.Context, db *sql.DB, owner string, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	mods := []qm.QueryMod{models.AccountWhere.Owner.EQ(owner)}
	mods = append(mods, qm.For("UPDATE NOWAIT"))
	all, err := models.Accounts(mods...).All(ctx, tx)
	if err != nil {
		return err
	}
	for _, a := range all {
		a.Balance -= amount
		if _, err := a.Update(ctx, tx, boil.Infer()); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func compareVersion(ctx context.Context, db *sql.DB, id, amount int64) error {
	a, err := models.FindAccount(ctx, db, id)
	if err != nil {
		return err
	}
	n, err := models.Accounts(models.AccountWhere.ID.EQ(id), models.AccountWhere.Version.EQ(a.Version)).
		UpdateAll(ctx, db, models.M{"balance": a.Balance - amount, "version": a.Version + 1})
	if err == nil && n == 0 {
		return errNotEnough
	}
	return err
}

func serializable(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	a, err := models.FindAccount(ctx, tx, id)
	if err != nil {
		return err
	}
	a.Balance -= amount
	if _, err := a.Update(ctx, tx, boil.Infer()); err != nil {
		return err
	}
	return tx.Commit()
}

func whitelistLeavesTheChangedColumnOut(ctx context.Context, db *sql.DB, id int64, owner string) (int64, error) {
	a, err := models.FindAccount(ctx, db, id)
	if err != nil {
		return 0, err
	}
	a.Balance++
	a.Owner = owner
	_, err = a.Update(ctx, db, boil.Whitelist("owner"))
	return a.Balance, err
}

func insertDerived(ctx context.Context, db *sql.DB, id int64) error {
	a, err := models.FindAccount(ctx, db, id)
	if err != nil {
		return err
	}
	b := &models.Account{Owner: a.Owner, Balance: a.Balance / 2}
	return b.Insert(ctx, db, boil.Infer())
}

func countOfOtherRows(ctx context.Context, db *sql.DB, owner string) error {
	n, err := models.Accounts(qm.Where("owner = ?", owner)).Count(ctx, db)
	if err != nil {
		return err
	}
	_, err = models.Accounts(qm.Where("owner = ?", owner)).UpdateAll(ctx, db, models.M{"points": n})
	return err
}

// Package bank is a bank on sqlboiler's generated models: bug.go loses updates, clean.go does not.
package bank

import (
	"context"
	"database/sql"
	"errors"

	"github.com/aarondl/null/v8"
	"github.com/aarondl/sqlboiler/v4/boil"
	"github.com/aarondl/sqlboiler/v4/queries"
	"github.com/aarondl/sqlboiler/v4/queries/qm"

	"fixtures/lostupdate/sqlboiler/models"
)

var errNotEnough = errors.New("not enough")

func findThenUpdate(ctx context.Context, db *sql.DB, id, amount int64) error {
	a, err := models.FindAccount(ctx, db, id)
	if err != nil {
		return err
	}
	if a.Balance < amount {
		return errNotEnough
	}
	a.Balance -= amount
	_, err = a.Update(ctx, db, boil.Infer()) // want "lost update: Account.Balance "
	return err
}

func updateWhitelistedColumn(ctx context.Context, exec boil.ContextExecutor, owner string, amount int64) error {
	a, err := models.Accounts(qm.Where("owner = ?", owner)).One(ctx, exec)
	if err != nil {
		return err
	}
	a.Balance += amount
	_, err = a.Update(ctx, exec, boil.Whitelist(models.AccountColumns.Balance)) // want "lost update: Account.Balance "
	return err
}

func upsertTwin(ctx context.Context, exec boil.ContextExecutor, id, amount int64) error {
	old, err := models.Accounts(models.AccountWhere.ID.EQ(id)).One(ctx, exec)
	if err != nil {
		return err
	}
	balance := old.Balance + amount
	fresh := models.Account{ID: id, Balance: balance}
	return fresh.Upsert(ctx, exec, true, []string{"id"}, boil.Whitelist("balance"), boil.Infer()) // want "lost update: Account.Balance "
}

func updateAllWithComputedValue(ctx context.Context, db *sql.DB, id int64) error {
	a, err := models.FindAccount(ctx, db, id, "id", "balance")
	if err != nil {
		return err
	}
	_, err = models.Accounts(qm.Where("id = ?", id)).UpdateAll(ctx, db, models.M{"balance": a.Balance * 2}) // want "lost update: Account.Balance "
	return err
}

func inPlainTransaction(ctx context.Context, db *sql.DB, id int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	a, err := models.FindAccount(ctx, tx, id)
	if err != nil {
		return err
	}
	a.Points = null.IntFrom(a.Points.Int + 1)
	if _, err := a.Update(ctx, tx, boil.Whitelist("points")); err != nil { // want "lost update: Account.Points"
		return err
	}
	return tx.Commit()
}

func everyElement(ctx context.Context, db *sql.DB, fee int64) error {
	all, err := models.Accounts().All(ctx, db)
	if err != nil {
		return err
	}
	for _, a := range all {
		a.Balance -= fee
		if _, err := a.Update(ctx, db, boil.Infer()); err != nil { // want "lost update: Account.Balance "
			return err
		}
	}
	return nil
}

func rawBindThenExec(ctx context.Context, db *sql.DB, id int64) error {
	var a models.Account
	if err := queries.Raw("SELECT * FROM accounts WHERE id = $1", id).Bind(ctx, db, &a); err != nil {
		return err
	}
	_, err := queries.Raw("UPDATE accounts SET balance = $1 WHERE id = $2", a.Balance-1, id).ExecContext(ctx, db) // want "lost update: Account.Balance "
	return err
}

func globalVariants(ctx context.Context, id int64) error {
	a, err := models.FindAccountG(ctx, id)
	if err != nil {
		return err
	}
	a.Balance++
	_, err = a.UpdateG(ctx, boil.Infer()) // want "lost update: Account.Balance "
	return err
}

package store

import (
	"context"

	"github.com/go-pg/pg/v10"
	"github.com/go-pg/pg/v10/orm"
)

func selectModelThenUpdate(db *pg.DB, id, amount int64) error {
	a := &Account{ID: id}
	if err := db.Model(a).WherePK().Select(); err != nil {
		return err
	}
	a.Balance -= amount
	_, err := db.Model(a).WherePK().Update() // want "lost update: Account.Balance "
	return err
}

func updateOneColumn(ctx context.Context, db orm.DB, id, amount int64) error {
	var a Account
	if err := db.ModelContext(ctx, &a).Where("id = ?", id).First(); err != nil {
		return err
	}
	a.Credit = a.Credit + amount
	_, err := db.ModelContext(ctx, &a).Column("credit_cents").WherePK().Update() // want "lost update: Account.Credit "
	return err
}

func setFragmentWithComputedValue(db *pg.DB, id, amount int64) error {
	var a Account
	if err := db.Model(&a).Where("id = ?", id).Select(); err != nil {
		return err
	}
	_, err := db.Model((*Account)(nil)).Set("balance = ?", a.Balance-amount).Where("id = ?", id).Update() // want "lost update: Account.Balance "
	return err
}

func inTransaction(ctx context.Context, db *pg.DB, id, amount int64) error {
	return db.RunInTransaction(ctx, func(tx *pg.Tx) error {
		a := new(Account)
		if err := tx.Model(a).Where("id = ?", id).Select(); err != nil {
			return err
		}
		if a.Balance < amount {
			return errNotEnough
		}
		a.Balance -= amount
		_, err := tx.Model(a).WherePK().UpdateNotZero() // want "lost update: Account.Balance "
		return err
	})
}

func queryOneThenExec(db *pg.DB, id, amount int64) error {
	var balance int64
	if _, err := db.QueryOne(pg.Scan(&balance), "SELECT balance FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET balance = ? WHERE id = ?", balance-amount, id) // want "lost update: accounts.balance "
	return err
}

func everyElement(db *pg.DB) error {
	var as []Account
	if err := db.Model(&as).Where("balance > 0").Select(); err != nil {
		return err
	}
	for i := range as {
		as[i].Balance -= 1
		if _, err := db.Model(&as[i]).Column("balance").WherePK().Update(); err != nil { // want "lost update: Account.Balance "
			return err
		}
	}
	return nil
}

// Package bank is a bank on goqu: bug.go loses updates, clean.go does not.
package bank

import (
	"context"
	"errors"

	"github.com/doug-martin/goqu/v9"
)

var errNotEnough = errors.New("not enough")

type Account struct {
	ID      int64 `db:"id" goqu:"skipupdate"`
	Balance int64 `db:"balance"`
	Version int   `db:"version"`
}

func scanStructThenSetRecord(db *goqu.Database, id, amount int64) error {
	var a Account
	found, err := db.From("accounts").Where(goqu.C("id").Eq(id)).ScanStruct(&a)
	if err != nil || !found {
		return err
	}
	_, err = db.Update("accounts").Set(goqu.Record{"balance": a.Balance - amount}).Where(goqu.C("id").Eq(id)).Executor().Exec() // want "lost update: Account.Balance "
	return err
}

func scanValThenSet(ctx context.Context, db *goqu.Database, id, amount int64) error {
	var balance int64
	if _, err := db.From("accounts").Select("balance").Where(goqu.Ex{"id": id}).ScanValContext(ctx, &balance); err != nil {
		return err
	}
	update := db.Update("accounts").Where(goqu.Ex{"id": id}).Set(goqu.Record{"balance": balance + amount})
	_, err := update.Executor().ExecContext(ctx) // want "lost update: accounts.balance "
	return err
}

func setWholeStructInTransaction(db *goqu.Database, id, amount int64) error {
	return db.WithTx(func(tx *goqu.TxDatabase) error {
		var a Account
		if _, err := tx.From("accounts").Where(goqu.Ex{"id": id}).ScanStruct(&a); err != nil {
			return err
		}
		if a.Balance < amount {
			return errNotEnough
		}
		a.Balance -= amount
		_, err := tx.Update("accounts").Set(a).Where(goqu.Ex{"id": id}).Executor().Exec() // want "lost update: Account.Balance "
		return err
	})
}

func sqlText(db *goqu.Database, id, amount int64) error {
	var balance int64
	if _, err := db.ScanVal(&balance, "SELECT balance FROM accounts WHERE id = $1", id); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET balance = $1 WHERE id = $2", balance-amount, id) // want "lost update: accounts.balance "
	return err
}

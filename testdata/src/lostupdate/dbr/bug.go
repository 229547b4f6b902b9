// Package bank is a bank on dbr: bug.go loses updates, clean.go does not.
package bank

import (
	"context"
	"errors"

	"github.com/gocraft/dbr/v2"
)

var errNotEnough = errors.New("not enough")

type account struct {
	ID      int64
	Balance int64
}

func subtractThenSet(sess *dbr.Session, id, amount int64) error {
	var a account
	if err := sess.Select("*").From("accounts").Where("id = ?", id).LoadOne(&a); err != nil {
		return err
	}
	a.Balance -= amount
	_, err := sess.Update("accounts").Set("balance", a.Balance).Where("id = ?", id).Exec() // want "lost update: account.Balance "
	return err
}

func addScalarThenSet(ctx context.Context, sess *dbr.Session, id, amount int64) error {
	var balance int64
	if err := sess.Select("balance").From("accounts").Where(dbr.Eq("id", id)).LoadOneContext(ctx, &balance); err != nil {
		return err
	}
	_, err := sess.Update("accounts").Set("balance", balance+amount).Where(dbr.Eq("id", id)).ExecContext(ctx) // want "lost update: accounts.balance "
	return err
}

func setMapInPlainTransaction(ctx context.Context, sess *dbr.Session, id, amount int64) error {
	tx, err := sess.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.RollbackUnlessCommitted()
	var a account
	if err := tx.SelectBySql("SELECT id, balance FROM accounts WHERE id = ?", id).LoadOneContext(ctx, &a); err != nil {
		return err
	}
	if a.Balance < amount {
		return errNotEnough
	}
	_, err = tx.Update("accounts").SetMap(map[string]interface{}{"balance": a.Balance - amount}).Where("id = ?", id).ExecContext(ctx) // want "lost update: account.Balance "
	if err != nil {
		return err
	}
	return tx.Commit()
}

// Package bank is a bank on borp: bug.go loses updates, clean.go does not.
package bank

import (
	"context"

	"github.com/letsencrypt/borp"
)

type Account struct {
	ID      int64 `db:"id"`
	Balance int64 `db:"balance"`
}

func selectOneThenUpdate(ctx context.Context, m *borp.DbMap, id, amount int64) error {
	var a Account
	if err := m.SelectOne(ctx, &a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	a.Balance -= amount
	_, err := m.Update(ctx, &a) // want "lost update: Account.Balance "
	return err
}

func scalarInTransaction(ctx context.Context, m *borp.DbMap, id int64) error {
	tx, err := m.BeginTx(ctx)
	if err != nil {
		return err
	}
	var balance int64
	if err := tx.SelectOne(ctx, &balance, "SELECT balance FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET balance = ? WHERE id = ?", balance+1, id); err != nil { // want "lost update: accounts.balance "
		return err
	}
	return tx.Commit()
}

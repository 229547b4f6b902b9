package bank

import (
	"context"

	"github.com/letsencrypt/borp"
)

func addInSQL(ctx context.Context, m *borp.DbMap, id, amount int64) error {
	_, err := m.ExecContext(ctx, "UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, id)
	return err
}

func selectForUpdate(ctx context.Context, m *borp.DbMap, id, amount int64) error {
	tx, err := m.BeginTx(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var a Account
	if err := tx.SelectOne(ctx, &a, "SELECT * FROM accounts WHERE id = ? FOR UPDATE", id); err != nil {
		return err
	}
	a.Balance -= amount
	if _, err := tx.Update(ctx, &a); err != nil {
		return err
	}
	return tx.Commit()
}

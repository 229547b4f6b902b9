// Package bank is a bank on the fourth version of pgx: bug.go loses updates, clean.go does not.
package bank

import (
	"context"

	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
)

func inBeginFuncOfPool(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	return pool.BeginFunc(ctx, func(tx pgx.Tx) error {
		var balance int64
		if err := tx.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1", id).Scan(&balance); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-amount, id) // want "lost update: accounts.balance "
		return err
	})
}

func queryFunc(ctx context.Context, pool *pgxpool.Pool, fee int64) error {
	var id, balance int64
	_, err := pool.QueryFunc(ctx, "SELECT id, balance FROM accounts WHERE balance > $1", []interface{}{fee}, []interface{}{&id, &balance},
		func(pgx.QueryFuncRow) error {
			_, err := pool.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-fee, id) // want "lost update: accounts.balance "
			return err
		})
	return err
}

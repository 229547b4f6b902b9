// Package bank is a bank on pgx: bug.go writes row by row, clean.go does not.
package bank

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func insertEach(ctx context.Context, pool *pgxpool.Pool, owners []string) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		for _, owner := range owners {
			if _, err := tx.Exec(ctx, "INSERT INTO accounts (owner) VALUES ($1)", owner); err != nil { // want "accounts is inserted once for each of owners; one CopyFrom, or one SendBatch would do for all; all run in one transaction"
				return err
			}
		}
		return nil
	})
}

func deleteEach(ctx context.Context, pool *pgxpool.Pool, ids []int64) error {
	for _, id := range ids {
		if _, err := pool.Exec(ctx, "DELETE FROM accounts WHERE id = $1", id); err != nil { // want "accounts is deleted .* WHERE id = ANY"
			return err
		}
	}
	return nil
}

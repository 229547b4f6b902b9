package bank

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func sendBatch(ctx context.Context, pool *pgxpool.Pool, owners []string) error {
	batch := &pgx.Batch{}
	for _, owner := range owners {
		batch.Queue("INSERT INTO accounts (owner) VALUES ($1)", owner)
	}
	return pool.SendBatch(ctx, batch).Close()
}

func copyFrom(ctx context.Context, pool *pgxpool.Pool, owners []string) error {
	var rows [][]any
	for _, owner := range owners {
		rows = append(rows, []any{owner})
	}
	_, err := pool.CopyFrom(ctx, pgx.Identifier{"accounts"}, []string{"owner"}, pgx.CopyFromRows(rows))
	return err
}

func claimEach(ctx context.Context, pool *pgxpool.Pool, ids []int64, run func(int64)) error {
	for _, id := range ids {
		tag, err := pool.Exec(ctx, "UPDATE jobs SET taken = true WHERE id = $1 AND NOT taken", id)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 1 {
			run(id)
		}
	}
	return nil
}

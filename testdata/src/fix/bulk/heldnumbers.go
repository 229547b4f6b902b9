package bulk

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func insertNumberedTextBeforeLoop(ctx context.Context, pool *pgxpool.Pool, entries []Entry) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		var q = `INSERT INTO entries (sku, count) VALUES ($1, $2)`
		for _, e := range entries {
			_, err := tx.Exec(ctx, q, e.SKU, e.Count) // want "insert"
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func updateTextInLoop(db *sql.DB, state string, entries []Entry) error {
	for _, e := range entries {
		const q = `
			UPDATE entries
			SET state = $1
			WHERE sku = $2`
		if _, err := db.Exec(q, state, e.SKU); err != nil { // want "update"
			return err
		}
	}
	return nil
}

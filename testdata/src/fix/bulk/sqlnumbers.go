package bulk

import (
	"context"
	"database/sql"
)

func insertNumbered(ctx context.Context, db *sql.DB, entries []Entry) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, e := range entries {
		_, err := tx.ExecContext(ctx, "INSERT INTO entries (sku, count, made) VALUES ($1, $2::int, now())", e.SKU, e.Count) // want "insert"
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

func markEntries(db *sql.DB, state string, entries []Entry) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, e := range entries {
		if _, err := tx.Exec("UPDATE entries SET state = $1 WHERE sku = $2", state, e.SKU); err != nil { // want "update"
			return err
		}
	}
	return tx.Commit()
}

func deleteNumbered(db *sql.DB, skus []string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, sku := range skus {
		if _, err := tx.Exec("DELETE FROM entries WHERE sku = $1", sku); err != nil { // want "delete"
			return err
		}
	}
	return tx.Commit()
}

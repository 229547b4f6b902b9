package bulk

import (
	"context"
	"database/sql"
)

type Entry struct {
	SKU   string `db:"sku"`
	Count int    `db:"count"`
}

func insertEntries(ctx context.Context, db *sql.DB, order int64, entries []Entry) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, e := range entries {
		if _, err := tx.ExecContext(ctx, "INSERT INTO entries (order_id, sku, count) VALUES (?, ?, ?)", order, e.SKU, e.Count); err != nil { // want "insert"
			return err
		}
	}
	return tx.Commit()
}

func deleteEntries(db *sql.DB, skus []string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, sku := range skus {
		if _, err := tx.Exec("DELETE FROM entries WHERE sku = ?", sku); err != nil { // want "delete"
			_ = tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

func valuesOfTheRowBefore(db *sql.DB, skus []string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, sku := range skus {
		if _, err := tx.Exec("INSERT INTO entries (sku, after) VALUES (?, last_insert_rowid())", sku); err != nil { // want "insert"
			return err
		}
	}
	return tx.Commit()
}

func rowsThatAreMetAreChanged(db *sql.DB, skus []string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, sku := range skus {
		if _, err := tx.Exec("INSERT INTO entries (sku) VALUES (?) ON CONFLICT (sku) DO UPDATE SET count = count + 1", sku); err != nil { // want "insert|update"
			return err
		}
	}
	return tx.Commit()
}

func countsOncePerMention(db *sql.DB, skus []string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, sku := range skus {
		if _, err := tx.Exec("UPDATE entries SET count = count + 1 WHERE sku = ?", sku); err != nil { // want "update"
			return err
		}
	}
	return tx.Commit()
}

func anErrorIsNoEnd(db *sql.DB, skus []string) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, sku := range skus {
		if _, err := tx.Exec("DELETE FROM entries WHERE sku = ?", sku); err != nil { // want "delete"
			continue
		}
	}
	return tx.Commit()
}

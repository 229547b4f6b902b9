package bulk

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jmoiron/sqlx"
)

func insertTextBeforeLoop(db *sql.DB, entries []Entry) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	q := "INSERT INTO entries (sku, count) VALUES (?, ?)"
	for _, e := range entries {
		if _, err := tx.Exec(q, e.SKU, e.Count); err != nil { // want "insert"
			return err
		}
	}
	return tx.Commit()
}

func insertTextInLoop(db *sql.DB, entries []Entry) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, e := range entries {
		q := "INSERT INTO entries (sku, count) " +
			"VALUES (?, ?)"
		if _, err := tx.Exec(q, e.SKU, e.Count); err != nil { // want "insert"
			return err
		}
	}
	return tx.Commit()
}

func deleteTextBeforeLoop(ctx context.Context, db *sqlx.DB, skus []string) error {
	q := `DELETE FROM entries WHERE sku = ?`
	for _, sku := range skus {
		if _, err := db.ExecContext(ctx, q, sku); err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func theTextIsLoggedToo(db *sql.DB, skus []string) error {
	q := "DELETE FROM entries WHERE sku = ?"
	fmt.Println(q)
	for _, sku := range skus {
		if _, err := db.Exec(q, sku); err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func theErrorNamesTheText(db *sql.DB, skus []string) error {
	for _, sku := range skus {
		q := "DELETE FROM entries WHERE sku = ?"
		if _, err := db.Exec(q, sku); err != nil { // want "delete"
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	return nil
}

func theTextIsSetTwice(db *sql.DB, soft bool, skus []string) error {
	q := "DELETE FROM entries WHERE sku = ?"
	if soft {
		q = "DELETE FROM old_entries WHERE sku = ?"
	}
	for _, sku := range skus {
		if _, err := db.Exec(q, sku); err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func theTextHasAComment(db *sql.DB, skus []string) error {
	q := "DELETE FROM entries " + // all of them
		"WHERE sku = ?"
	for _, sku := range skus {
		if _, err := db.Exec(q, sku); err != nil { // want "delete"
			return err
		}
	}
	return nil
}

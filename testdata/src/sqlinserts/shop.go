// Package sql looks for rows and inserts them with plain SQL.
package sql

import (
	"database/sql"
	"errors"
)

func selectThenInsert(db *sql.DB, user int64) error {
	var id int64
	err := db.QueryRow("SELECT id FROM carts WHERE user_id = $1", user).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = db.Exec("INSERT INTO carts (user_id) VALUES ($1)", user) // want "carts is looked for at line 11"
	}
	return err
}

func countThenInsert(tx *sql.Tx, user int64) error {
	var n int
	if err := tx.QueryRow("SELECT COUNT(*) FROM carts WHERE user_id = $1", user).Scan(&n); err != nil {
		return err
	}
	if n != 0 {
		return nil
	}
	_, err := tx.Exec("INSERT INTO carts (user_id) VALUES ($1)", user) // want "carts is looked for"
	return err
}

func insertOrIgnore(db *sql.DB, user int64) error {
	var id int64
	err := db.QueryRow("SELECT id FROM carts WHERE user_id = $1", user).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = db.Exec("INSERT INTO carts (user_id) VALUES ($1) ON CONFLICT DO NOTHING", user)
	}
	return err
}

func insertAfterTheLockOfTheUser(tx *sql.Tx, user int64) error {
	if _, err := tx.Exec("SELECT 1 FROM users WHERE id = $1 FOR UPDATE", user); err != nil {
		return err
	}
	var id int64
	err := tx.QueryRow("SELECT id FROM carts WHERE user_id = $1", user).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = tx.Exec("INSERT INTO carts (user_id) VALUES ($1)", user)
	}
	return err
}

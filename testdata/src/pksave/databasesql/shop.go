// Package databasesql inserts rows under keys of its own with plain SQL.
package databasesql

import "database/sql"

func insertUnderTheGreatestKeyPlusOne(db *sql.DB, name string) error {
	var most int64
	if err := db.QueryRow("SELECT MAX(id) FROM products").Scan(&most); err != nil {
		return err
	}
	_, err := db.Exec("INSERT INTO products (id, name) VALUES ($1, $2)", most+1, name) // want "explicit key: products.id"
	return err
}

func insertWithoutAKey(db *sql.DB, name string) error {
	_, err := db.Exec("INSERT INTO products (name) VALUES ($1)", name)
	return err
}

func upsertNamedColumns(db *sql.DB, id int64, name string) error {
	_, err := db.Exec("INSERT INTO products (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name", id, name)
	return err
}

func insertUnderAnotherRowsKey(db *sql.DB, order int64) error {
	var product int64
	if err := db.QueryRow("SELECT product_id FROM orders WHERE id = $1", order).Scan(&product); err != nil {
		return err
	}
	_, err := db.Exec("INSERT INTO products (id, name) VALUES ($1, 'returned')", product)
	return err
}

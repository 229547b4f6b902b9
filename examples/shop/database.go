package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"

	_ "modernc.org/sqlite"
)

// What the race starts with: enough for each purchase, and nothing more.
const (
	purchases = 200
	price     = 250 // cents
)

const schema = `
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER NOT NULL, in_stock INTEGER NOT NULL);
CREATE TABLE sales (product_id INTEGER PRIMARY KEY, revenue INTEGER NOT NULL);
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, points INTEGER NOT NULL);
CREATE TABLE wallets (user_id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);`

// dsn names a database file in dir. Readers do not wait for the writer (WAL), and writers wait for each other (busy_timeout).
func dsn(dir string) string {
	return "file:" + filepath.Join(dir, "shop.db") + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(30000)"
}

// fill makes the tables, with one product and one user.
func fill(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, schema)
	if err != nil {
		return fmt.Errorf("making the tables: %w", err)
	}
	for _, row := range []struct {
		query string
		args  []any
	}{
		{"INSERT INTO products VALUES (1, 'album', ?, ?)", []any{price, purchases}},
		{"INSERT INTO sales VALUES (1, 0)", nil},
		{"INSERT INTO users VALUES (1, 'Ada', 0)", nil},
		{"INSERT INTO wallets VALUES (1, ?)", []any{purchases * price}},
	} {
		if _, err := db.ExecContext(ctx, row.query, row.args...); err != nil {
			return fmt.Errorf("filling the tables: %w", err)
		}
	}
	return nil
}

// counter is a column that each purchase changes.
type counter struct {
	name  string
	how   string // the library that changes it
	query string
	start int64
	step  int64 // what one purchase adds
}

var counters = []counter{
	{name: "products.in_stock", how: "GORM", query: "SELECT in_stock FROM products", start: purchases, step: -1},
	{name: "users.points", how: "GORM", query: "SELECT points FROM users", step: 1},
	{name: "wallets.balance", how: "database/sql", query: "SELECT balance FROM wallets", start: purchases * price, step: -price},
	{name: "sales.revenue", how: "database/sql", query: "SELECT revenue FROM sales", step: price},
}

// lost tells how many of so many purchases are missing in the counter.
func (c counter) lost(ctx context.Context, db *sql.DB, bought int) (int, error) {
	var value int64
	if err := db.QueryRowContext(ctx, c.query).Scan(&value); err != nil {
		return 0, fmt.Errorf("reading %s: %w", c.name, err)
	}
	return bought - int((value-c.start)/c.step), nil
}

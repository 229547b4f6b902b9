// Package op says what is raced: operations of the fixtures, each with the column that it changes.
package op

import (
	"context"
	"database/sql"
	"fmt"
)

// DSN is the data source name of the database, for libraries that are not on database/sql.
var DSN string

// An Op is one function of the fixtures, as a request runs it.
type Op struct {
	Name   string
	Column string // "products.stock": what it changes, in the row with the key 1
	By     float64
	Times  bool     // it multiplies by By, else it adds
	Flag   bool     // it turns a flag round
	Once   bool     // it takes effect for one of two
	Native bool     // only the library's own form repairs it
	InTx   bool     // it reads in the transaction in which it writes: SQLite then refuses the second one by itself
	Idle   bool     // it changes nothing, and so loses nothing: what it returns matters
	On     []string // the databases whose SQL the fixture speaks; all if empty
	Run    func(ctx context.Context, db *sql.DB, dialect string) error
}

// Schema makes the tables anew, and the rows with the key 1 (of lists also 2): each column starts at 10, flags are false.
func Schema(ctx context.Context, db *sql.DB, dialect string) error {
	flag, double, time := "BOOLEAN", "DOUBLE PRECISION", "TIMESTAMP NULL"
	limit := Quoted(dialect, "limit")
	if dialect == "mysql" {
		time = "DATETIME(6) NULL"
	}
	if dialect == "sqlite" {
		time = "DATETIME"
	}
	tables := []struct{ name, columns, rows string }{
		{"products", "id BIGINT PRIMARY KEY, name VARCHAR(50), stock INTEGER, sold BIGINT, " + limit + " INTEGER, weight " + double +
			", unit_price NUMERIC(20,2), active " + flag + ", status VARCHAR(50), updated_at " + time + ", stock_left INTEGER, views BIGINT",
			"(1, '10', 10, 10, 10, 10, 10, false, '', NULL, 10, 10)"},
		{"articles", "id BIGINT PRIMARY KEY, name VARCHAR(50), stock INTEGER, unit_price " + double + ", sold " + flag + ", tags JSON, version INTEGER",
			"(1, 'comic', 10, 10, false, NULL, 10)"},
		{"users", "id BIGINT PRIMARY KEY, created_at " + time + ", updated_at " + time + ", deleted_at " + time + ", email VARCHAR(50), points INTEGER",
			"(1, NULL, NULL, NULL, '', 10)"},
		{"wallets", "id BIGINT PRIMARY KEY, user_id BIGINT, balance NUMERIC(20,2), points INTEGER, frozen INTEGER, quota INTEGER, version INTEGER",
			"(1, 1, 10, 10, 10, 10, 0)"},
		{"carts", "id BIGINT PRIMARY KEY, user_id BIGINT, quantity INTEGER", "(1, 1, 10)"},
		{"accounts", "id BIGINT PRIMARY KEY, owner VARCHAR(50), balance BIGINT, frozen BIGINT, points INTEGER, active " + flag + ", updated_at " + time,
			"(1, 'tintin', 10, 10, 10, false, NULL)"},
		{"purses", "id BIGINT PRIMARY KEY, points INTEGER", "(1, 10)"},
		{"player", "id BIGINT PRIMARY KEY, nick VARCHAR(64), gold BIGINT, exp INTEGER, level INTEGER, " + Quoted(dialect, "left") + " INTEGER, online " + flag + ", updated " + time,
			"(1, '10', 10, 10, 10, 10, false, NULL)"},
		{"item", "id BIGINT PRIMARY KEY, player_id BIGINT, count INTEGER", "(1, 1, 10)"},
	}
	for _, t := range tables {
		for _, stmt := range []string{"DROP TABLE IF EXISTS " + t.name, "CREATE TABLE " + t.name + " (" + t.columns + ")", "INSERT INTO " + t.name + " VALUES " + t.rows} {
			if _, err := db.ExecContext(ctx, stmt); err != nil {
				return fmt.Errorf("%s: %w", stmt, err)
			}
		}
	}
	return nil
}

func Quoted(dialect, name string) string {
	if dialect == "mysql" {
		return "`" + name + "`"
	}
	return `"` + name + `"`
}

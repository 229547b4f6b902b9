// Command race runs each operation twice at a time, so that both read before either writes, and once alone; it prints a JSON line for
// each.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/rmwlint/rmwlint/orm/racetest"

	depot "race/bun"
	stock "race/ent"
	shop "race/gorm"
	shopv1 "race/gormv1"
	"race/op"
	pgxbank "race/pgx"
	bank "race/sql"
	ledgers "race/sqlc"
	sqlxbank "race/sqlx"
	game "race/xorm"
)

// A Line is the outcome of one operation.
type Line struct {
	Op          string
	InTx        bool
	Native      bool
	Idle        bool
	Interleaved bool     // both had read before either wrote
	Lost        bool     // the column is not what it is after the operations that succeeded, one after the other, or below zero
	Errs        []string // of the two
	Got, Want   float64
	Alone       string // the error and the tables' content after the operation ran by itself
}

func main() {
	driver := flag.String("driver", "sqlite", "database/sql driver")
	dialect := flag.String("dialect", "sqlite", "sqlite, postgres or mysql")
	dsn := flag.String("dsn", "", "data source name")
	flag.Parse()
	op.DSN = *dsn
	db, err := racetest.Open(*driver, *dsn)
	if err != nil {
		fail(err)
	}
	defer db.Close()
	db.Limit = 200 * time.Millisecond
	out := json.NewEncoder(os.Stdout)
	for _, o := range slices.Concat(depot.Ops(), stock.Ops(), shop.Ops(), shopv1.Ops(), bank.Ops(), pgxbank.Ops(), ledgers.Ops(), sqlxbank.Ops(), game.Ops()) {
		if len(o.On) > 0 && !slices.Contains(o.On, *dialect) {
			continue
		}
		line, err := race(db, *dialect, o)
		if err != nil {
			fail(fmt.Errorf("%s: %w", o.Name, err))
		}
		if err := out.Encode(line); err != nil {
			fail(err)
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// race runs an operation twice at a time, and once.
func race(db *racetest.DB, dialect string, o op.Op) (Line, error) {
	ctx := context.Background()
	line := Line{Op: o.Name, InTx: o.InTx, Native: o.Native, Idle: o.Idle}
	if err := op.Schema(ctx, db.DB, dialect); err != nil {
		return line, err
	}
	run := func(ctx context.Context) error { return o.Run(ctx, db.DB, dialect) }
	result := db.Run(run, run)
	line.Interleaved, line.Want = result.Interleaved(), 10
	if o.Flag {
		line.Want = 0
	}
	for _, err := range result.Errs {
		if err != nil {
			line.Errs = append(line.Errs, err.Error())
			continue
		}
		switch {
		case o.Times:
			line.Want *= o.By
		case o.Flag:
			line.Want = 1 - line.Want
		default:
			line.Want += o.By
		}
	}
	if o.Once {
		line.Want = 10 + o.By
	}
	table, column, _ := strings.Cut(o.Column, ".")
	var err error
	if line.Got, err = number(db.DB, "SELECT "+op.Quoted(dialect, column)+" FROM "+table+" WHERE id = 1"); err != nil {
		return line, err
	}
	line.Lost = line.Got != line.Want || line.Got < 0
	if err := op.Schema(ctx, db.DB, dialect); err != nil {
		return line, err
	}
	line.Alone = fmt.Sprint(run(ctx), " ", content(db.DB))
	return line, nil
}

// number is a number or flag of the database: true is 1.
func number(db *sql.DB, query string) (float64, error) {
	var v any
	if err := db.QueryRow(query).Scan(&v); err != nil {
		return 0, err
	}
	var n float64
	switch s := strings.ToLower(fmt.Sprintf("%s", v)); {
	case strings.Contains(s, "true"):
		return 1, nil
	case strings.Contains(s, "false"):
		return 0, nil
	}
	if b, ok := v.([]byte); ok {
		v = string(b)
	}
	_, err := fmt.Sscan(fmt.Sprint(v), &n)
	return n, err
}

// content is what the tables hold, without times.
func content(db *sql.DB) string {
	var b strings.Builder
	for _, table := range []string{"products", "articles", "users", "wallets", "carts", "accounts", "purses", "player", "item"} {
		rows, err := db.Query("SELECT * FROM " + table + " ORDER BY id")
		if err != nil {
			fail(err)
		}
		names, _ := rows.Columns()
		for rows.Next() {
			values := make([]any, len(names))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				fail(err)
			}
			for i, n := range names {
				if strings.HasSuffix(n, "_at") || n == "updated" {
					continue
				}
				v := *values[i].(*any)
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				fmt.Fprintf(&b, "%s.%s=%v ", table, n, v)
			}
		}
		rows.Close()
	}
	return b.String()
}

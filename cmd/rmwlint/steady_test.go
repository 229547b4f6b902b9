package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// trading is a program in several packages whose flows meet helpers, an interface, closures, maps and loops: what could come
// out in another order.
func trading() string {
	var b strings.Builder
	b.WriteString(`
-- store/store.go --
package store

import "database/sql"

type Row struct{ ID, Stock, Sold, Price int64 }

type Rows interface {
	Get(id int64) (*Row, error)
	Put(r *Row) error
}

type Table struct{ DB *sql.DB }

func (t Table) Get(id int64) (*Row, error) {
	r := &Row{ID: id}
	return r, t.DB.QueryRow("SELECT stock, sold, price FROM goods WHERE id = ?", id).Scan(&r.Stock, &r.Sold, &r.Price)
}

func (t Table) Put(r *Row) error {
	_, err := t.DB.Exec("UPDATE goods SET stock = ?, sold = ?, price = ? WHERE id = ?", r.Stock, r.Sold, r.Price, r.ID)
	return err
}

func Change(rows Rows, id int64, by func(*Row)) error {
	r, err := rows.Get(id)
	if err != nil {
		return err
	}
	by(r)
	return rows.Put(r)
}
`)
	for i := range 6 {
		fmt.Fprintf(&b, `
-- trade%[1]d/trade.go --
package trade%[1]d

import (
	"database/sql"

	"example.com/shop/store"
)

func Sell(rows store.Rows, id, n int64) error {
	return store.Change(rows, id, func(r *store.Row) { r.Stock -= n; r.Sold += n; r.Price = r.Price * 11 / 10 })
}

func Return(rows store.Rows, id int64) error {
	r, err := rows.Get(id)
	if err != nil {
		return err
	}
	if r.Sold == 0 {
		return nil
	}
	r.Stock, r.Sold = r.Stock+1, r.Sold-1
	return rows.Put(r)
}

func Reprice(db *sql.DB, prices map[int64]int64) error {
	for id, price := range prices {
		if _, err := db.Exec("UPDATE goods SET price = ? WHERE id = ?", price, id); err != nil {
			return err
		}
	}
	return nil
}
`, i)
	}
	return b.String()
}

// What is printed does not depend on the order of the packages, on how many run at a time, or on chance. Each run analyses anew,
// for the go command keeps results under the tool's flags.
func TestOutputIsSteady(t *testing.T) {
	runs := 20
	if testing.Short() {
		runs = 4
	}
	program := buildProgram(t)
	m := newModule(t, trading())
	packages := []string{"./store", "./trade0", "./trade1", "./trade2", "./trade3", "./trade4", "./trade5"}
	first := map[string]string{}
	for run := range runs {
		rand.Shuffle(len(packages), func(i, j int) { packages[i], packages[j] = packages[j], packages[i] })
		m.env = append(m.env, fmt.Sprintf("GOMAXPROCS=%d", 1+run%2))
		for _, format := range []string{"text", "json", "sarif"} {
			got := m.run(program, append([]string{"-format=" + format, fmt.Sprintf("-lostupdate.libraries=#%d", run)}, packages...)...)
			assert.Empty(t, got.stderr)
			out := strings.ReplaceAll(got.stdout, strings.Join(packages, " "), "PACKAGES") // of the hint how to fix
			if run == 0 {
				assert.Greater(t, strings.Count(out, "trade.go"), 12, "there is something to compare")
				first[format] = out
			}
			assert.Equal(t, first[format], out, "run %d", run)
		}
	}
}

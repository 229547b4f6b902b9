package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stockLoss is a program that loses updates, with nothing but the standard library.
const stockLoss = `
-- stock/stock.go --
package stock

import (
	"context"
	"database/sql"
)

// Sell takes pieces of a product out of the stock.
func Sell(ctx context.Context, db *sql.DB, id int64, qty int) error {
	var stock int
	err := db.QueryRowContext(ctx, "SELECT in_stock FROM products WHERE id = ?", id).Scan(&stock)
	if err != nil {
		return err
	}
	stock -= qty
	_, err = db.ExecContext(ctx, "UPDATE products SET in_stock = ? WHERE id = ?", stock, id)
	return err
}
-- safe/safe.go --
package safe

import (
	"context"
	"database/sql"
)

// Sell takes pieces of a product out of the stock.
func Sell(ctx context.Context, db *sql.DB, id int64, qty int) error {
	_, err := db.ExecContext(ctx, "UPDATE products SET in_stock = in_stock - ? WHERE id = ?", qty, id)
	return err
}
`

// buildProgram builds rmwlint as it is shipped.
func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "rmwlint")
	here, err := filepath.Abs(".")
	require.NoError(t, err)
	build := (&module{t: t, dir: here, env: os.Environ()}).run("go", "build", "-o", program, ".")
	require.Equal(t, 0, build.status, build.stderr)
	return program
}

// The program as it is shipped, with its real checks, finds a lost update and leaves the repaired code alone.
func TestBuiltBinary(t *testing.T) {
	m := newModule(t, stockLoss)
	program := buildProgram(t)

	const place, class = "stock/stock.go:16:11: lost update: ", "(lostupdate/arith)"
	got := m.run(program, "./...")
	assert.Equal(t, exitFindings, got.status)
	assert.Empty(t, got.stderr)
	assert.Contains(t, got.stdout, place)
	assert.Contains(t, got.stdout, class)
	assert.Contains(t, got.stdout, "   read      stock.go:11  ")
	assert.Contains(t, got.stdout, "   computed  stock.go:15  stock -= qty\n")
	assert.Contains(t, got.stdout, "   written   stock.go:16  ")
	assert.Contains(t, got.stdout, "\n1 finding in 1 file: lostupdate/arith 1\n")

	assert.Equal(t, result{"no findings\n", "", exitOK}, m.run(program, "./safe"))
	vet := m.run("go", "vet", "-vettool="+program, "./...")
	assert.Equal(t, 1, vet.status)
	assert.Contains(t, vet.stderr, place)
	assert.Equal(t, 0, m.run("go", "vet", "-vettool="+program, "./safe").status)

	assert.Regexp(t, `^rmwlint \S+( [0-9a-f]{12})? \(go1\.\S+ [a-z]+/[a-z0-9]+, facts \d+\)\n$`, m.run(program, "version").stdout)
	assert.Contains(t, m.run(program, "explain", "lostupdate/arith").stdout, "## `arith`")
	assert.Contains(t, m.run(program, "help").stdout, "\tlostupdate   ")
}

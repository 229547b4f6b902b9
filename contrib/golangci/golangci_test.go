package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// program is golangci-lint with rmwlint, built once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "golangci-rmwlint")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "golangci-rmwlint")
	cmd := exec.Command("go", "build", "-o", file, ".")
	cmd.Env = append(os.Environ(), "GOWORK=off")
	cmd.Stderr = os.Stderr
	return file, cmd.Run()
})

func TestMain(m *testing.M) {
	status := m.Run()
	if file, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(file)) // a directory of our own in the temporary one
	}
	os.Exit(status)
}

// sample loses updates in two packages, through a helper of the other one.
const sample = `
-- go.mod --
module example.com/shop

go 1.25
-- stock/stock.go --
// Package stock sells.
package stock

import (
	"context"
	"database/sql"
)

// Read is the number of pieces of a product.
func Read(ctx context.Context, db *sql.DB, id int64) (stock int, err error) {
	err = db.QueryRowContext(ctx, "SELECT in_stock FROM products WHERE id = ?", id).Scan(&stock)
	return stock, err
}

// Sell takes pieces of a product out of the stock.
func Sell(ctx context.Context, db *sql.DB, id int64, qty int) error {
	var stock int
	if err := db.QueryRowContext(ctx, "SELECT in_stock FROM products WHERE id = ?", id).Scan(&stock); err != nil {
		return err
	}
	stock -= qty
	_, err := db.ExecContext(ctx, "UPDATE products SET in_stock = ? WHERE id = ?", stock, id)
	return err
}

// Buy adds pieces of a product to the stock.
func Buy(ctx context.Context, db *sql.DB, id int64, qty int) error {
	var stock int
	if err := db.QueryRowContext(ctx, "SELECT in_stock FROM products WHERE id = ?", id).Scan(&stock); err != nil {
		return err
	}
	stock += qty
	_, err := db.ExecContext(ctx, "UPDATE products SET in_stock = ? WHERE id = ?", stock, id)
	return err
}
-- shop.go --
// Package shop sells through package stock.
package shop

import (
	"context"
	"database/sql"

	"example.com/shop/stock"
)

// Return puts a piece back.
func Return(ctx context.Context, db *sql.DB, id int64) error {
	n, err := stock.Read(ctx, db, id)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "UPDATE products SET in_stock = ? WHERE id = ?", n+1, id)
	return err
}

// Once is run by one process.
func Once(ctx context.Context, db *sql.DB, id int64) error {
	n, err := stock.Read(ctx, db, id)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "UPDATE products SET in_stock = ? WHERE id = ?", n-1, id) //nolint:rmwlint // one process
	return err
}

// OnceToo is run by one process.
func OnceToo(ctx context.Context, db *sql.DB, id int64) error {
	n, err := stock.Read(ctx, db, id)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "UPDATE products SET in_stock = ? WHERE id = ?", n-1, id) //nolint:lostupdate // one process
	return err
}
`

// A module is the sample in a directory of its own.
type module struct {
	t   *testing.T
	dir string
}

// newModule writes the sample with the sample configuration, in which a text is replaced.
func newModule(t *testing.T, old, new string) *module {
	t.Helper()
	m := &module{t, t.TempDir()}
	for _, f := range txtar.Parse([]byte(sample)).Files {
		m.write(f.Name, string(f.Data))
	}
	config, err := os.ReadFile("golangci.sample.yml")
	require.NoError(t, err)
	require.Contains(t, string(config), old)
	m.write(".golangci.yml", strings.Replace(string(config), old, new, 1))
	return m
}

func (m *module) write(name, text string) {
	m.t.Helper()
	file := filepath.Join(m.dir, name)
	require.NoError(m.t, os.MkdirAll(filepath.Dir(file), 0o777))
	require.NoError(m.t, os.WriteFile(file, []byte(text), 0o666))
}

// run runs golangci-lint with a cache of its own, or that of the environment.
func (m *module) run(args ...string) (stdout, stderr string, status int) {
	m.t.Helper()
	file, err := program()
	require.NoError(m.t, err)
	cmd := exec.CommandContext(m.t.Context(), file, args...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "PWD="+m.dir)
	if os.Getenv("GOLANGCI_LINT_CACHE") == "" {
		cmd.Env = append(cmd.Env, "GOLANGCI_LINT_CACHE="+filepath.Join(m.t.TempDir(), "cache"))
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); !errors.As(err, new(*exec.ExitError)) {
		require.NoError(m.t, err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func TestFindings(t *testing.T) {
	m := newModule(t, "", "")
	out, errs, status := m.run("run", "./...")
	assert.Equal(t, 1, status, errs)
	assert.Contains(t, out, "stock/stock.go:22:12: lostupdate: lost update: products.in_stock is read at line 18, decremented in Go and saved here")
	assert.Contains(t, out, "stock/stock.go:33:12: lostupdate: ")
	assert.Contains(t, out, "shop.go:17:11: lostupdate: ", "through a fact of the other package")
	assert.Contains(t, out, "3 issues:", "comments that name rmwlint or the check silence the others")

	out, _, status = m.run("run", ".")
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "1 issues:")
}

// Go vet, rmwlint by itself and golangci-lint find the same.
func TestSameFindings(t *testing.T) {
	m := newModule(t, "", "")
	tool := filepath.Join(t.TempDir(), "rmwlint")
	build := exec.Command("go", "build", "-o", tool, "github.com/rmwlint/rmwlint/cmd/rmwlint")
	build.Dir, build.Env = "../..", append(os.Environ(), "GOWORK=off") // with the modules that it has by itself
	text, err := build.CombinedOutput()
	require.NoError(t, err, string(text))

	of := func(program string, args ...string) []string {
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Env = m.dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=", "PWD="+m.dir)
		out, err := cmd.Output()
		if !errors.As(err, new(*exec.ExitError)) {
			require.NoError(t, err)
		}
		var all []string
		for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
			var tree map[string]map[string][]struct{ Posn, Message string }
			require.NoError(t, dec.Decode(&tree), string(out))
			for _, checks := range tree {
				for check, findings := range checks {
					for _, f := range findings {
						name, err := filepath.Rel(m.dir, f.Posn)
						require.NoError(t, err)
						all = append(all, name+" "+check+": "+f.Message)
					}
				}
			}
		}
		slices.Sort(all)
		return all
	}
	alone := of(tool, "-json", "./...")
	assert.Len(t, alone, 3)
	assert.Equal(t, alone, of("go", "vet", "-vettool="+tool, "-json", "./..."))

	out, errs, _ := m.run("run", "--output.json.path=stdout", "--show-stats=false", "./...")
	var found struct {
		Issues []struct {
			Text string
			Pos  struct {
				Filename     string
				Line, Column int
			}
		}
	}
	require.NoError(t, json.NewDecoder(strings.NewReader(out)).Decode(&found), errs)
	var linted []string
	for _, i := range found.Issues {
		linted = append(linted, fmt.Sprintf("%s:%d:%d %s", i.Pos.Filename, i.Pos.Line, i.Pos.Column, i.Text))
	}
	slices.Sort(linted)
	assert.Equal(t, alone, linted)
}

func TestFix(t *testing.T) {
	m := newModule(t, "", "")
	out, errs, status := m.run("run", "--fix", "./stock")
	assert.Equal(t, 0, status, out+errs)
	assert.NotContains(t, errs, "skipped")
	fixed, err := os.ReadFile(filepath.Join(m.dir, "stock", "stock.go"))
	require.NoError(t, err)
	assert.Contains(t, string(fixed), `"UPDATE products SET in_stock = in_stock - ? WHERE id = ?", qty, id)`)
	assert.Contains(t, string(fixed), `"UPDATE products SET in_stock = in_stock + ? WHERE id = ?", qty, id)`)
	out, _, status = m.run("run", "./stock")
	assert.Equal(t, 0, status, out)
	build := exec.Command("go", "vet", "./...")
	build.Dir, build.Env = m.dir, append(os.Environ(), "GOWORK=off")
	text, err := build.CombinedOutput()
	assert.NoError(t, err, string(text))
}

func TestSARIFOutput(t *testing.T) {
	out, errs, status := newModule(t, "", "").run("run", "--output.sarif.path=stdout", "--show-stats=false", "./...")
	assert.Equal(t, 1, status, errs)
	var log struct {
		Version string
		Runs    []struct{ Results []struct{ RuleID string } }
	}
	require.NoError(t, json.NewDecoder(strings.NewReader(out)).Decode(&log))
	assert.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs[0].Results, 3)
	assert.Equal(t, "rmwlint", log.Runs[0].Results[0].RuleID)
}

func TestSettings(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"a check that is off", "lostupdate/check: true", "lostupdate: false", "0 issues."},
		{"a category that is off", "lostupdate/check: true", "lostupdate/arith: false", "0 issues."},
		{"an unknown key", "tests: false", "test: false", `unknown field "test"`},
		{"an unknown check", "lostupdate/check: true", "lostupdat: true", "there is no lostupdat"},
		{"an unknown flag", "{assume", "{asume", "there is no lostupdate.asume"},
		{"both styles", "fixstyle: native", "fixstyle: both", "golangci-lint applies one fix a finding"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, _ := newModule(t, tt.old, tt.new).run("run", "./...")
			assert.Contains(t, out+errs, tt.want)
		})
	}
}

// The switches of .rmwlint.yaml hold here too, whatever an earlier run has left in the cache.
func TestConfigFile(t *testing.T) {
	m := newModule(t, "", "")
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())
	out, errs, _ := m.run("run", "./...")
	assert.Contains(t, out, "3 issues:", errs)
	m.write(".rmwlint.yaml", "paths: [{path: stock, checks: {all: false}}]\n")
	out, errs, _ = m.run("run", "./...")
	assert.Contains(t, out, "1 issues:", errs)
	assert.Contains(t, out, "shop.go:17:11: lostupdate: ")
	m.write(".rmwlint.yaml", "paths: [{path: stock, check: {all: false}}]\n")
	out, errs, status := m.run("run", "./...")
	assert.NotEqual(t, 0, status)
	assert.Contains(t, out+errs, `.rmwlint.yaml:1:23: unknown key "check"; there are: path, checks`)
}

func TestVersion(t *testing.T) {
	out, _, status := newModule(t, "", "").run("version")
	assert.Equal(t, 0, status)
	assert.Regexp(t, `2\.15\.0-rmwlint-[0-9a-f]{12}`, out, "another build of rmwlint must not answer from this one's cache")
}

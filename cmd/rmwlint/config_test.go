package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConfig(t *testing.T) {
	m := newModule(t, shop+`
-- legacy/old.go --
package legacy

func save(x string) {}

func f() {
	p := "first"
	save(p)
}
`)
	assert.Contains(t, m.rmwlint("./...").stdout, "3 findings in 2 files")
	m.write(".rmwlint.yaml", `
fixstyle: orm
flags:
  stock.note: " by me"
paths:
  - path: legacy
    checks: {all: false}
  - path: store/*_test.go
    checks: {stock: false}
`)
	got := m.rmwlint("./...")
	assert.Contains(t, got.stdout, "lost update: save is called by me (stock/arith)")
	assert.Contains(t, got.stdout, "   fix       call ormStore\n")
	assert.Contains(t, got.stdout, "\n2 findings in 1 file: stock/arith 2\n")
	assert.Contains(t, m.rmwlint("-C", "store", ".").stdout, " by me", "the file stands above")
	assert.Contains(t, m.rmwlint("-tests", "./...").stdout, "\n2 findings in 1 file")
	assert.Contains(t, m.rmwlint("-stock.note=!", "-fixstyle=native", "./...").stdout, "save is called! (stock/arith)", "the command line goes before the file")
	assert.Contains(t, m.rmwlint("-config=none", "./...").stdout, "3 findings in 2 files")
	m.write("other.yaml", "checks: {stock: false}\n")
	assert.Equal(t, result{"no findings\n", "", exitOK}, m.rmwlint("-config=other.yaml", "./..."))
	m.write("other.yaml", "baseline: known.json\ntests: true\n")
	assert.Contains(t, m.rmwlint("-config=other.yaml", "./...").stderr, "wrote 4 findings to $DIR/known.json")

	assert.Equal(t, result{`# $DIR/.rmwlint.yaml
tests: false
flags:
  stock.fixstyle: "orm"
  stock.note: "x"
checks:
  rmwlint/unused: false  # -unused-suppressions=false
  stock: true
  idle: true
paths:
  - path: "legacy"
    checks:
      all: false
  - path: "store/*_test.go"
    checks:
      stock: false
`, "", exitOK}, m.rmwlint("config", "-stock.note=x"))
	assert.Contains(t, m.rmwlint("config", "-config=none").stdout, "# no .rmwlint.yaml in this directory or above it\n")
	assert.Equal(t, exitError, m.rmwlint("config", "./...").status)
}

// What the file says holds in go vet and go fix as well, and go vet's cache does not answer for another file.
func TestConfigInGoVet(t *testing.T) {
	m := newModule(t, shop)
	m.write(".rmwlint.yaml", "fixstyle: orm\nflags: {stock.note: ' by me'}\npaths: [{path: store/*_test.go, checks: {all: false}}]\n")
	got := m.goVet("./...")
	assert.Contains(t, got.stderr, "store/store.go:10:2: lost update: save is called by me\n")
	assert.NotContains(t, got.stderr, "store_test.go")
	assert.Contains(t, m.goVet("-stock.note=!", "./...").stderr, "save is called!\n", "the command line goes before the file")
	assert.Contains(t, m.goVet("-fix", "-diff", "./store").stdout, "+\tormStore(p)\n")

	m.write(".rmwlint.yaml", "checks: {stock: false}\n")
	assert.Equal(t, result{}, m.goVet("./..."))
	assert.Equal(t, result{"no findings\n", "", exitOK}, m.rmwlint("./..."))
	m.env = append(m.env, "RMWLINT_CONFIG=none")
	assert.Contains(t, m.goVet("./...").stderr, "store_test.go")
	m.write("other.yaml", "flags: {stock.note: ' there'}\n")
	m.env = append(m.env, "RMWLINT_CONFIG="+filepath.Join(m.dir, "other.yaml"))
	assert.Contains(t, m.goVet("./...").stderr, "save is called there\n")
	assert.Contains(t, m.rmwlint("./...").stdout, "save is called there (stock/arith)")
	m.env = append(m.env, "RMWLINT_CONFIG=other.yaml")
	assert.Contains(t, m.goVet("./...").stderr, "rmwlint: RMWLINT_CONFIG=other.yaml: want an absolute path, or none\n")
	m.env = append(m.env, "RMWLINT_CONFIG=")

	m.write(".rmwlint.yaml", "checks: {stok: false}\n")
	got = m.goVet("./...")
	assert.NotEqual(t, 0, got.status)
	assert.Equal(t, 1, strings.Count(got.stderr, ".rmwlint.yaml:1:10: unknown check stok; there are: all, rmwlint/unused, stock, idle\n"), got.stderr)
}

// A switch switches on what is off without a flag.
func TestSwitchOn(t *testing.T) {
	program := buildProgram(t)
	m := newModule(t, inHouse+`
-- stale/stale.go --
package stale

import "example.com/shop/store"

type product struct {
	ID   int64
	Name string
	Sold int
}

func rename(s *store.Store, id int64, name string) error {
	var p product
	if err := s.Fetch(id, &p); err != nil {
		return err
	}
	p.Name = name
	return s.Put(&p)
}

func sell(s *store.Store, id int64, sold int) error {
	var p product
	if err := s.Fetch(id, &p); err != nil {
		return err
	}
	p.Name, p.Sold = "sold", sold
	return s.Put(&p)
}
`)
	file := m.content(".rmwlint.yaml")
	const place = "stale/stale.go:17:9: "
	assert.NotContains(t, m.run(program, "./...").stdout, place)
	assert.Contains(t, m.run(program, "config").stdout, "  lostupdate/stale: false  # -lostupdate.stale=false\n")
	assert.Contains(t, m.run(program, "config", "-bulkloop").stdout, "  lostupdate: false  # -bulkloop=true\n")

	m.write(".rmwlint.yaml", file+"checks: {lostupdate/stale: true}\n")
	assert.Contains(t, m.run(program, "./...").stdout, place)
	assert.Contains(t, m.run("go", "vet", "-vettool="+program, "./...").stderr, place)
	assert.Contains(t, m.run(program, "config").stdout, "  lostupdate/stale: true\n")
	assert.NotContains(t, m.run(program, "-lostupdate.stale=false", "./...").stdout, place)

	m.write(".rmwlint.yaml", file+"paths: [{path: stale, checks: {lostupdate/stale: true}}]\n")
	assert.Contains(t, m.run(program, "./...").stdout, place)
	m.write(".rmwlint.yaml", file+"paths: [{path: elsewhere, checks: {lostupdate/stale: true}}]\n")
	assert.NotContains(t, m.run(program, "./...").stdout, place)
	assert.NotContains(t, m.run("go", "vet", "-vettool="+program, "./...").stderr, place)
}

// What is wrong is told with its line, before anything is analysed.
func TestWrongConfig(t *testing.T) {
	m := newModule(t, shop)
	for text, want := range map[string]string{
		"chekcs: {}\n":                       `:1:1: unknown key "chekcs"; there are: tests, fixstyle, baseline, flags, checks, paths, libraries`,
		"tests: true\nfixstyle: sql\n":       `:2:11: invalid value "sql" for flag -fixstyle: want one of both, native, orm`,
		"flags:\n  stock.not: x\n":           ":2:3: unknown flag -stock.not; did you mean -stock.note?",
		"checks:\n  stok: false\n":           ":2:3: unknown check stok; there are: all, rmwlint/unused, stock, idle",
		"libraries:\n  - name: store\n":      ":2:5: store: a library wants paths, the import paths of its packages",
		"paths:\n  - path: x\n    check: {}": `:3:5: unknown key "check"; there are: path, checks`,
	} {
		m.write(".rmwlint.yaml", text)
		assert.Equal(t, result{"", "rmwlint: $DIR/.rmwlint.yaml" + want + "\n", exitError}, m.rmwlint("./..."))
	}
	assert.Equal(t, result{"", "rmwlint: open $DIR/gone.yaml: no such file or directory\n", exitError}, m.rmwlint("-config=gone.yaml", "./..."))
}

// inHouse is a program whose database is behind an interface that says nothing of rows.
const inHouse = `
-- .rmwlint.yaml --
libraries:
  - name: store
    paths: [example.com/shop/store]
    handles: [Store]
    calls:
      - {on: Store, name: Fetch, do: read, key: 1, row: 2}
      - {on: Store, name: FetchLocked, do: read, key: 1, row: 2, lock: true}
      - {on: Store, name: Put, do: save, row: 1}
-- store/store.go --
package store

// A Store is where rows are.
type Store struct{ send func(verb string, row any) error }

// Fetch reads a row.
func (s *Store) Fetch(id int64, row any) error { return s.send("fetch", row) }

// FetchLocked reads a row and locks it.
func (s *Store) FetchLocked(id int64, row any) error { return s.send("lock", row) }

// Put writes a row.
func (s *Store) Put(row any) error { return s.send("put", row) }
-- shop.go --
package shop

import "example.com/shop/store"

type product struct {
	ID      int64
	InStock int
}

func decrementThenPut(s *store.Store, id int64) error {
	var p product
	if err := s.Fetch(id, &p); err != nil {
		return err
	}
	p.InStock--
	return s.Put(&p)
}

func decrementUnderLock(s *store.Store, id int64) error {
	var p product
	if err := s.FetchLocked(id, &p); err != nil {
		return err
	}
	p.InStock--
	return s.Put(&p)
}
`

// The libraries of the file reach the real checks, through rmwlint and through go vet.
func TestInHouseLibraries(t *testing.T) {
	program := buildProgram(t)
	m := newModule(t, inHouse)
	const place = "shop.go:16:9: lost update: product.InStock is read at line 12, decremented in Go and saved here"
	got := m.run(program, "./...")
	assert.Contains(t, got.stdout, place)
	assert.Contains(t, got.stdout, "1 finding in 1 file")
	assert.Equal(t, result{"no findings\n", "", exitOK}, m.run(program, "-config=none", "./..."))
	assert.Contains(t, m.run(program, "config").stdout, "# library store: example.com/shop/store, 3 rows\n")

	vet := m.run("go", "vet", "-vettool="+program, "-lostupdate.libraries="+filepath.Join(m.dir, ".rmwlint.yaml"), "./...")
	assert.Contains(t, vet.stderr, place)
	assert.Contains(t, m.run("go", "vet", "-vettool="+program, "./...").stderr, place, "go vet reads the file too")
	m.env = append(m.env, "RMWLINT_CONFIG=none")
	assert.Equal(t, 0, m.run("go", "vet", "-vettool="+program, "./...").status)
	m.env = append(m.env, "RMWLINT_CONFIG=")

	// What it says must be true of the code.
	file := m.content(".rmwlint.yaml")
	for text, want := range map[string]string{
		"paths: [example.com/shop/stoer]":            ":3:13: store: no package example.com/shop/stoer in the program",
		"handles: [Stoer]":                           ":4:15: store: no type Stoer in example.com/shop/store",
		"{on: Stoer, name: Put, do: save, row: 1}":   ":8:9: store: no type Stoer in example.com/shop/store",
		"{on: Store, name: Putt, do: save, row: 1}":  ":8:9: store: type Store has no method Putt of its own in example.com/shop/store",
		"{name: Putt, do: save, row: 1}":             ":8:9: store: no function Putt in example.com/shop/store",
		"{on: Store, name: Put, do: save, row: 2}":   ":8:9: store: row is argument 2, of which there are 1: func (*store.Store).Put(row any) error",
		"{on: Store, name: Put, do: exec, sql: 1}":   "",
		"{on: Store, name: Fetch, do: exec, sql: 1}": ":8:9: store: sql is argument 1, which is no text: func (*store.Store).Fetch(id int64, row any) error",
	} {
		lines := strings.Split(file, "\n")
		for i, line := range lines {
			if key, _, _ := strings.Cut(text, ":"); strings.HasPrefix(strings.TrimSpace(line), key+":") || strings.HasPrefix(key, "{") && strings.Contains(line, "name: Put,") {
				lines[i] = line[:strings.IndexAny(line, "ph{")] + text
			}
		}
		m.write(".rmwlint.yaml", strings.Join(lines, "\n"))
		got := m.run(program, "config")
		if want == "" {
			assert.Equal(t, exitOK, got.status, got.stderr)
			continue
		}
		assert.Equal(t, result{"", "rmwlint: $DIR/.rmwlint.yaml" + want + "\n", exitError}, got)
		assert.Equal(t, got, m.run(program, "./..."))
	}
	m.write(".rmwlint.yaml", file)
	m.write("store/broken.go", "package store\n\nvar x int = \"\"\n")
	assert.Equal(t, exitOK, m.run(program, "config").status, "of a package that does not compile nothing is known")
	require.NoError(t, os.Remove(filepath.Join(m.dir, "store", "broken.go")))

	// The file's content counts, not only its name.
	m.write(".rmwlint.yaml", strings.Replace(m.content(".rmwlint.yaml"), "name: Fetch,", "name: Fetch, lock: true,", 1))
	assert.Equal(t, result{"no findings\n", "", exitOK}, m.run(program, "./..."))
	require.Contains(t, m.content(".rmwlint.yaml"), "name: Fetch, lock: true,")
}

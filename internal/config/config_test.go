package config

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// read writes a file and reads it.
func read(t *testing.T, text string) (*Config, string, error) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, Name)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
	c, err := Read(file)
	return c, dir, err
}

func TestRead(t *testing.T) {
	c, dir, err := read(t, `
tests: true
fixstyle: orm
baseline: known.json
flags:
  lostupdate.assume: false
libraries:
  - name: store
    paths: [example.com/shop/internal/store]
    tableNames: snakes
    calls:
      - {on: Store, name: Load, do: read, key: 1, row: 2}
      - {on: Store, name: Locked, do: read, row: result, lock: true}
`)
	require.NoError(t, err)
	assert.Equal(t, []Setting{
		{"tests", "true", 2, 8}, {"fixstyle", "orm", 3, 11}, {"baseline", filepath.Join(dir, "known.json"), 4, 11}, {"lostupdate.assume", "false", 6, 3},
	}, c.Settings)
	assert.Equal(t, []knowledge.Library{{
		Name: "store", Paths: []string{"example.com/shop/internal/store"}, TableNames: knowledge.Snakes,
		Calls: []knowledge.Call{
			{On: "Store", Name: "Load", Do: knowledge.Read, Key: 1, Row: 2},
			{On: "Store", Name: "Locked", Do: knowledge.Read, Row: knowledge.Result, Lock: true},
		},
	}}, c.Libraries)
}

func TestWrongFiles(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a library without a name", "libraries:\n  - paths: [a]\n", ":2:5: a library wants a name"},
		{"without paths", "libraries:\n  - name: a\n", ":2:5: a: a library wants paths, the import paths of its packages"},
		{"without calls", "libraries:\n  - {name: a, paths: [b]}\n", ":2:5: a: a library wants calls"},
		{"a call without a name", "libraries:\n  - {name: a, paths: [b], calls: [{on: C}]}\n", ":2:5: a: a call wants a name"},
		{"a wrong operand", "libraries:\n  - name: a\n    calls: [{name: F, row: 0}]\n",
			`:3:28: row: want the number of an argument, counted from 1, or one of recv, result, star, onStar; not "0"`},
		{"a wrong verb", "libraries:\n  - name: a\n    calls:\n      - {name: F, do: put}\n",
			`:4:23: do: want one of count, delete, exec, insert, read, save, update, upsert; not "put"`},
		{"no path", "paths:\n  - checks: {all: false}\n", ":2:5: an entry of paths wants a path"},
		{"a path above", "paths:\n  - path: ../x\n", ":2:5: path ../x: want one below the directory of this file"},
		{"a wrong pattern", "paths:\n  - path: a[\n", ":2:5: path a[: syntax error in pattern"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, dir, err := read(t, tt.text)
			assert.EqualError(t, err, filepath.Join(dir, Name)+tt.want)
		})
	}
}

func TestWants(t *testing.T) {
	c, dir, err := read(t, `
checks:
  bulkloop: false
  bulkloop/insert: true
  lostupdate/check: false
paths:
  - path: internal/legacy
    checks: {all: false, lostupdate: true}
  - path: "**/migrations"
    checks: {all: false}
  - path: cmd/*/main.go
    checks: {lostupdate/check: true}
`)
	require.NoError(t, err)
	tests := []struct {
		file, name string
		want       bool
	}{
		{"a.go", "lostupdate arith", true},
		{"a.go", "lostupdate check", false},
		{"a.go", "bulkloop update", false},
		{"a.go", "bulkloop insert", true},
		{"internal/legacy/b/a.go", "lostupdate arith", true},
		{"internal/legacy/b/a.go", "lostupdate check", true}, // the entry is later than the switch for all files
		{"internal/legacy/b/a.go", "bulkloop insert", false},
		{"internal/legacyb/a.go", "bulkloop insert", true},
		{"internal/legacy/migrations/a.go", "lostupdate arith", false},
		{"migrations/a.go", "lostupdate arith", false},
		{"cmd/x/main.go", "lostupdate check", true},
		{"cmd/x/y/main.go", "lostupdate check", false},
	}
	for _, tt := range tests {
		var check, category string
		_, err := fmt.Sscan(tt.name, &check, &category)
		require.NoError(t, err)
		assert.Equal(t, tt.want, c.Wants(filepath.Join(dir, filepath.FromSlash(tt.file)), check, category), "%s in %s", tt.name, tt.file)
	}
	assert.True(t, (&Config{}).Wants("/a.go", "lostupdate", "arith"), "without a file all is wanted")

	assert.NoError(t, c.CheckNames([]string{"bulkloop", "bulkloop/insert", "lostupdate", "lostupdate/check"}))
	assert.EqualError(t, c.CheckNames([]string{"bulkloop", "bulkloop/insert", "lostupdate"}),
		filepath.Join(dir, Name)+":5:3: unknown check lostupdate/check; there are: all, bulkloop, bulkloop/insert, lostupdate")
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	below := filepath.Join(root, "repo", "a", "b")
	require.NoError(t, os.MkdirAll(below, 0o777))
	require.NoError(t, os.Mkdir(filepath.Join(root, "repo", ".git"), 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(root, Name), nil, 0o666))
	assert.Empty(t, Find(below), "a file above the repository is not its own")
	file := filepath.Join(root, "repo", Name)
	require.NoError(t, os.WriteFile(file, nil, 0o666))
	assert.Equal(t, file, Find(below))
	assert.Equal(t, file, Find(filepath.Dir(file)))
}

// The examples of the page are files that can be read.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/config.md")
	require.NoError(t, err)
	examples := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindAllStringSubmatch(string(page), -1)
	require.Len(t, examples, 2)
	for _, example := range examples {
		_, _, err := read(t, example[1])
		assert.NoError(t, err)
	}
}

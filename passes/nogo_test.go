package passes_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/rmwlint/rmwlint/passes"
)

// A reader of a row in one package, and its writer in another one that does not see the SELECT.
var nogoSources = map[string]string{
	"store/store.go": `package store

import (
	"context"
	"database/sql"
)

func Stock(ctx context.Context, db *sql.DB, id int64) (stock int, err error) {
	err = db.QueryRowContext(ctx, "SELECT in_stock FROM products WHERE id = ?", id).Scan(&stock)
	return stock, err
}
`,
	"shop/shop.go": `package shop

import (
	"context"
	"database/sql"

	"example.com/shop/store"
)

func Sell(ctx context.Context, db *sql.DB, id int64) error {
	stock, err := store.Stock(ctx, db, id)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "UPDATE products SET in_stock = ? WHERE id = ?", stock-1, id)
	return err
}
`,
	"go.mod": "module example.com/shop\n\ngo 1.25\n",
}

// Bazel's nogo makes a program that imports each analyzer by its package's path, runs it on one package at a time, dependencies
// first and only for their facts, and has no facts of the standard library.
func TestAsNogo(t *testing.T) {
	nogo := buildNogo(t)
	dir := t.TempDir()
	for name, text := range nogoSources {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}
	exports := exportFiles(t, dir)

	facts := filepath.Join(dir, "store.facts")
	unit := unitchecker.Config{
		ID: "store", Compiler: "gc", ImportPath: "example.com/shop/store", GoFiles: []string{filepath.Join(dir, "store/store.go")},
		ImportMap: identity(exports), PackageFile: exports, VetxOnly: true, VetxOutput: facts,
	}
	out, ok := runUnit(t, nogo, unit)
	require.True(t, ok, out)
	info, err := os.Stat(facts)
	require.NoError(t, err)
	assert.Positive(t, info.Size(), "what the package's functions do")

	unit.ID, unit.ImportPath, unit.GoFiles = "shop", "example.com/shop/shop", []string{filepath.Join(dir, "shop/shop.go")}
	unit.VetxOnly, unit.VetxOutput = false, filepath.Join(dir, "shop.facts")
	out, ok = runUnit(t, nogo, unit)
	assert.True(t, ok, out)
	assert.Empty(t, out, "without the other package's facts nothing is known")

	unit.PackageVetx = map[string]string{"example.com/shop/store": facts}
	out, ok = runUnit(t, nogo, unit)
	assert.False(t, ok)
	assert.Contains(t, out, "shop.go:15:11: lost update: products.in_stock is read at line 11, decremented in Go and saved here")
}

// buildNogo builds a program with an import of each analyzer's own package. Each package is a folder here.
func buildNogo(t *testing.T) string {
	t.Helper()
	var imports, list strings.Builder
	for i, a := range passes.All() {
		require.DirExists(t, a.Name, "one package, one analyzer")
		require.NotEmpty(t, a.FactTypes, "%s has a fact type: nogo looks for one at the analyzers that it is given", a.Name)
		for _, flag := range []string{"tests", "libraries"} {
			require.NotNil(t, a.Flags.Lookup(flag), "%s has the flag %s", a.Name, flag)
		}
		fmt.Fprintf(&imports, "\ta%d %q\n", i, path.Join("github.com/rmwlint/rmwlint/passes", a.Name))
		fmt.Fprintf(&list, "a%d.Analyzer, ", i)
	}
	require.NoError(t, analysis.Validate(passes.All()))
	dir := t.TempDir()
	file, nogo := filepath.Join(dir, "main.go"), filepath.Join(dir, "nogo")
	require.NoError(t, os.WriteFile(file, []byte("package main\n\nimport (\n\t\"golang.org/x/tools/go/analysis/unitchecker\"\n"+imports.String()+
		")\n\nfunc main() { unitchecker.Main("+list.String()+") }\n"), 0o666))
	out, err := exec.Command("go", "build", "-o", nogo, file).CombinedOutput()
	require.NoError(t, err, string(out))
	return nogo
}

// exportFiles are the compiled forms of the packages that the sources import, by import path.
func exportFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", "./...")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=", "PWD="+dir)
	out, err := cmd.Output()
	require.NoError(t, err)
	files := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return files
		} else {
			require.NoError(t, err)
		}
		if p.Export != "" {
			files[p.ImportPath] = p.Export
		}
	}
}

func identity(m map[string]string) map[string]string {
	same := map[string]string{}
	for k := range m {
		same[k] = k
	}
	return same
}

// runUnit analyses one package; ok is false where there are findings.
func runUnit(t *testing.T, nogo string, unit unitchecker.Config) (out string, ok bool) {
	t.Helper()
	data, err := json.Marshal(unit)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "unit.cfg")
	require.NoError(t, os.WriteFile(file, data, 0o666))
	text, err := exec.Command(nogo, file).CombinedOutput()
	if !errors.As(err, new(*exec.ExitError)) {
		require.NoError(t, err)
	}
	return string(text), err == nil
}

// The sample for Bazel names every check, and flags that there are.
func TestBazelSample(t *testing.T) {
	build, err := os.ReadFile("../contrib/bazel/BUILD.bazel")
	require.NoError(t, err)
	for _, a := range passes.All() {
		assert.Contains(t, string(build), fmt.Sprintf("@com_github_rmwlint_rmwlint//passes/%s\"", a.Name))
	}
	assert.Equal(t, len(passes.All()), strings.Count(string(build), "//passes/"))

	data, err := os.ReadFile("../contrib/bazel/nogo.json")
	require.NoError(t, err)
	var config map[string]struct {
		Description string
		Flags       map[string]string `json:"analyzer_flags"`
		Files       map[string]string `json:"exclude_files"`
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(&config))
	assert.Contains(t, config, "_base", "what holds for all checks, in rules_go's word")
	delete(config, "_base")
	for name, c := range config {
		i := slices.IndexFunc(passes.All(), func(a *analysis.Analyzer) bool { return a.Name == name })
		require.GreaterOrEqual(t, i, 0, name)
		for flag := range c.Flags {
			assert.NotNil(t, passes.All()[i].Flags.Lookup(flag), flag)
		}
	}
}

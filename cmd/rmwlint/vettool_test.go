package main

import (
	"encoding/json"
	goversion "go/version"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGoVet(t *testing.T) {
	m := newModule(t, shop)
	const first = "store/store.go:10:2: lost update: save is called\nstore/store.go:9:2: \tread here\n"
	got := m.goVet("./...")
	assert.Equal(t, 1, got.status)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, first)
	assert.Contains(t, got.stderr, "store/store_test.go:6:2: lost update")
	assert.NotContains(t, got.stderr, "store.go:19", "suppressed in every driver")

	assert.Contains(t, m.goVet("-stock.note= by me", "./...").stderr, "lost update: save is called by me\n")
	assert.Contains(t, m.goVet("-c=0", "./...").stderr, "10\t\tsave(p)\n")
	assert.Equal(t, result{}, m.goVet("-stock=false", "./..."))
	assert.Equal(t, result{}, m.goVet("./clean"))

	bad := m.goVet("-fixstyle=sql", "./store")
	assert.NotEqual(t, 0, bad.status)
	assert.Contains(t, bad.stderr, `invalid value "sql" for flag -fixstyle: want one of both, native, orm`)
}

func TestJSON(t *testing.T) {
	m := newModule(t, shop)
	own := m.rmwlint("-json", "-tests", "./...")
	assert.Equal(t, exitFindings, own.status)
	assert.Empty(t, own.stderr)
	assert.Equal(t, result{"{}\n", "", exitOK}, m.rmwlint("-json", "./clean"))

	vet := m.goVet("-json", "./...")
	assert.Equal(t, 0, vet.status)
	doc := vet.stdout
	if doc == "" { // before Go 1.26
		doc = vet.stderr
	}
	want := map[string]map[string][]map[string]any{}
	for _, part := range strings.SplitAfter(doc, "\n}\n") { // a document for each package, "# example.com/shop" or {} between
		if start := strings.Index(part, "{\n"); start >= 0 {
			require.NoError(t, json.Unmarshal([]byte(part[start:]), &want))
		}
	}
	var got map[string]map[string][]map[string]any
	require.NoError(t, json.Unmarshal([]byte(own.stdout), &got))
	assert.Equal(t, want, got, "the JSON is that of go vet")
	require.Len(t, got["example.com/shop/store"]["stock"], 3)
	assert.Len(t, got["example.com/shop/store"]["stock"][0]["suggested_fixes"], 2)

	styled := m.rmwlint("-json", "-fixstyle=orm", "./...")
	assert.Contains(t, styled.stdout, `"message": "call ormStore"`)
	assert.NotContains(t, styled.stdout, `"message": "call store"`)
}

// Go 1.26 made go vet and go fix apply fixes.
func TestGoVetFix(t *testing.T) {
	m := newModule(t, shop)
	if v := strings.TrimSpace(m.run("go", "env", "GOVERSION").stdout); goversion.Compare(v, "go1.26") < 0 {
		t.Skip("go vet -fix needs Go 1.26, and this is", v)
	}
	diff := m.goVet("-fix", "-diff", "-fixstyle=orm", "./store")
	assert.Equal(t, 1, diff.status)
	assert.Contains(t, diff.stdout, "-\tsave(p)\n+\tormStore(p)\n")
	fixDiff := m.run("go", "fix", "-fixtool="+self(t), "-diff", "-fixstyle=orm", "./store")
	assert.Equal(t, diff.stdout, fixDiff.stdout)
	assert.Contains(t, m.content("store/store.go"), "\tsave(p)\n")

	assert.Equal(t, 0, m.goVet("-fix", "./store").status)
	assert.Contains(t, m.content("store/store.go"), "\tstore(p)\n")
	assert.NotContains(t, m.goVet("./store").stderr, "lost update: save is called\nstore/store.go:9")
}

// The go command keeps what a tool printed of a package under a key that does not tell whether the package was named or
// is a dependency, of which tools print nothing. What was first seen as a dependency must be found all the same.
func TestFindingsOfFormerDependencies(t *testing.T) {
	m := newModule(t, shop+`
-- app/app.go --
package app

import (
	"example.com/shop/lib"
	_ "example.com/shop/store"
)

func save(x string) {}

func f() {
	p := lib.Name()
	save(p)
}
-- lib/lib.go --
package lib

func save(x string)  {}
func store(x string) {}

// Name is a name.
func Name() string {
	p := "first"
	save(p)
	return p
}
`)
	app := m.rmwlint("./app")
	assert.Contains(t, app.stdout, "app/app.go:12:2: lost update")
	assert.Contains(t, app.stdout, "1 finding in 1 file", "findings in packages that were not named are not printed")
	assert.Contains(t, m.rmwlint("./lib").stdout, "lib/lib.go:9:2: lost update")
	assert.Contains(t, m.rmwlint("./...").stdout, "4 findings in 3 files")
	assert.Equal(t, app, m.rmwlint("./app"))
	assert.Equal(t, exitFindings, m.rmwlint("-diff", "./app").status)
	assert.NotContains(t, m.rmwlint("-json", "./app").stdout, "shop/lib\"")

	// Go vet prints what it has kept, so that it cannot be dropped there.
	assert.Contains(t, m.goVet("./app").stderr, "lib/lib.go:9:2: lost update")
	assert.Contains(t, m.goVet("./lib").stderr, "lib/lib.go:9:2: lost update")
	assert.NotContains(t, m.goVet("-rmwlint.deps=false", "./app").stderr, "lib/lib.go")
	assert.NotContains(t, m.goVet("-fix", "./app").stderr, "lib/lib.go")
	assert.Contains(t, m.content("lib/lib.go"), "\tsave(p)\n", "not named, not changed")
}

// A package with tests of its own is vetted twice, once for its facts alone: each finding is printed once.
func TestGoVetOfTestedDependency(t *testing.T) {
	m := newModule(t, shop+`
-- app/app.go --
package app

import _ "example.com/shop/store"
-- store/store_test.go --
package store

import "testing"

func TestNothing(t *testing.T) {}
`)
	out := m.goVet("./...").stderr
	assert.Equal(t, 1, strings.Count(out, "store/store.go:9"), out)
	assert.NotContains(t, m.goVet("./app").stderr, "store.go")
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (m *module) write(name, text string) {
	m.t.Helper()
	require.NoError(m.t, os.MkdirAll(filepath.Dir(filepath.Join(m.dir, name)), 0o777))
	require.NoError(m.t, os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o666))
}

func TestBaseline(t *testing.T) {
	m := newModule(t, shop)
	wrote := result{"no new findings\n", "rmwlint: wrote 2 findings to known.json; from now on, what is not in it is reported\n", exitOK}
	assert.Equal(t, wrote, m.rmwlint("-baseline=known.json", "./..."))
	none := result{"no new findings\n", "", exitOK}
	assert.Equal(t, none, m.rmwlint("-baseline", "known.json", "./..."))
	assert.Equal(t, none, m.rmwlint("-C", "store", "-baseline", "../known.json", "."), "names are relative to the file")

	code := m.content("store/store.go")
	m.write("store/store.go", strings.Replace(code, "func buy() {", "// Lines move.\n\nfunc steal() {\n\tp := \"\"\n\tsave(p)\n}\n\nfunc buy() {", 1))
	got := m.rmwlint("-baseline=known.json", "./...")
	assert.Equal(t, exitFindings, got.status)
	assert.Contains(t, got.stdout, "store/store.go:17:2: lost update")
	assert.Contains(t, got.stdout, "1 finding in 1 file")

	assert.Contains(t, m.rmwlint("-diff", "-baseline=none.json", "./...").stdout, "+\tstore(p)\n", "without a baseline nothing is known")
	assert.NoFileExists(t, filepath.Join(m.dir, "none.json"))

	m.write("known.json", "{}x")
	assert.Contains(t, m.rmwlint("-baseline=known.json", "./...").stderr, "rmwlint: $DIR/known.json is ")
	m.write("broken/b.go", "package broken\n\nvar x = y\n")
	got = m.rmwlint("-baseline=other.json", "./...")
	assert.Equal(t, exitError, got.status)
	assert.NoFileExists(t, filepath.Join(m.dir, "other.json"), "what could not be analysed is not known")
}

func TestNewFrom(t *testing.T) {
	m := newModule(t, shop)
	git := func(args ...string) {
		t.Helper()
		got := m.run("git", append([]string{"-c", "user.name=me", "-c", "user.email=me@example.com"}, args...)...)
		require.Equal(t, 0, got.status, got.stderr)
	}
	git("init", "-q")
	git("add", ".")
	git("commit", "-q", "-m", "first")
	assert.Equal(t, result{"no new findings\n", "", exitOK}, m.rmwlint("-new-from=HEAD", "./..."))
	m.write("store/store.go", strings.Replace(m.content("store/store.go"), `p := "first"`, `p := "second"`, 1))
	got := m.rmwlint("-new-from", "HEAD", "./...")
	assert.Equal(t, exitFindings, got.status)
	assert.Contains(t, got.stdout, "store/store.go:10:2: lost update", "the read has changed")
	assert.Contains(t, got.stdout, "1 finding in 1 file")
	m.write("broken/b.go", "package broken\n\nvar x = y\n") // nothing is said of it, for nothing is analysed
	assert.Equal(t, result{"", "rmwlint: -new-from gone: git knows no such revision\n", exitError}, m.rmwlint("-new-from=gone", "./..."))
}

func TestUnusedSuppressions(t *testing.T) {
	m := newModule(t, shop+`
-- comments/c.go --
package comments

func save(x string) {}

func f() {
	save("") //nolint:stock // used
	f()      //nolint:stock/arith // not used
	f()      //nolint // for another linter, perhaps
	//lint:ignore rmwlint nor is this
	f()
	//lint:ignore stock
	save("")
}
-- comments/c_test.go --
package comments

var _ = 1 //nolint:rmwlint
`)
	got := m.rmwlint("-unused-suppressions", "./comments", "./clean")
	assert.Equal(t, exitFindings, got.status)
	assert.Contains(t, got.stdout, "comments/c.go:7:11: this comment suppresses nothing (rmwlint/unused)\n")
	assert.Contains(t, got.stdout, "comments/c.go:9:2: this comment suppresses nothing (rmwlint/unused)\n")
	assert.Contains(t, got.stdout, "comments/c.go:11:2: this comment suppresses nothing, for it gives no reason: //lint:ignore CHECK\n    REASON (rmwlint/unused)\n")
	assert.Contains(t, got.stdout, "\n4 findings in 1 file: rmwlint/unused 3, stock/arith 1\n")
	assert.Contains(t, m.rmwlint("-unused-suppressions", "-tests", "./comments").stdout, "rmwlint/unused 4")
	assert.Contains(t, m.rmwlint("-unused-suppressions", "./store").stdout, "\n2 findings in 1 file: stock/arith 2\n", "what is suppressed stays so")
	assert.Contains(t, m.rmwlint("./comments").stdout, "\n1 finding in 1 file: stock/arith 1\n")
	assert.Equal(t, result{"", "rmwlint: -unused-suppressions wants all checks: what one suppresses another may not\n", exitError},
		m.rmwlint("-unused-suppressions", "-stock", "./..."))
}

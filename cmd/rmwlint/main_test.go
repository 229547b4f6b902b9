package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// asCommand is set for processes of the test binary that are to be rmwlint with the toys as its checks, as which go vet
// starts it again.
const asCommand = "RMWLINT_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(run(os.Args[1:], toys(), os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// A module is a directory of Go code in which a test runs commands.
type module struct {
	t   *testing.T
	dir string
	env []string
}

// newModule writes a module out of an archive; without a go.mod in it, a plain one is added.
func newModule(t *testing.T, archive string) *module {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	m := &module{t: t, dir: dir}
	m.env = append(os.Environ(), asCommand+"=1", "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "TERM=xterm")
	for _, f := range append(txtar.Parse([]byte(archive)).Files, txtar.File{Name: "go.mod", Data: []byte("module example.com/shop\n\ngo 1.25\n")}) {
		name := filepath.Join(dir, f.Name)
		if _, err := os.Stat(name); err == nil {
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, f.Data, 0o666))
	}
	return m
}

// result is what a command printed and its exit status.
type result struct {
	stdout, stderr string
	status         int
}

// run starts a program in the module. Paths of the machine become $DIR and $SELF in the output.
func (m *module) run(program string, args ...string) result {
	m.t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env = m.dir, append(m.env, "PWD="+m.dir)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		require.NoError(m.t, err)
	}
	clean := strings.NewReplacer(m.dir, "$DIR", self(m.t), "$SELF").Replace
	return result{clean(stdout.String()), clean(stderr.String()), cmd.ProcessState.ExitCode()}
}

// rmwlint runs this program as the command.
func (m *module) rmwlint(args ...string) result {
	m.t.Helper()
	return m.run(self(m.t), args...)
}

// goVet runs go vet with this program as its tool.
func (m *module) goVet(args ...string) result {
	m.t.Helper()
	return m.run("go", append([]string{"vet", "-vettool=" + self(m.t)}, args...)...)
}

func self(t *testing.T) string {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	return exe
}

func (m *module) content(name string) string {
	m.t.Helper()
	data, err := os.ReadFile(filepath.Join(m.dir, name))
	require.NoError(m.t, err)
	return string(data)
}

// shop is a package with a finding of each kind, in a function of its own.
const shop = `
-- store/store.go --
package store

func store(x string)    {}
func ormStore(x string) {}
func save(x string)     {}
func savePlain(x string) {}

func sell() {
	p := "first"
	save(p)
}

func buy() {
	p := "first"
	savePlain(p)
}

func once() {
	save("") //nolint:stock // there is one process
}
-- store/store_test.go --
package store

// Nothing is imported here nor elsewhere: go vet would have to start the tool for each package of the import graph.

func check() {
	save("x")
}
-- clean/clean.go --
package clean
`

const shopFindings = `store/store.go:10:2: lost update: save is called (stock/arith)
   10 |     save(p)
      |     ^^^^^^^
   read      store.go:9   p := "first"
   written   store.go:10  save(p)
   fix       call store
   or        call ormStore  (-fixstyle=orm)

store/store.go:15:2: lost update: savePlain is called (stock/arith)
   15 |     savePlain(p)
      |     ^^^^^^^^^^^^
   read      store.go:14  p := "first"
   written   store.go:15  savePlain(p)

2 findings in 1 file: stock/arith 2
1 can be fixed: rmwlint -fix ./...  (-diff instead of -fix shows the changes)
what it means: rmwlint explain stock/arith
`

func TestText(t *testing.T) {
	m := newModule(t, shop)
	for range 20 {
		assert.Equal(t, result{shopFindings, "", exitFindings}, m.rmwlint("./..."))
	}
	assert.Equal(t, result{"no findings\n", "", exitOK}, m.rmwlint("./clean"))
}

func TestFlags(t *testing.T) {
	m := newModule(t, shop)
	tests := []struct {
		name  string
		args  []string
		has   []string
		hasNo []string
	}{
		{name: "test files", args: []string{"-tests", "./..."}, has: []string{"store_test.go:6:2", "3 findings in 2 files"}},
		{name: "no test files", args: []string{"-tests=false", "./..."}, hasNo: []string{"store_test.go"}},
		{name: "a check's own flag", args: []string{"-stock.note= by me", "./..."}, has: []string{"save is called by me (stock/arith)"}},
		{name: "flags after packages", args: []string{"./store", "-stock.note", " by me"}, has: []string{"save is called by me (stock/arith)"}},
		{name: "one style", args: []string{"-fixstyle=orm", "./..."}, has: []string{"fix       call ormStore\n"}, hasNo: []string{"call store"}},
		{name: "the other style", args: []string{"-fixstyle", "native", "./..."}, has: []string{"fix       call store\n"}, hasNo: []string{"ormStore\n"}},
		{name: "context", args: []string{"-c", "1", "./..."}, has: []string{"    9 |     p := \"first\"\n   10 |     save(p)\n"}},
		{name: "another directory", args: []string{"-C", "store", "."}, has: []string{"\nstore.go:15:2: lost update"}},
		{name: "the end of flags", args: []string{"--", "./..."}, has: []string{"2 findings"}},
		{name: "the present directory", args: []string{"-C=store"}, has: []string{"2 findings"}},
		{name: "build tags", args: []string{"-tags=none", "./..."}, has: []string{"2 findings"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := m.rmwlint(tt.args...)
			assert.Equal(t, exitFindings, got.status)
			assert.Empty(t, got.stderr)
			for _, want := range tt.has {
				assert.Contains(t, got.stdout, want)
			}
			for _, no := range tt.hasNo {
				assert.NotContains(t, got.stdout, no)
			}
		})
	}
	for _, args := range [][]string{{"-idle", "./..."}, {"-stock=false", "./..."}} {
		assert.Equal(t, result{"no findings\n", "", exitOK}, m.rmwlint(args...), "%v", args)
	}
}

// Whatever is wrong is told in a line or a few on standard error, with status 2: no stack trace, no raw JSON.
func TestBadInput(t *testing.T) {
	const broken = shop + `
-- undefined/u.go --
package undefined

func f() int { return missing + missingToo }
-- syntax/s.go --
package syntax

func f( {
-- unresolved/u.go --
package unresolved

import "example.com/nowhere"

var _ = nowhere.X
-- above/a.go --
package above

import "example.com/shop/unresolved"

var _ = unresolved.X
-- testonly/t.go --
package testonly
-- testonly/t_test.go --
package testonly

import "example.com/elsewhere"

var _ = elsewhere.X
-- two/a.go --
package one
-- two/b.go --
package two
-- cycle/c.go --
package cycle

import _ "example.com/shop/cycle"
-- panics/p.go --
package panics

func boom() {}
func f()    { boom() }
-- fails/f.go --
package fails

func giveUp() {}
func f()      { giveUp() }
`
	tests := []struct {
		name   string
		args   []string
		stderr string
		found  bool // the findings of package store are printed all the same
	}{
		{"an unknown flag", []string{"-jsn"}, "rmwlint: unknown flag -jsn; did you mean -json?\n", false},
		{"an unknown flag of a check", []string{"-stock.not=x"}, "rmwlint: unknown flag -stock.not; did you mean -stock.note?\n", false},
		{"a flag that is like no other", []string{"-zzzzzzzz"}, "rmwlint: unknown flag -zzzzzzzz; rmwlint help lists the flags\n", false},
		{"a flag without its value", []string{"-C"}, "rmwlint: flag needs an argument: -C\n", false},
		{"a wrong value", []string{"-fixstyle=sql"}, "rmwlint: invalid value \"sql\" for flag -fixstyle: want one of both, native, orm\n", false},
		{"a wrong number", []string{"-c=x"}, "rmwlint: invalid value \"x\" for flag -c: parse error\n", false},
		{"a wrong context", []string{"-c=-1"}, "rmwlint: -c wants the number of lines to show, not -1\n", false},
		{"a wrong switch", []string{"-stock=maybe"}, "rmwlint: invalid boolean value \"maybe\" for -stock: want true or false\n", false},
		{"json and fix", []string{"-json", "-fix"}, "rmwlint: -format=json prints findings and changes nothing: it cannot go with -fix or -diff\n", false},
		{"no such directory", []string{"-C=nowhere"}, "rmwlint: -C nowhere: no such directory\n", false},
		{"a wrong build flag", []string{"-mod=x", "./store"}, "rmwlint: -mod=x not supported (can be '', 'mod', 'readonly', or 'vendor')\n", false},
		{"a pattern that matches nothing", []string{"./nowhere/..."}, "rmwlint: pattern ./nowhere/...: lstat ./nowhere/: no such file or directory\n", false},
		{"a package that is not there", []string{"./nowhere"}, "rmwlint: ./nowhere: stat $DIR/nowhere: directory not found\n", false},
		{"a word", []string{"lint"}, "rmwlint: package lint is not in std (", false},
		{"no Go files here", nil, "rmwlint: no Go files in $DIR; rmwlint ./... takes the packages below it\n", false},
		{"a pattern beside a good one", []string{"./store", "./nowhere"}, "rmwlint: ./nowhere: stat $DIR/nowhere: directory not found\n", true},
		{"code that does not compile", []string{"./undefined", "./store"},
			"undefined/u.go:3:23: undefined: missing\nrmwlint: 1 package could not be analysed\n", true},
		{"code that does not parse", []string{"./syntax", "./store"},
			"syntax/s.go:3:9: expected ')', found '{'\nrmwlint: 1 package could not be analysed\n", true},
		{"a missing module", []string{"./unresolved", "./store"},
			"unresolved/u.go:3:8: no required module provides package example.com/nowhere; to add it: go get example.com/nowhere\nrmwlint: 1 package could not be analysed\n", true},
		{"a missing module, only for tests", []string{"./testonly", "./store"},
			"testonly/t_test.go:3:8: no required module provides package example.com/elsewhere; to add it: go get example.com/elsewhere\nrmwlint: 1 package could not be analysed\n", true},
		{"two packages in a directory", []string{"./two", "./store"},
			"example.com/shop/two: found packages one (a.go) and two (b.go) in $DIR/two\nrmwlint: 1 package could not be analysed\n", true},
		{"an import cycle", []string{"./cycle", "./store"},
			"example.com/shop/cycle: import cycle not allowed\nrmwlint: 1 package could not be analysed\n", true},
		{"a check that panics", []string{"./panics", "./store"},
			"example.com/shop/panics: internal error of a check (panic: boom); please report it with the output of: go vet -vettool=$SELF example.com/shop/panics\nrmwlint: 1 package could not be analysed\n", true},
		{"a check that fails", []string{"./fails", "./store"}, "rmwlint: example.com/shop/fails: stock gave up: gave up at giveUp\n", true},
		{"all of it", []string{"./..."}, "rmwlint: 8 packages could not be analysed\n", true},
	}
	m := newModule(t, broken)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := m.rmwlint(tt.args...)
			assert.Equal(t, exitError, got.status)
			if strings.HasSuffix(tt.stderr, "\n") && tt.name != "all of it" {
				assert.Equal(t, tt.stderr, got.stderr)
			}
			assert.Contains(t, got.stderr, tt.stderr)
			assert.NotContains(t, got.stderr, "goroutine")
			assert.NotContains(t, got.stderr, "\"posn\"")
			if tt.found {
				assert.Contains(t, got.stdout, "store/store.go:10:2: lost update")
			} else {
				assert.Empty(t, got.stdout)
			}
			// With -fix and -diff the same is wrong.
			if len(tt.args) > 0 && strings.HasPrefix(tt.args[0], "./") {
				diff := m.rmwlint(append([]string{"-diff"}, tt.args...)...)
				assert.Equal(t, exitError, diff.status)
				assert.Equal(t, got.stderr, diff.stderr)
			}
		})
	}
}

func TestOutsideOfAModule(t *testing.T) {
	m := newModule(t, shop)
	require.NoError(t, os.Remove(filepath.Join(m.dir, "go.mod")))
	want := result{"", "rmwlint: there is no go.mod in this directory or above it; run rmwlint inside a Go module (go mod init starts one)\n", exitError}
	for _, args := range [][]string{{"./..."}, {}, {"./store"}, {"-fix", "./..."}, {"-diff", "./..."}} {
		assert.Equal(t, want, m.rmwlint(args...), "%v", args)
	}
	got := m.rmwlint("-json", "./...")
	assert.Equal(t, want.stderr, got.stderr)
	assert.Equal(t, exitError, got.status)
}

func TestWithoutPackages(t *testing.T) {
	m := newModule(t, "")
	assert.Equal(t, result{"", "rmwlint: no packages match ./...\n", exitError}, m.rmwlint("./..."))
}

func TestWithoutGo(t *testing.T) {
	m := newModule(t, shop)
	m.env = append(m.env, "PATH="+m.dir)
	want := result{"", "rmwlint: the go command is not in PATH; rmwlint works through go vet and needs it (https://go.dev/dl)\n", exitError}
	assert.Equal(t, want, m.rmwlint("./..."))
	assert.Equal(t, want, m.rmwlint("-fix", "./..."))
}

// A go command of a later release than ours compiles what we cannot read. The one here is a script that answers as such
// a one does.
func TestWithANewerGo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	m := newModule(t, `
-- bin/go --
#!/bin/sh
case "$1" in
env) echo go1.999.1 ;;
list) echo '{"ImportPath": "example.com/shop"}' ;;
vet)
	echo '# cmp' >&2
	echo 'rmwlint: cmp/cmp.go:7:1: package requires newer Go version go1.999 (application built with go1.26)' >&2
	echo '# errors' >&2
	echo 'rmwlint: errors/errors.go:60:1: package requires newer Go version go1.999 (application built with go1.26)' >&2
	exit 1
	;;
esac
`)
	require.NoError(t, os.Chmod(filepath.Join(m.dir, "bin/go"), 0o755))
	m.env = append(m.env, "PATH="+filepath.Join(m.dir, "bin"))
	assert.Equal(t, result{"", "rmwlint: this rmwlint was built with " + runtime.Version() +
		" and cannot read all that go1.999.1 compiles; build it again: GOTOOLCHAIN=go1.999.1 go install github.com/rmwlint/rmwlint/cmd/rmwlint@latest\n",
		exitError}, m.rmwlint("./..."))
}

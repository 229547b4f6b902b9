package main

import (
	"bytes"
	"flag"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/docs"
	"github.com/rmwlint/rmwlint/passes"
)

// call runs a subcommand in this process.
func call(args ...string) result {
	var stdout, stderr bytes.Buffer
	status := run(args, toys(), &stdout, &stderr)
	return result{stdout.String(), stderr.String(), status}
}

func TestHelp(t *testing.T) {
	got := call("help")
	assert.Equal(t, exitOK, got.status)
	assert.Contains(t, got.stdout, "\tstock        report calls of save\n")
	assert.Contains(t, got.stdout, "\t-fixstyle native|orm|both\n\t\toffer fixes into the library's own form, the orm package or both\n")
	assert.NotContains(t, got.stdout, "-stock.note", "a check's own flags are in its own help")
	for line := range strings.Lines(got.stdout) {
		assert.LessOrEqual(t, len(strings.ReplaceAll(line, "\t", "    ")), 101, line)
	}
	for _, arg := range []string{"-h", "-help", "--help"} {
		assert.Equal(t, got, call(arg))
	}

	got = call("help", "stock")
	assert.Equal(t, result{`stock: report calls of save

A toy.

Flags:

	-stock.fixstyle fixes
		which fixes to offer
	-stock.note string
		text to add to the message

More: rmwlint explain stock
`, "", exitOK}, got)
	assert.Equal(t, result{"", "rmwlint: unknown check \"stck\"; did you mean stock?\n", exitError}, call("help", "stck"))
	assert.Equal(t, result{"", "rmwlint: unknown check \"whatever\"; there are: stock, idle\n", exitError}, call("help", "whatever"))
}

// Every check has a page and says in its URL where it is.
func TestExplain(t *testing.T) {
	for _, a := range passes.All() {
		got := call("explain", a.Name)
		assert.Equal(t, exitOK, got.status)
		assert.True(t, strings.HasPrefix(got.stdout, "# "+a.Name+"\n"), got.stdout)
		assert.Equal(t, "https://github.com/rmwlint/rmwlint/blob/main/docs/"+a.Name+".md", a.URL)
	}
	section := call("explain", "lostupdate/arith")
	assert.True(t, strings.HasPrefix(section.stdout, "## `arith`\n"), section.stdout)
	assert.NotContains(t, section.stdout, "## `check`")
	for _, topic := range []string{"arith", "lostupdate#arith"} {
		assert.Equal(t, section, call("explain", topic))
	}
	for _, topic := range docs.Topics() {
		assert.Equal(t, exitOK, call("explain", topic).status)
	}

	assert.Equal(t, result{"", "rmwlint: unknown topic \"lostupdat\"; did you mean lostupdate?\n", exitError}, call("explain", "lostupdat"))
	assert.Equal(t, result{"", "rmwlint: unknown topic \"lostupdate/arit\"; did you mean lostupdate/arith?\n", exitError}, call("explain", "lostupdate/arit"))
	for _, args := range [][]string{{"explain"}, {"explain", "a", "b"}, {"explain", "whatever"}, {"explain", "elsewhere/insert"}} {
		got := call(args...)
		assert.Equal(t, exitError, got.status)
		assert.Contains(t, got.stderr, "lostupdate, lostupdate/arith, ")
	}
}

func TestVersion(t *testing.T) {
	got := call("version")
	assert.Equal(t, exitOK, got.status)
	assert.Regexp(t, `^rmwlint \S+( [0-9a-f]+)? \(go\S+ \w+/\w+, facts \d+\)\n$`, got.stdout)
	assert.Equal(t, exitError, call("version", "x").status)
}

func TestNearest(t *testing.T) {
	words := []string{"json", "fix", "diff", "lostupdate"}
	for name, want := range map[string]string{
		"jsno": "json", "jso": "json", "fx": "fix", "difff": "diff", "lostupdates": "lostupdate", "lotsupdate": "lostupdate",
		"verbose": "", "": "",
	} {
		assert.Equal(t, want, nearest(name, words), name)
	}
	assert.Equal(t, 2, editDistance("ab", "cd"))
	assert.Equal(t, 1, editDistance("ab", "ba"))
	assert.Equal(t, 3, editDistance("", "abc"))
}

// What looks like a flag for a category is answered with what switches one.
func TestFlagOfACategory(t *testing.T) {
	for _, arg := range []string{"-lostupdate/arith", "-lostupdate.arith=false", "-arith"} {
		_, err := parseOptions([]string{arg, "./..."}, passes.All())
		name, _, _ := strings.Cut(arg, "=")
		assert.EqualError(t, err, "unknown flag "+name+"; a category is switched in .rmwlint.yaml: "+
			"checks: {all: false, lostupdate/arith: true} leaves it alone, checks: {lostupdate/arith: false} all but it")
	}
	_, err := parseOptions([]string{"-lostupdate/stale"}, passes.All())
	assert.EqualError(t, err, "unknown flag -lostupdate/stale; did you mean -lostupdate.stale?")
	_, err = parseOptions([]string{"-lostupdate/arit"}, passes.All())
	assert.ErrorContains(t, err, "unknown flag -lostupdate/arit; ")
}

// A command that is spelt wrong is taken for a package that does not exist.
func TestCommandThatIsNone(t *testing.T) {
	m := newModule(t, shop)
	got := m.rmwlint("gpols")
	assert.Equal(t, exitError, got.status)
	assert.True(t, strings.HasSuffix(got.stderr, "\nrmwlint: if gpols was to be a command, did you mean rmwlint gopls?\n"), got.stderr)
	assert.NotContains(t, m.rmwlint("./nowhere").stderr, "did you mean")
}

// Each flag of the real checks can be given on the command's own line.
func TestFlagsOfTheChecks(t *testing.T) {
	for _, a := range passes.All() {
		a.Flags.VisitAll(func(f *flag.Flag) {
			o, err := parseOptions([]string{"-" + a.Name + "." + f.Name + "=" + f.DefValue, "./..."}, passes.All())
			require.NoError(t, err, f.Name)
			assert.Equal(t, []string{"-" + a.Name + "." + f.Name + "=" + f.DefValue}, o.flags)
		})
	}
}

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/docs"
	"github.com/rmwlint/rmwlint/passes"
)

// Each format says the two findings of the shop, on standard output and in a file.
func TestFormats(t *testing.T) {
	m := newModule(t, shop)
	require.NoError(t, os.Mkdir(filepath.Join(m.dir, ".git"), 0o777))
	tests := map[string]string{
		"text":   "2 findings in 1 file: stock/arith 2\n",
		"json":   `"posn": "$DIR/store/store.go:15:2"`,
		"sarif":  `"uri": "store/store.go"`,
		"github": "::warning file=store/store.go,line=10,endLine=10,col=2,endColumn=9,title=stock/arith::lost update: save is called%0Aread store/store.go:9",
		"gitlab": `"path": "store/store.go"`,
		"html":   "<span class=\"ins\">&#43;\tstore(p)",
	}
	for _, format := range formats() {
		got := m.rmwlint("-format="+format, "./...")
		assert.Equal(t, exitFindings, got.status, format)
		assert.Empty(t, got.stderr, format)
		require.Contains(t, tests, format)
		assert.Contains(t, got.stdout, tests[format])
		assert.Contains(t, got.stdout, "savePlain")

		file := filepath.Join(m.dir, "findings")
		assert.Equal(t, result{"2 findings in 1 file: stock/arith 2; written to findings\n", "", exitFindings}, m.rmwlint("-format", format, "-o", "findings", "./..."))
		assert.Equal(t, got.stdout, strings.ReplaceAll(m.content("findings"), m.dir, "$DIR"), format)
		require.NoError(t, os.Remove(file))
		assert.Equal(t, exitOK, m.rmwlint("-format", format, "./clean").status)
	}
	// Below the repository's root the names are still those of the repository.
	assert.Contains(t, m.rmwlint("-C", "store", "-format=sarif", ".").stdout, tests["sarif"])
}

func TestWrongOutput(t *testing.T) {
	m := newModule(t, shop)
	for _, tt := range []struct {
		args   []string
		stderr string
	}{
		{[]string{"-format=xml"}, "rmwlint: invalid value \"xml\" for flag -format: want one of text, json, sarif, github, gitlab, html\n"},
		{[]string{"-format=sarif", "-fix"}, "rmwlint: -format=sarif prints findings and changes nothing: it cannot go with -fix or -diff\n"},
		{[]string{"-o=f", "-diff"}, "rmwlint: -o is for findings: it cannot go with -fix or -diff\n"},
		{[]string{"-o=nowhere/f", "./store"}, "rmwlint: -o nowhere/f: there is no directory nowhere\n"},
	} {
		assert.Equal(t, result{"", tt.stderr, exitError}, m.rmwlint(tt.args...))
	}
}

// What could not be analysed is in the report as well as on standard error.
func TestReportOfAFailure(t *testing.T) {
	m := newModule(t, shop+"-- broken/b.go --\npackage broken\n\nvar x = y\n")
	got := m.rmwlint("-format=sarif", "./...")
	assert.Equal(t, exitError, got.status)
	assert.Contains(t, got.stderr, "undefined: y")
	var log struct {
		Runs []struct {
			Invocations []struct {
				ExecutionSuccessful        bool
				ToolExecutionNotifications []struct{ Message struct{ Text string } }
			}
			Results []struct{ RuleID string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &log))
	assert.Len(t, log.Runs[0].Results, 2)
	inv := log.Runs[0].Invocations[0]
	assert.False(t, inv.ExecutionSuccessful)
	assert.Equal(t, "broken/b.go:3:9: undefined: y", inv.ToolExecutionNotifications[0].Message.Text)
}

// Every category of every check has a rule with its page.
func TestRules(t *testing.T) {
	for _, a := range passes.All() {
		found := false
		for _, rule := range rules(passes.All()) {
			check, category, _ := strings.Cut(rule.Name, "/")
			if check == a.Name {
				found = true
				assert.Equal(t, a.URL+"#"+category, rule.URL)
				assert.NotContains(t, rule.Summary, "\n")
				assert.Greater(t, len(rule.Summary), 20, rule.Name)
				assert.True(t, strings.HasPrefix(rule.Help, "## `"+category+"`"), rule.Name)
			}
		}
		assert.True(t, found, a.Name)
	}
	assert.Equal(t, "a column's new value is computed from its loaded value and written back", docs.Summary("lostupdate/arith"))
	assert.Equal(t, "nowhere/x", docs.Summary("nowhere/x"))
}

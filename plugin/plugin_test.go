package plugin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/passes"
)

func TestRegistered(t *testing.T) {
	newLinter, err := register.GetPlugin("rmwlint")
	require.NoError(t, err)
	l, err := newLinter(nil)
	require.NoError(t, err)
	assert.Equal(t, register.LoadModeTypesInfo, l.GetLoadMode())
	checks, err := l.BuildAnalyzers()
	require.NoError(t, err)
	assert.Len(t, checks, 1+len(passes.All()))
	assert.NoError(t, analysis.Validate(checks))
}

func TestSettings(t *testing.T) {
	defer func() { // flags belong to the process
		_, err := (&linter{settings{Flags: map[string]flags{"lostupdate": {"assume": true, "fixstyle": "both", "stale": false}}}}).BuildAnalyzers()
		require.NoError(t, err)
	}()
	l, err := New(map[string]any{"fixstyle": "orm", "checks": map[string]bool{"bulkloop": false}, "flags": map[string]any{"lostupdate": map[string]any{"assume": false}}})
	require.NoError(t, err)
	checks, err := l.BuildAnalyzers()
	require.NoError(t, err)
	require.Equal(t, "lostupdate", checks[1].Name)
	assert.Equal(t, "orm", checks[1].Flags.Lookup("fixstyle").Value.String())
	assert.Equal(t, "false", checks[1].Flags.Lookup("assume").Value.String())
	for _, a := range checks {
		assert.NotEqual(t, "bulkloop", a.Name)
	}

	l, err = New(map[string]any{"checks": map[string]bool{"lostupdate/stale": true}})
	require.NoError(t, err)
	_, err = l.BuildAnalyzers()
	require.NoError(t, err)
	assert.Equal(t, "true", checks[1].Flags.Lookup("stale").Value.String(), "switched on by its name")

	for text, conf := range map[string]map[string]any{
		`settings of rmwlint: decoding settings: json: unknown field "test"`:                      {"test": true},
		"settings of rmwlint: fixstyle is native or orm; golangci-lint applies one fix a finding": {"fixstyle": "both"},
		"settings of rmwlint: checks: there is no lostupdat/arith":                                {"checks": map[string]bool{"lostupdat/arith": false}},
		"settings of rmwlint: flags: there is no lostupdate.asume":                                {"flags": map[string]any{"lostupdate": map[string]any{"asume": 1}}},
		"settings of rmwlint: fixstyle: want both, native or orm":                                 {"fixstyle": "sql"},
		"settings of rmwlint: flags: lostupdate.assume: parse error":                              {"flags": map[string]any{"lostupdate": map[string]any{"assume": "perhaps"}}},
	} {
		l, err := New(conf)
		if err == nil {
			_, err = l.BuildAnalyzers()
		}
		assert.EqualError(t, err, text)
	}
}

// Golangci-lint must not answer from its cache when .rmwlint.yaml has changed.
func TestMark(t *testing.T) {
	mark := func() string {
		a, err := (&linter{}).mark()
		require.NoError(t, err)
		return a.Name
	}
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir(".git", 0o777))
	none := mark()
	require.NoError(t, os.WriteFile(".rmwlint.yaml", []byte("checks: {bulkloop: false}\n"), 0o666))
	first := mark()
	require.NoError(t, os.WriteFile(".rmwlint.yaml", []byte("checks: {bulkloop: true}\n"), 0o666))
	assert.Len(t, slices.Compact([]string{none, first, mark()}), 3)
	require.NoError(t, os.WriteFile(".rmwlint.yaml", []byte("chekcs: {}\n"), 0o666))
	_, err := (&linter{}).BuildAnalyzers()
	assert.ErrorContains(t, err, `.rmwlint.yaml:1:1: unknown key "chekcs"`)
}

const source = `package shop

import "context"

func sell() { first(); second(); third() }
`

// Of alternatives the first one is left; a fix whose edits meet those of another is left out; imports may be added twice.
func TestFixes(t *testing.T) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "shop.go", source, 0)
	require.NoError(t, err)
	var calls []*ast.CallExpr
	ast.Inspect(f, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			calls = append(calls, c)
		}
		return true
	})
	edit := func(from, to token.Pos, text string) analysis.TextEdit {
		return analysis.TextEdit{Pos: from, End: to, NewText: []byte(text)}
	}
	imports := edit(f.Imports[0].End(), f.Imports[0].End(), "\nimport \"strings\"")
	fix := func(title string, edits ...analysis.TextEdit) analysis.SuggestedFix {
		return analysis.SuggestedFix{Message: title, TextEdits: edits}
	}
	at := func(i int, category string, fixes ...analysis.SuggestedFix) analysis.Diagnostic {
		return analysis.Diagnostic{Pos: calls[i].Pos(), Category: category, SuggestedFixes: fixes,
			Related: []analysis.RelatedInformation{{Pos: calls[0].Pos(), Message: "read"}}}
	}
	check := &analysis.Analyzer{Name: "lostupdate", Run: func(pass *analysis.Pass) (any, error) {
		pass.Report(at(0, "arith", fix("native", imports, edit(calls[0].Pos(), calls[0].End(), "a")), fix("orm", edit(calls[0].Pos(), calls[0].End(), "b"))))
		pass.Report(at(0, "check"))
		pass.Report(at(1, "arith", fix("across", edit(calls[0].Pos(), calls[1].End(), "c"))))
		pass.Report(at(2, "arith", fix("same import", imports, edit(calls[2].Pos(), calls[2].End(), "d"))))
		return nil, nil
	}}
	var got []string
	l := &linter{settings{Checks: map[string]bool{"lostupdate/check": false}}}
	_, err = l.wrap(check).Run(&analysis.Pass{Fset: fset, Files: []*ast.File{f}, Report: func(d analysis.Diagnostic) {
		assert.Empty(t, d.Related)
		text := "none"
		if len(d.SuggestedFixes) > 0 {
			require.Len(t, d.SuggestedFixes, 1)
			text = d.SuggestedFixes[0].Message
		}
		got = append(got, text)
	}})
	require.NoError(t, err)
	assert.Equal(t, []string{"native", "none", "same import"}, got)
}

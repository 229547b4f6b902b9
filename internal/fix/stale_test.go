package fix_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/rmwlint/rmwlint/internal/fix"
	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// only reports each finding of a category, with the fix, or with the advice where there is none.
func only(category string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     category,
		Doc:      "offer the fixes of one category",
		Requires: []*analysis.Analyzer{rowflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			for _, f := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Findings {
				if f.Category != category {
					continue
				}
				message := category + ": " + f.Name()
				edits, todo := fix.For(pass, f, fix.Native)
				if todo != "" {
					message += "; " + todo
				}
				pass.Report(analysis.Diagnostic{Pos: rowflow.TokenPos(pass, f.At), Message: message, SuggestedFixes: edits})
			}
			return nil, nil
		},
	}
}

func TestStale(t *testing.T) {
	results := analysistest.RunWithSuggestedFixes(t, fixturetest.Root(t), only("stale"), "./fix/stale")
	require.NotEmpty(t, results)
	golden(t, results, ".golden")
	require.Len(t, fixed(results), 1)
}

func TestRefresh(t *testing.T) {
	results := analysistest.RunWithSuggestedFixes(t, fixturetest.Root(t), only("refresh"), "./fix/refresh")
	require.NotEmpty(t, results)
	golden(t, results, ".golden")
	require.Len(t, fixed(results), 1)
}

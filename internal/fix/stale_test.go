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

// staleRows reports each row that is saved whole, with the fix.
var staleRows = &analysis.Analyzer{
	Name:     "stalerows",
	Doc:      "offer the fixes of rows that are saved whole",
	Requires: []*analysis.Analyzer{rowflow.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Findings {
			if call := rowflow.CallAt(pass, rowflow.TokenPos(pass, f.At)); call != nil && f.Category == "stale" {
				edits, _ := fix.For(pass, f, fix.Native)
				pass.Report(analysis.Diagnostic{Pos: call.Pos(), End: call.End(), Message: "stale", SuggestedFixes: edits})
			}
		}
		return nil, nil
	},
}

func TestStale(t *testing.T) {
	results := analysistest.RunWithSuggestedFixes(t, fixturetest.Root(t), staleRows, "./fix/stale")
	require.NotEmpty(t, results)
	golden(t, results, ".golden")
	require.Len(t, fixed(results), 1)
}

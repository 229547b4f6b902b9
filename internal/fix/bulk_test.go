package fix_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/rmwlint/rmwlint/internal/fix"
	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// repeats reports each statement in a loop by its category, with the fix.
var repeats = &analysis.Analyzer{
	Name:     "repeats",
	Doc:      "offer the fixes of statements in loops",
	Requires: []*analysis.Analyzer{rowflow.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		for _, x := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Repeats {
			call := rowflow.CallAt(pass, rowflow.TokenPos(pass, x.At))
			fixes, _ := fix.ForRepeat(pass, x)
			pass.Report(analysis.Diagnostic{Pos: call.Pos(), End: call.End(), Message: x.Category, SuggestedFixes: fixes})
		}
		return nil, nil
	},
}

func TestBulk(t *testing.T) {
	results := analysistest.RunWithSuggestedFixes(t, fixturetest.Root(t), repeats, "./fix/bulk")
	require.NotEmpty(t, results)
	golden(t, results, ".golden")
	files, err := filepath.Glob(filepath.Join(fixturetest.Root(t), "fix", "bulk", "*.golden"))
	require.NoError(t, err)
	require.Len(t, fixed(results), len(files), "the files with fixes are those with golden files")
}

// fixed are the files that have edits.
func fixed(results []*analysistest.Result) map[string]bool {
	out := map[string]bool{}
	for _, r := range results {
		for _, d := range r.Action.Diagnostics {
			for _, f := range d.SuggestedFixes {
				for _, e := range f.TextEdits {
					out[r.Action.Package.Fset.Position(e.Pos).Filename] = true
				}
			}
		}
	}
	return out
}

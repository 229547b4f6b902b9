// Command vettool applies the fixes of one style under go vet -fix: the tests' program.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/rmwlint/rmwlint/internal/fix"
	"github.com/rmwlint/rmwlint/internal/rowflow"
)

func main() {
	fixes := &analysis.Analyzer{Name: "fixes", Doc: "offer the fixes of one style", Requires: []*analysis.Analyzer{rowflow.Analyzer}}
	style := fixes.Flags.String("style", "native", "native or orm")
	fixes.Run = func(pass *analysis.Pass) (any, error) {
		s := fix.Native
		if *style == "orm" {
			s = fix.Orm
		}
		for _, f := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Findings {
			if edits, _ := fix.For(pass, f, s); len(edits) > 0 && f.Category != "stale" {
				pass.Report(analysis.Diagnostic{Pos: rowflow.TokenPos(pass, f.At), Message: "lost update: " + f.Name(), SuggestedFixes: edits})
			}
		}
		for _, m := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Misuses {
			call := rowflow.CallAt(pass, rowflow.TokenPos(pass, m.At))
			if m.Category == "dead" && call != nil && s == fix.Native {
				pass.Report(analysis.Diagnostic{Pos: call.Pos(), Message: "dead lock", SuggestedFixes: fix.Locking(pass, call)})
			}
		}
		return nil, nil
	}
	unitchecker.Main(fixes)
}

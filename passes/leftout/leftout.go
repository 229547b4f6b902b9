// Package leftout names the functions that the engine left out, for -debug: those beyond a budget, and those in which it failed.
// The other checks are silent about them.
package leftout

import (
	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// Analyzer reports the functions that were left out.
var Analyzer = &analysis.Analyzer{
	Name:     "leftout",
	Doc:      "name the functions that were left out",
	Requires: []*analysis.Analyzer{rowflow.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	for _, l := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).LeftOut {
		d := analysis.Diagnostic{Pos: l.Pos, Message: l.Func + ": " + l.Why}
		if l.Stack != "" {
			d.Message += "\n" + l.Stack
		}
		if !d.Pos.IsValid() { // made by the compiler
			d.Pos = pass.Files[0].Package
		}
		pass.Report(d)
	}
	return nil, nil
}

// Package bulkloop reports statements that run once a row in a loop, where one statement would do for all rows.
package bulkloop

import (
	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/fix"
	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/suppress"
)

const url = "https://github.com/rmwlint/rmwlint/blob/main/docs/bulkloop.md"

// Analyzer is the bulkloop check.
var Analyzer = newAnalyzer()

// options are the values of the analyzer's flags.
type options struct {
	assume, tests bool
}

// A fact is held by no package. Drivers that look for fact types at the checks themselves, and not at what they require, see
// by it that packages have to be analysed before those that import them (nogo of rules_go 0.60).
type fact struct{}

// AFact implements analysis.Fact.
func (*fact) AFact() {}

func newAnalyzer() *analysis.Analyzer {
	o := &options{}
	a := &analysis.Analyzer{
		Name:      "bulkloop",
		Doc:       "report statements that run once a row in a loop, where one statement would do",
		URL:       url,
		Requires:  []*analysis.Analyzer{rowflow.Analyzer},
		FactTypes: []analysis.Fact{new(fact)},
		Run:       func(pass *analysis.Pass) (any, error) { return run(pass, o) },
	}
	a.Flags.BoolVar(&o.assume, "assume", true, "report statements that are told by names only: no implementation of an interface is in sight")
	a.Flags.BoolVar(&o.tests, "tests", false, "report findings in test files")
	rowflow.Flags(&a.Flags)
	return a
}

func run(pass *analysis.Pass, o *options) (any, error) {
	report := suppress.Wrap(pass)
	for _, x := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Repeats {
		if (o.assume || x.Write.Assume == "") && (o.tests || !x.Test) {
			fixes, why := fix.ForRepeat(pass, x)
			d := diagnostic(pass, x, len(fixes) > 0)
			d.SuggestedFixes = fixes
			if why != "" {
				d.Message += "; no edit is offered because " + why
			}
			report(d)
		}
	}
	return nil, nil
}

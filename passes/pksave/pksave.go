// Package pksave reports rows that are saved under an explicit primary key, where the key and not the program decides between
// UPDATE and INSERT: a struct that was never loaded overwrites the row that it meets, or takes a number that the database gives out.
package pksave

import (
	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/suppress"
)

const url = "https://github.com/rmwlint/rmwlint/blob/main/docs/pksave.md"

// Analyzer is the pksave check.
var Analyzer = newAnalyzer()

// A fact is held by no package. Drivers that look for fact types at the checks themselves, and not at what they require, see
// by it that packages have to be analysed before those that import them (nogo of rules_go 0.60).
type fact struct{}

// AFact implements analysis.Fact.
func (*fact) AFact() {}

func newAnalyzer() *analysis.Analyzer {
	tests := false
	a := &analysis.Analyzer{
		Name:      "pksave",
		Doc:       "report rows that are saved under an explicit primary key without being loaded",
		URL:       url,
		Requires:  []*analysis.Analyzer{rowflow.Analyzer},
		FactTypes: []analysis.Fact{new(fact)},
		Run:       func(pass *analysis.Pass) (any, error) { return run(pass, tests) },
	}
	rowflow.Flags(&a.Flags)
	a.Flags.BoolVar(&tests, "tests", false, "report findings in test files")
	return a
}

func run(pass *analysis.Pass, tests bool) (any, error) {
	report := suppress.Wrap(pass)
	for _, s := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).KeySaves {
		if tests || !s.Test {
			d := diagnostic(pass, s)
			d.SuggestedFixes = fixes(pass, s)
			report(d)
		}
	}
	return nil, nil
}

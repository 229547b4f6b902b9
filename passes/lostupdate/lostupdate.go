// Package lostupdate reports rows that are read, changed in memory and written back with nothing to stop
// a second process from doing the same in between.
package lostupdate

import (
	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/fix"
	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/suppress"
)

const url = "https://github.com/rmwlint/rmwlint/blob/main/docs/lostupdate.md"

// Analyzer is the lostupdate check.
var Analyzer = newAnalyzer()

// options are the values of the analyzer's flags.
type options struct {
	assume, tests bool
	check, stale  bool
	style         fix.Style
}

// A fact is held by no package. Drivers that look for fact types at the checks themselves, and not at what they require, see
// by it that packages have to be analysed before those that import them (nogo of rules_go 0.60).
type fact struct{}

// AFact implements analysis.Fact.
func (*fact) AFact() {}

func newAnalyzer() *analysis.Analyzer {
	o := &options{}
	a := &analysis.Analyzer{
		Name:      "lostupdate",
		Doc:       "report rows that are read, changed in memory and written back unprotected",
		URL:       url,
		Requires:  []*analysis.Analyzer{rowflow.Analyzer},
		FactTypes: []analysis.Fact{new(fact)},
		Run:       func(pass *analysis.Pass) (any, error) { return run(pass, o) },
	}
	a.Flags.BoolVar(&o.assume, "assume", true, "report flows of which a part is told by names only: no implementation of an interface is in sight")
	a.Flags.BoolVar(&o.tests, "tests", false, "report findings in test files")
	a.Flags.BoolVar(&o.check, "check", true, "report the category check: a column is tested and then set without the test in WHERE")
	a.Flags.BoolVar(&o.stale, "stale", false, "report the category stale: a loaded row is saved whole though only some of its columns changed")
	rowflow.Flags(&a.Flags)
	a.Flags.Var(&o.style, "fixstyle", "offer fixes in the style `native`, orm or both; a driver that applies one takes the first")
	return a
}

func run(pass *analysis.Pass, o *options) (any, error) {
	report := suppress.Wrap(pass)
	for _, f := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Findings {
		if o.wants(f) {
			d := diagnostic(pass, f)
			var todo string
			if d.SuggestedFixes, todo = fix.For(pass, f, o.style); todo != "" {
				d.Message += "; " + todo
			}
			report(d)
		}
	}
	return nil, nil
}

// wants reports whether the options let a finding through.
func (o *options) wants(f rowflow.Finding) bool {
	assumed := f.Read.Assume != "" || f.Write.Assume != ""
	return (o.assume || !assumed) && (o.tests || !f.Test) && (o.check || f.Category != "check") && (o.stale || f.Category != "stale")
}

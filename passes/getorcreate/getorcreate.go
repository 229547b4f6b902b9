// Package getorcreate reports rows that are looked for and inserted if there is none: two requests find none, and both insert.
package getorcreate

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/suppress"
)

const url = "https://github.com/rmwlint/rmwlint/blob/main/docs/getorcreate.md"

// Analyzer is the getorcreate check.
var Analyzer = newAnalyzer()

// A fact is held by no package. Drivers that look for fact types at the checks themselves, and not at what they require, see
// by it that packages have to be analysed before those that import them (nogo of rules_go 0.60).
type fact struct{}

// AFact implements analysis.Fact.
func (*fact) AFact() {}

func newAnalyzer() *analysis.Analyzer {
	var on, sql, tests, assume bool
	a := &analysis.Analyzer{
		Name:      "getorcreate",
		Doc:       "report rows that are inserted because none was found",
		URL:       url,
		Requires:  []*analysis.Analyzer{rowflow.Analyzer},
		FactTypes: []analysis.Fact{new(fact)},
		Run: func(pass *analysis.Pass) (any, error) {
			report := suppress.Wrap(pass)
			for _, c := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Creations {
				told := c.Assume == "" && (sql || c.Declared) || c.Assume != "" && assume
				if on && told && (tests || !c.Test) {
					report(diagnostic(pass, c))
				}
			}
			return nil, nil
		},
	}
	rowflow.Flags(&a.Flags)
	a.Flags.BoolVar(&on, "on", false, "report at all: off by default, for unique indexes that only SQL declares are not seen")
	a.Flags.BoolVar(&sql, "sql", false, "report also rows whose tables are not made from structs in sight: unique indexes in SQL are not seen")
	a.Flags.BoolVar(&assume, "assume", false, "report also what rests on the names of an interface's methods only: unique indexes are not seen there")
	a.Flags.BoolVar(&tests, "tests", false, "report findings in test files")
	return a
}

// diagnostic stands at the insert; the read, and the calls beneath the insert, are related to it.
func diagnostic(pass *analysis.Pass, c rowflow.Creation) analysis.Diagnostic {
	d := analysis.Diagnostic{Category: c.Category, URL: url + "#" + c.Category, Message: message(c)}
	d.Pos, d.End = rowflow.CallSpan(pass, c.At)
	note := func(at rowflow.Pos, text string) {
		if pos := rowflow.TokenPos(pass, at); pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: text})
		}
	}
	if c.Read.At != c.At {
		note(c.Read.At, "looked for "+c.Owner)
	}
	for _, via := range c.Via {
		note(via, "inserted in "+via.Func)
	}
	return d
}

// message says what two requests do, in one line.
func message(c rowflow.Creation) string {
	if c.Category == "firstorcreate" {
		return fmt.Sprintf("duplicate row: FirstOrCreate looks for %s and inserts one if there is none, in two statements; two requests that both find none insert two", c.Owner)
	}
	where := fmt.Sprintf("line %d", c.Read.At.Line)
	if c.Read.At.File != c.At.File {
		where = fmt.Sprintf("%s:%d", c.Read.At.File, c.Read.At.Line)
	}
	end := "two requests that both find none insert two"
	if c.Unique {
		end = "of two requests that both find none, one fails on the unique index"
	}
	if c.Assume != "" {
		end += " (assumed: " + c.Assume + ")"
	}
	return fmt.Sprintf("duplicate row: %s is looked for at %s and inserted here because there is none; %s", c.Owner, where, end)
}

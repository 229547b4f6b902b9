// Package rowlock reports locks and transactions that hold nothing: a lock that the library ignores, or that ends with the statement,
// and statements that run beside the transaction which the program takes them to be in.
package rowlock

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/fix"
	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/suppress"
)

const url = "https://github.com/rmwlint/rmwlint/blob/main/docs/rowlock.md"

// Analyzer is the rowlock check.
var Analyzer = newAnalyzer()

// A fact is held by no package. Drivers that look for fact types at the checks themselves, and not at what they require, see
// by it that packages have to be analysed before those that import them (nogo of rules_go 0.60).
type fact struct{}

// AFact implements analysis.Fact.
func (*fact) AFact() {}

func newAnalyzer() *analysis.Analyzer {
	var tests bool
	a := &analysis.Analyzer{
		Name:      "rowlock",
		Doc:       "report row locks and transactions that hold nothing",
		URL:       url,
		Requires:  []*analysis.Analyzer{rowflow.Analyzer},
		FactTypes: []analysis.Fact{new(fact)},
		Run: func(pass *analysis.Pass) (any, error) {
			report := suppress.Wrap(pass)
			for _, m := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Misuses {
				if tests || !m.Test {
					report(diagnostic(pass, m))
				}
			}
			return nil, nil
		},
	}
	rowflow.Flags(&a.Flags)
	a.Flags.BoolVar(&tests, "tests", false, "report findings in test files")
	return a
}

// diagnostic stands at the statement; the transaction's beginning and the calls in between are related to it.
func diagnostic(pass *analysis.Pass, m rowflow.Misuse) analysis.Diagnostic {
	d := analysis.Diagnostic{Category: m.Category, URL: url + "#" + m.Category, Message: message(m)}
	if m.Assume != "" {
		d.Message += "; " + m.Assume
	}
	d.Pos = rowflow.TokenPos(pass, m.At)
	call := rowflow.CallAt(pass, d.Pos)
	if call != nil {
		if pass.Fset.Position(call.Pos()).Line == m.At.Line {
			d.Pos = call.Pos()
		}
		d.End = call.End()
	}
	note := func(at rowflow.Pos, text string) {
		if pos := rowflow.TokenPos(pass, at); pos != token.NoPos {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: text})
		}
	}
	note(m.Tx, "transaction begins")
	for _, via := range m.Via {
		note(via, "call "+via.Func)
	}
	if m.Category == "dead" && call != nil {
		d.SuggestedFixes = fix.Locking(pass, call)
	}
	return d
}

// message says in one line what does not hold, and why.
func message(m rowflow.Misuse) string {
	switch {
	case m.Category == "dead":
		return `row lock: gorm.io/gorm ignores "gorm:query_option", a setting of github.com/jinzhu/gorm: nothing is locked; use Clauses(clause.Locking{Strength: "UPDATE"})`
	case m.Category == "outside":
		return fmt.Sprintf("row lock: the rows%s are locked outside of a transaction, and so only until the statement ends; read them on the transaction that writes them", of(m.Name))
	case m.Category == "unused" && m.At == m.Tx:
		return "row lock: no statement runs in the transaction that begins here; hand it to the calls that belong in it"
	case m.Category == "unused":
		return fmt.Sprintf("row lock: the write%s runs beside the transaction begun at line %d, in which nothing runs; it stays when the transaction is rolled back", of(m.Name), m.Tx.Line)
	case m.Given != "":
		return fmt.Sprintf("row lock: the write%s runs on another connection than the transaction that is handed in as %s, which nothing uses; run it on %s", of(m.Name), m.Given, m.Given)
	case m.Blind:
		return fmt.Sprintf("row lock: the read%s runs outside of the transaction begun at line %d, on the connection that it began on: it does not see what the transaction has changed there", of(m.Name), m.Tx.Line)
	case m.Read:
		return fmt.Sprintf("row lock: the row%s is read outside of the transaction begun at line %d, which writes it; read it on the transaction, with a lock", of(m.Name), m.Tx.Line)
	}
	if m.Assume != "" {
		return fmt.Sprintf("row lock: the write%s runs outside of the transaction begun at line %d: it stays when the transaction is rolled back; "+
			"run it on what the function is handed", of(m.Name), m.Tx.Line)
	}
	return fmt.Sprintf("row lock: the write%s runs outside of the transaction begun at line %d, on the connection that it began on: it stays when the transaction is rolled back, "+
		"and may wait for the transaction's own locks", of(m.Name), m.Tx.Line)
}

func of(name string) string {
	if name == "" {
		return ""
	}
	return " of " + name
}

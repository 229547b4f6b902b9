package fix

import (
	"go/ast"
	"go/constant"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
)

// Locking puts the lock of GORM v2 where a call asks for that of v1, which v2 ignores; it has no edits if the lock's strength is not a
// constant, or rows are only counted.
//
//	tx.Set("gorm:query_option", "FOR UPDATE").First(&a, id)
//	   -----------------------------------------
//	tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id)
func Locking(pass *analysis.Pass, call *ast.CallExpr) []analysis.SuggestedFix {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || len(call.Args) != 2 {
		return nil
	}
	strength := pass.TypesInfo.Types[call.Args[1]].Value
	if strength == nil || strength.Kind() != constant.String {
		return nil
	}
	s, err := siteOf(pass, call)
	if err != nil || s.goesOnTo("Count") {
		return nil
	}
	e := s.newEdits()
	clause, err := e.use("gorm.io/gorm/clause")
	if err != nil {
		return nil
	}
	e.replace(sel.Sel.Pos(), call.End(), "Clauses("+clause+".Locking{"+lockFields(constant.StringVal(strength))+"})")
	fix, err := e.fix("lock the rows (clause.Locking)")
	if err != nil {
		return nil
	}
	return []analysis.SuggestedFix{fix}
}

// goesOnTo reports whether a method is called further on in the chain: PostgreSQL cannot lock the rows that an aggregate counts.
func (s *site) goesOnTo(method string) bool {
	for c := s.write; c.ParentEdgeKind() == edge.SelectorExpr_X || c.ParentEdgeKind() == edge.CallExpr_Fun; c = c.Parent() {
		if sel, ok := c.Parent().Node().(*ast.SelectorExpr); ok && sel.Sel.Name == method {
			return true
		}
	}
	return false
}

// lockFields are the fields of clause.Locking for a lock's text: "FOR UPDATE SKIP LOCKED" is Strength UPDATE, Options SKIP LOCKED.
func lockFields(text string) string {
	text = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "FOR ")
	for _, option := range []string{"NOWAIT", "SKIP LOCKED"} {
		if strength, ok := strings.CutSuffix(text, " "+option); ok {
			return "Strength: " + strconv.Quote(strength) + ", Options: " + strconv.Quote(option)
		}
	}
	return "Strength: " + strconv.Quote(text)
}

package fix

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// refreshed repairs the use of a row that an expression has changed in the database only. Saved whole, it is written without the columns that
// the program did not change; where the old value is compared, the row is read again.
//
//	db.Model(&p).Update("stock", gorm.Expr("stock - 1")); p.Status = "sold"; db.Save(&p)   →   db.Select("status").Save(&p)
func refreshed(s *site) (analysis.SuggestedFix, error) {
	switch {
	case s.f.Again:
		return analysis.SuggestedFix{}, refusal("it cannot be told how often the change is meant")
	case s.f.Seen == (rowflow.Pos{}):
		return narrowed(s)
	case s.f.Write.Lib != "gorm" && s.f.Write.Lib != "gorm v1":
		return analysis.SuggestedFix{}, errOwnForm
	}
	return readAgain(s)
}

// readAgain reads the row behind the statement that changed it, and answers an error as the code answers that of the statement.
//
//	if err := db.Model(&p).Update("stock", gorm.Expr("stock - 1")).Error; err != nil {
//		return err
//	}
//	if err := db.First(&p).Error; err != nil { // new
//		return err
//	}
//	if p.Stock == 0 {
func readAgain(s *site) (analysis.SuggestedFix, error) {
	var none analysis.SuggestedFix
	stmt := statement(s.write)
	branch, ok := stmt.Node().(*ast.IfStmt)
	if !ok || branch.Else != nil || !s.isErrorOf(branch) {
		return none, refusal("the code does not show what to do with an error of reading it again")
	}
	model := callsIn(s.call(), "Model")
	if len(model) != 1 || len(model[0].Args) != 1 {
		return none, refusal("the statement does not name the row that it changes")
	}
	arg := model[0].Args[0]
	row, ok := s.placeOf(arg)
	if !ok || !s.comparesOf(row) {
		return none, refusal("another variable than that of the row is compared")
	}
	for _, ev := range s.events(row.root) {
		if _, part := within(ev.path, row.path); ev.kind == assigned && part && ev.path != row.path {
			return none, refusal("the row is changed in memory, too")
		}
	}
	e := s.newEdits()
	indent := s.indent(branch.Pos())
	err := s.text(branch.Init.(*ast.AssignStmt).Lhs[0])
	e.insert(s.lineEnd(branch), "\n"+indent+"if "+err+" := "+s.text(baseOf(s.call()))+".First("+s.text(arg)+").Error; "+s.text(branch.Cond)+" "+s.braced(branch.Body, indent))
	return e.fix("read the row again once it is changed")
}

// inDatabaseOnly reports whether what happens to the row is the statement by an expression that the finding tells of: it changes the row in
// the database.
func (s *site) inDatabaseOnly(e event) bool {
	if s.f.Category != "refresh" || e.kind != unknown {
		return false
	}
	call := rowflow.CallAt(s.pass, rowflow.TokenPos(s.pass, s.f.Flow.At))
	return call != nil && call.Pos() <= e.cur.Node().Pos() && e.cur.Node().End() <= call.End()
}

// isErrorOf reports whether a branch runs the statement and tests its error: if err := db….Error; err != nil { … }.
func (s *site) isErrorOf(branch *ast.IfStmt) bool {
	init, ok := branch.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE || len(init.Lhs) != 1 {
		return false
	}
	sel, ok := ast.Unparen(init.Rhs[0]).(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Error" && sel.X == s.call()
}

// comparesOf reports whether a part of the row stands in the comparison that the finding is about.
func (s *site) comparesOf(row place) bool {
	at := rowflow.TokenPos(s.pass, s.f.Seen)
	for c := range s.fn.Preorder((*ast.BinaryExpr)(nil)) {
		b := c.Node().(*ast.BinaryExpr)
		if b.OpPos != at && b.Pos() != at {
			continue
		}
		for _, x := range []ast.Expr{b.X, b.Y} {
			if p, ok := s.placeOf(x); ok && p.root == row.root {
				if _, part := within(p.path, row.path); part {
					return true
				}
			}
		}
	}
	return false
}

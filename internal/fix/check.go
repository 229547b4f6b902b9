package fix

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// checked repairs check-then-set: the test moves into the statement's WHERE, and a statement that changes no row takes the path that the
// failed test takes.
//
//	if c.Used { return errUsed }                        if c.Used { return errUsed }
//	…                                                   …
//	return db.Model(&c).Update("used", true).Error      res := db.Model(&c).Where("used = FALSE").Update("used", true)
//	                                                    if res.Error == nil && res.RowsAffected == 0 {
//	                                                        return errUsed
//	                                                    }
//	                                                    return res.Error
func checked(s *site) (analysis.SuggestedFix, error) {
	if s.f.Write.Verb == knowledge.Delete {
		return analysis.SuggestedFix{}, refusal("the row is deleted")
	}
	if lib := s.f.Write.Lib; s.f.Unseen && (lib == "xorm" || lib == "bun") {
		return analysis.SuggestedFix{}, refusal("the statement has the test in its own words")
	}
	switch s.f.Write.Lib {
	case "gorm", "gorm v1":
		return checkedGorm(s)
	case "xorm":
		return checkedXorm(s)
	case "bun":
		return checkedBun(s)
	}
	return checkedSQL(s)
}

// missingTests are the conditions that the statement has not: all, or none if it repeats the test already.
func (s *site) missingTests(all []cond) []cond {
	if s.f.Unseen {
		return nil
	}
	return all
}

// tests are the tests of the finding's column on which the write depends, with the column as the statement writes it.
func (s *site) tests(column string) ([]guard, error) {
	guards, err := s.guardsHere()
	if err == nil && len(guards) == 0 {
		err = refusal("the test stands in another function")
	}
	for _, g := range guards {
		for i := range g.holds {
			g.holds[i].column = column
		}
		if err == nil {
			err = s.nothingToUndo(g)
		}
	}
	return guards, err
}

// nothingToUndo refuses a repair that would leave something half done: what happens between the test and the statement must be undone
// when the statement finds that the test no longer holds. A transaction does it if the failed test returns an error.
func (s *site) nothingToUndo(g guard) error {
	if s.f.InTx && g.otherwise != nil && returnsError(g.otherwise) {
		return nil
	}
	from := g.at
	if g.around == nil {
		from = g.otherwise.End()
	}
	for c := range s.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call.Pos() < from || call.End() > s.write.Node().Pos() || c.Contains(s.write) || s.write.Contains(c) {
			continue
		}
		fn := s.callee(call)
		harmless := fn != nil && (pure(fn) || fn.Pkg() != nil && fn.Pkg().Path() == "time") || s.isBuiltin(call) || s.info.Types[call.Fun].IsType()
		if !harmless {
			return refusal(s.brief(c) + " would stay when the statement finds the test failed")
		}
	}
	return nil
}

// returnsError reports whether a block ends with a return of something else than nil.
func returnsError(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	r, ok := b.List[len(b.List)-1].(*ast.ReturnStmt)
	return ok && len(r.Results) > 0 && !isNil(r.Results[len(r.Results)-1])
}

func checkedGorm(s *site) (analysis.SuggestedFix, error) {
	g, err := newGormCall(s)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	switch g.sel.Sel.Name {
	case "Exec":
		return checkedSQL(s)
	case "Update", "UpdateColumn", "Updates", "UpdateColumns", "Delete":
	default:
		return analysis.SuggestedFix{}, refusal(g.sel.Sel.Name + " inserts the row if its conditions do not hold")
	}
	if g.chain("Or") {
		return analysis.SuggestedFix{}, refusal("the conditions have alternatives")
	}
	_, column, ok := g.tested()
	if !ok {
		return analysis.SuggestedFix{}, refusal("the name of the tested column is not certain")
	}
	guards, err := g.tests(column)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e := g.newEdits()
	for _, c := range s.missingTests(g.conditions(guards)) {
		p, err := g.where(e, c)
		if err != nil {
			return analysis.SuggestedFix{}, err
		}
		e.insert(g.sel.X.End(), g.between(g.sel.X.End(), g.sel.Sel.Pos())+"Where("+p+")")
	}
	if err := g.refused(e, guards, nil); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return e.fix(checkTitle(column))
}

// tested is the column that the condition tests, and its name in the database.
func (s *site) tested() (p place, column string, ok bool) {
	for c := range s.fn.Preorder((*ast.SelectorExpr)(nil)) {
		if p, ok := s.placeOf(c.Node().(*ast.SelectorExpr)); ok && s.isCell(p) {
			column, ok := s.column(p)
			return p, column, ok
		}
	}
	return place{}, "", false
}

func checkedSQL(s *site) (analysis.SuggestedFix, error) {
	c, err := newSQLCall(s)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if !sameKey(s.f) {
		return analysis.SuggestedFix{}, refusal("the conditions do not show that the row that is written is the one that was read")
	}
	column := ""
	for _, a := range c.stmt.Set {
		if normal(a.Column) == s.f.Cell.Column {
			column = c.columnText(a)
		}
	}
	if column == "" || c.named() {
		return analysis.SuggestedFix{}, refusal("the statement does not name the column beside its value")
	}
	guards, err := s.tests(column)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if !s.f.Unseen {
		if err := c.byPlace(nil, guards); err != nil {
			return analysis.SuggestedFix{}, err
		}
		if err := c.e.rewrite(c.text, c.list); err != nil {
			return analysis.SuggestedFix{}, err
		}
	}
	if err := c.refused(guards, nil); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return c.e.fix(checkTitle(column))
}

func checkTitle(column string) string {
	return "test " + column + " where it is set (WHERE, rows affected)"
}

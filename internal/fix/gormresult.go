package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// finish adds the guards to the WHERE of the statement, and what happens when they do not hold.
func (g *gormCall) finish(e *edits, changes []change) (analysis.SuggestedFix, error) {
	guards, err := g.guards(changes)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	for _, c := range g.conditions(guards) {
		p, err := g.where(e, c)
		if err != nil {
			return analysis.SuggestedFix{}, err
		}
		e.insert(g.sel.X.End(), g.between(g.sel.X.End(), g.sel.Sel.Pos())+"Where("+p+")")
	}
	if err := g.refused(e, guards, changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := e.stale(changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return e.fix(title("gorm.Expr", changes, guards))
}

// title says what a fix does: fixes of one finding are told apart by it.
func title(how string, changes []change, guards []guard) string {
	var names []string
	for _, c := range changes {
		if c.expr != nil {
			names = append(names, c.column)
		}
	}
	t := "compute " + strings.Join(names, ", ") + " in the database (" + how + ")"
	if len(guards) > 0 {
		t += " and check it there"
	}
	return t
}

// conditions are what the guards ask of the columns, each once.
func (s *site) conditions(guards []guard) []cond {
	var out []cond
	seen := map[string]bool{}
	for _, g := range guards {
		for _, c := range g.holds {
			if key := s.quoted(s.condition(c)); !seen[key] {
				seen[key] = true
				out = append(out, c)
			}
		}
	}
	return out
}

// where is a condition as GORM's Where takes it.
func (g *gormCall) where(e *edits, c cond) (string, error) {
	if !reserved(c.column) {
		return g.quoted(g.condition(c)), nil
	}
	column, err := g.quotedColumn(e, c.column)
	if err != nil {
		return "", err
	}
	c.column = columnMark
	return g.withColumn(g.condition(c), column), nil
}

// refused makes the path that the code takes when no row met the guards: the one that the guard itself takes.
//
//	return db.Save(&p).Error             res := db.Model(&p)…
//	                                     if res.Error == nil && res.RowsAffected == 0 {
//	                                         return errSoldOut
//	                                     }
//	                                     return res.Error
func (g *gormCall) refused(e *edits, guards []guard, changes []change) error {
	body, needed, err := g.otherwise(guards, changes)
	if err != nil || !needed {
		return err
	}
	if !isNamed(g.info.TypeOf(g.call()), g.path, "DB") {
		return refusal("the call does not give the number of rows that it changed")
	}
	stmt := statement(g.write)
	indent := g.indent(stmt.Node().Pos())
	also, err := g.uncounted(changes)
	if err != nil {
		return err
	}
	if name := g.heldIn(stmt); name != "" {
		return g.afterCheck(e, stmt, name, also, body, indent)
	}
	if !g.comesFirst(stmt) {
		return refusal("the statement's result is used within a larger one")
	}
	res := g.fresh(g.write, "res", "result", "updated")
	lead := g.between(stmt.Node().Pos(), g.call().Pos())
	e.replace(stmt.Node().Pos(), g.call().Pos(), res+" := ")
	check := "if " + res + ".Error == nil && " + res + ".RowsAffected == 0" + also + " " + g.braced(body, indent)
	switch n := stmt.Node().(type) {
	case *ast.ExprStmt:
		if n.X != g.call() {
			return refusal("the statement's result is used within a larger one")
		}
		e.insert(g.lineEnd(n), "\n"+indent+check)
	case *ast.ReturnStmt:
		e.replace(g.call().End(), g.errorPos(), "\n"+indent+check+"\n"+indent+lead+res+g.dot())
	case *ast.IfStmt, *ast.AssignStmt:
		e.replace(g.call().End(), g.errorPos(), "\n"+indent+lead+res+g.dot())
		return g.behind(e, stmt, res, check, also, body, indent)
	default:
		return refusal("the statement's result is used within a larger one")
	}
	return nil
}

// errorPos is where Error begins behind the call, without the line break in between; the call's end if nothing is to be joined.
func (g *gormCall) errorPos() token.Pos {
	if g.dot() == "" {
		return g.call().End()
	}
	return g.write.Parent().Node().(*ast.SelectorExpr).Sel.Pos()
}

// dot is the "." before Error, if a line break stands there.
func (g *gormCall) dot() string {
	sel, ok := g.write.Parent().Node().(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	between := g.between(g.call().End(), sel.Sel.Pos())
	if strings.TrimSpace(between) == "." && strings.Contains(between, "\n") {
		return "."
	}
	return ""
}

// behind puts the check behind the handling of the error: behind the if, or behind the one that follows err = ….
func (g *gormCall) behind(e *edits, stmt inspector.Cursor, res, check, also string, body *ast.BlockStmt, indent string) error {
	after, short := stmt.Node(), false
	if n, ok := after.(*ast.IfStmt); ok {
		short = n.Else == nil && endsIn(n.Body, g.info)
	} else if n, ok := next(stmt).(*ast.IfStmt); ok && n.Init == nil && n.Else == nil && isErrCheck(n.Cond) && endsIn(n.Body, g.info) {
		after, short = n, true
	}
	if short {
		check = "if " + res + ".RowsAffected == 0" + also + " " + g.braced(body, indent)
	}
	e.insert(g.lineEnd(after), "\n"+indent+check)
	return nil
}

// heldIn is the variable that the call's result is already kept in: res := db.Save(&p).
func (g *gormCall) heldIn(stmt inspector.Cursor) string {
	a, ok := stmt.Node().(*ast.AssignStmt)
	if !ok || len(a.Lhs) != 1 || a.Rhs[0] != g.call() {
		return ""
	}
	id, ok := a.Lhs[0].(*ast.Ident)
	if !ok || id.Name == "_" {
		return ""
	}
	return id.Name
}

// afterCheck puts the check behind that of a result kept in a variable.
func (g *gormCall) afterCheck(e *edits, stmt inspector.Cursor, name, also string, body *ast.BlockStmt, indent string) error {
	obj := g.info.ObjectOf(stmt.Node().(*ast.AssignStmt).Lhs[0].(*ast.Ident))
	for _, use := range g.uses[obj] {
		if sel, ok := use.Parent().Node().(*ast.SelectorExpr); ok && sel.Sel.Name == "RowsAffected" && use.Node().Pos() > g.call().End() {
			return nil // it is checked already
		}
	}
	check := "if " + name + ".Error == nil && " + name + ".RowsAffected == 0"
	after := stmt.Node().(ast.Stmt)
	if n, ok := next(stmt).(*ast.IfStmt); ok && n.Init == nil && n.Else == nil && strings.Contains(g.text(n.Cond), name+".Error") && endsIn(n.Body, g.info) {
		after, check = n, "if "+name+".RowsAffected == 0"
	}
	e.insert(g.lineEnd(after), "\n"+indent+check+also+" "+g.braced(body, indent))
	return nil
}

// comesFirst reports whether the call is the first thing that its statement does, and done once: not in an else if, not behind &&.
func (g *gormCall) comesFirst(stmt inspector.Cursor) bool {
	for c := g.write; c != stmt; c = c.Parent() {
		switch c.ParentEdgeKind() {
		case edge.SelectorExpr_X, edge.ReturnStmt_Results, edge.AssignStmt_Rhs, edge.IfStmt_Init, edge.IfStmt_Cond, edge.BinaryExpr_X, edge.ExprStmt_X,
			edge.CallExpr_Fun, edge.ParenExpr_X:
		default:
			return false
		}
	}
	return true
}

// otherwise is what the code does when the guards do not hold, and whether anything has to be added for it.
func (s *site) otherwise(guards []guard, changes []change) (body *ast.BlockStmt, needed bool, err error) {
	for _, g := range guards {
		switch {
		case g.around != nil && g.otherwise == nil:
			if !s.lastIn(g.around.Body) {
				return nil, false, refusal("what stands behind the write must not happen when the condition fails")
			}
		case g.around != nil && !endsIn(g.otherwise, s.info):
			return nil, false, refusal("both branches of the condition go on")
		default:
			body = g.otherwise // the last one is the closest to the write
		}
	}
	if body == nil {
		return nil, false, nil
	}
	return body, true, s.movable(body, changes)
}

// lastIn reports whether nothing but the handling of the write's error stands behind the write in a block.
func (s *site) lastIn(b *ast.BlockStmt) bool {
	stmt := statement(s.write)
	if stmt.Parent().Node() != b {
		return false
	}
	n := next(stmt)
	if check, ok := n.(*ast.IfStmt); ok && isErrCheck(check.Cond) {
		list, i := listOf(stmt), stmt.ParentEdgeIndex()
		return i+2 >= len(list)
	}
	_, returns := stmt.Node().(*ast.ReturnStmt)
	return n == nil && !returns
}

// movable checks that a guard's body does the same where the row is written: its names are seen there, and the row's changed columns
// are not among them.
func (s *site) movable(body *ast.BlockStmt, changes []change) error {
	var err error
	ast.Inspect(body, func(n ast.Node) bool {
		if err != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.BranchStmt:
			if n.Label == nil && (n.Tok == token.BREAK || n.Tok == token.CONTINUE) && !s.sameLoop(n) {
				err = refusal("the guard leaves another loop")
			}
		case *ast.Ident:
			obj := s.info.ObjectOf(n)
			if obj == nil || obj.Parent() == nil || body.Pos() <= obj.Pos() && obj.Pos() < body.End() {
				return true
			}
			if !s.visible(obj, s.write) {
				err = refusal(n.Name + " cannot be seen where the row is written")
			}
			if c, ok := s.fn.FindNode(n); ok {
				_, path, _ := s.climb(c)
				for _, ch := range changes {
					if _, in := within(ch.place.path, path); in && ch.place.root == obj {
						err = refusal("the guard's answer tells the column's value")
					}
				}
			}
		}
		return true
	})
	return err
}

// sameLoop reports whether break or continue of a guard leaves the loop that the write is in.
func (s *site) sameLoop(n *ast.BranchStmt) bool {
	c, ok := s.fn.FindNode(n)
	if !ok {
		return false
	}
	targets := []ast.Node{(*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil)}
	if n.Tok == token.BREAK {
		targets = append(targets, (*ast.SwitchStmt)(nil), (*ast.TypeSwitchStmt)(nil), (*ast.SelectStmt)(nil))
	}
	for a := range c.Enclosing(targets...) {
		for b := range s.write.Enclosing(targets...) {
			return a == b
		}
	}
	return false
}

// endsIn reports whether a block's last statement leaves the function or the loop.
func endsIn(b *ast.BlockStmt, info *types.Info) bool {
	if len(b.List) == 0 {
		return false
	}
	switch last := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		return ok && ends(call, info)
	}
	return false
}

// isErrCheck reports whether a condition is err != nil.
func isErrCheck(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok || b.Op != token.NEQ {
		return false
	}
	y, ok := b.Y.(*ast.Ident)
	return ok && y.Name == "nil"
}

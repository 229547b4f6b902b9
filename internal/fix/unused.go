package fix

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// unused notes that the new code no longer mentions what an old expression did: a variable whose last mention it was goes too, for Go
// does not compile with it.
//
//	left := p.Stock - n; db.Model(&p).Update("stock", left)     left := … is removed
func (e *edits) unused(old ast.Expr) {
	id, ok := ast.Unparen(old).(*ast.Ident)
	if !ok {
		return
	}
	obj := e.s.info.Uses[id]
	uses := e.s.uses[obj]
	if obj == nil || len(uses) != 2 { // its definition, and id
		return
	}
	def := uses[0]
	if def.ParentEdgeKind() != edge.AssignStmt_Lhs {
		return
	}
	a := def.Parent().Node().(*ast.AssignStmt)
	if a.Tok == token.DEFINE && len(a.Lhs) == 1 && listOf(def.Parent()) != nil {
		e.removeLine(a)
	}
}

// stale removes the assignments to memory that nobody reads: the database has computed the value, and the one in memory may be another.
func (e *edits) stale(changes []change) error {
	for _, c := range changes {
		if c.expr == nil || !e.s.forgotten(c.place) {
			continue
		}
		for _, ev := range e.s.events(c.place.root) {
			if ev.path == c.place.path && ev.kind == assigned && order(ev.cur, e.s.write, e.s.info) == always && ev.op != token.DEFINE {
				e.removeStatement(ev.cur)
			}
		}
	}
	return nil
}

// removeStatement deletes an assignment to one variable that stands by itself.
func (e *edits) removeStatement(c inspector.Cursor) {
	if a, ok := c.Node().(*ast.AssignStmt); ok && len(a.Lhs) != 1 || listOf(c) == nil {
		return
	}
	e.removeLine(c.Node())
}

// forgotten reports whether nobody reads a place after it was computed: the row is a variable of this function, no closure or pointer
// leads to it, and the only later mention is the write.
func (s *site) forgotten(p place) bool {
	decl := s.declaration(p)
	if !decl.Valid() || p.root == s.given {
		return false
	}
	var first inspector.Cursor
	for _, ev := range s.events(p.root) {
		switch {
		case ev.kind == unknown:
			return false
		case ev.path == p.path && ev.kind == assigned && !first.Valid() && order(ev.cur, s.write, s.info) != never:
			first = ev.cur
		}
	}
	if !first.Valid() {
		return false
	}
	for _, use := range s.uses[p.root] {
		if use.Node().Pos() < first.Node().Pos() && !s.inLoopWithout(decl, first) {
			continue
		}
		if first.Contains(use) || s.inWrite(use) {
			continue
		}
		if cur, path, _ := s.climb(use); !s.setsOnly(cur, path, p) {
			return false
		}
	}
	return true
}

// setsOnly reports whether a mention is of another part of the variable, or assigns the place without reading it for others.
func (s *site) setsOnly(cur inspector.Cursor, path string, p place) bool {
	_, above := within(p.path, path)
	_, below := within(path, p.path)
	if !above && !below {
		return true
	}
	switch cur.ParentEdgeKind() {
	case edge.AssignStmt_Lhs, edge.IncDecStmt_X:
		return path == p.path
	}
	return false
}

// declaration is the statement in this function that declares a place's variable; not for parameters, results and variables of closures
// around.
func (s *site) declaration(p place) inspector.Cursor {
	for _, use := range s.uses[p.root] {
		if use.Node().Pos() == p.root.Pos() {
			switch use.ParentEdgeKind() {
			case edge.ValueSpec_Names, edge.AssignStmt_Lhs:
				for c := range use.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
					if c.Contains(s.write) && sameFunction(use, s.write) {
						return use
					}
					break
				}
			}
		}
	}
	return inspector.Cursor{}
}

func sameFunction(a, b inspector.Cursor) bool {
	for x := range a.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		for y := range b.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			return x == y
		}
	}
	return false
}

// inLoopWithout reports whether a loop around c does not contain the declaration: what stands before c may come after it.
func (s *site) inLoopWithout(decl, c inspector.Cursor) bool {
	for loop := range c.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		if !loop.Contains(decl) {
			return true
		}
	}
	return false
}

// inWrite reports whether a use is in the statement that writes, where the template has taken it into account.
func (s *site) inWrite(use inspector.Cursor) bool {
	n := use.Node()
	return s.call().Pos() <= n.Pos() && n.End() <= s.call().End()
}

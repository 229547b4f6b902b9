package fix

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A guard is a decision over the loaded column on which the write depends.
//
//	if p.InStock < qty { return errSoldOut }    holds: in_stock >= qty; otherwise: the body
//	if p.InStock >= qty { … write … }           holds: in_stock >= qty; otherwise: what stands behind the if
type guard struct {
	at        token.Pos
	holds     []cond // all of them, when the row is written
	otherwise *ast.BlockStmt
	around    *ast.IfStmt // the write is in its body
}

// guards are the decisions over the columns that change, in source order.
func (s *site) guards(changes []change) ([]guard, error) {
	var out []guard
	for _, c := range changes {
		if c.expr == nil {
			continue
		}
		found, err := s.on(c.column, last(c.place.path)).guardsHere()
		if err != nil {
			return nil, err
		}
		for _, g := range found {
			for i := range g.holds {
				g.holds[i].column = c.column
			}
			out = addGuard(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b guard) int { return int(a.at - b.at) })
	return out, nil
}

// addGuard adds a guard, or its conditions to those of the same if on another column.
func addGuard(list []guard, g guard) []guard {
	for i := range list {
		if list[i].at == g.at {
			list[i].holds = append(list[i].holds, g.holds...)
			return list
		}
	}
	return append(list, g)
}

// guardsHere are the decisions over the column, the outermost first. One that SQL cannot express is a reason not to touch the code: without
// it the database would let the value through that Go used to hold back.
func (s *site) guardsHere() ([]guard, error) {
	var out []guard
	for c := range s.fn.Preorder((*ast.IfStmt)(nil), (*ast.SwitchStmt)(nil), (*ast.ForStmt)(nil)) {
		g, err := s.guardOf(c)
		if err != nil {
			return nil, err
		}
		if g != nil {
			out = append(out, *g)
		}
	}
	return out, nil
}

func (s *site) guardOf(c inspector.Cursor) (*guard, error) {
	switch n := c.Node().(type) {
	case *ast.SwitchStmt:
		return nil, s.plainSwitch(c, n)
	case *ast.ForStmt:
		if n.Cond != nil && c.Contains(s.write) && s.touches(n.Cond, c.ChildAt(edge.ForStmt_Body, -1), evalDepth) {
			return nil, refusal("a loop's condition depends on the column")
		}
	case *ast.IfStmt:
		return s.ifGuard(c, n)
	}
	return nil, nil
}

// plainSwitch refuses a switch over the column that decides whether the row is written.
func (s *site) plainSwitch(c inspector.Cursor, n *ast.SwitchStmt) error {
	body := c.ChildAt(edge.SwitchStmt_Body, -1)
	if n.Pos() > s.write.Node().Pos() {
		return nil
	}
	decides := c.Contains(s.write)
	for clause := range body.Children() {
		list := clause.Node().(*ast.CaseClause).Body
		if last, ok := clause.LastChild(); ok && len(list) > 0 {
			decides = decides || leaves(list[len(list)-1], last, s.write, s.info)
		}
	}
	if !decides {
		return nil
	}
	about := n.Tag != nil && s.touches(n.Tag, body, evalDepth)
	for clause := range body.Children() {
		for _, e := range clause.Node().(*ast.CaseClause).List {
			about = about || s.touches(e, body, evalDepth)
		}
	}
	if about {
		return refusal("a switch over the column decides whether the row is written")
	}
	return nil
}

// ifGuard is the guard that an if makes, nil if it is none.
func (s *site) ifGuard(c inspector.Cursor, n *ast.IfStmt) (*guard, error) {
	body := c.ChildAt(edge.IfStmt_Body, -1)
	cond := c.ChildAt(edge.IfStmt_Cond, -1)
	if n.Pos() > s.write.Node().Pos() || cond.Contains(s.write) || !s.touches(n.Cond, cond, evalDepth) {
		return nil, nil
	}
	switch {
	case body.Contains(s.write):
		return s.positive(c, n, cond)
	case c.Contains(s.write): // in Init, or Else
		if n.Init != nil && c.ChildAt(edge.IfStmt_Init, -1).Contains(s.write) {
			return nil, nil
		}
		return nil, refusal("the row is written in the else of a condition on the column")
	}
	rel := order(c, s.write, s.info)
	last, ok := body.LastChild()
	if rel == never || !ok || n.Else != nil {
		if rel == never || !ok {
			return nil, nil
		}
		return nil, s.plainElse(n)
	}
	if !leaves(n.Body.List[len(n.Body.List)-1], last, s.write, s.info) {
		return nil, nil // it does something besides
	}
	if rel == maybe || s.read.Valid() && !s.under(c) {
		return nil, refusal("a condition on the column is checked on some paths only")
	}
	holds, err := s.negate(n.Cond, cond)
	if err != nil || len(holds) == 0 {
		return nil, err
	}
	return &guard{at: n.Pos(), holds: holds, otherwise: n.Body}, nil
}

// plainElse refuses an if with an else of which one branch leaves: the condition cannot be told apart from what else happens there.
func (s *site) plainElse(n *ast.IfStmt) error {
	leaving := false
	ast.Inspect(n, func(n ast.Node) bool {
		if _, ok := n.(*ast.ReturnStmt); ok {
			leaving = true
		}
		return true
	})
	if leaving {
		return refusal("a condition on the column with an else decides whether the row is written")
	}
	return nil
}

// under reports whether an if stands in a list of statements around the write.
func (s *site) under(c inspector.Cursor) bool {
	return c.Parent().Contains(s.write)
}

// positive is the guard of an if around the write: nothing may happen behind the write that must not happen when the guard fails.
func (s *site) positive(c inspector.Cursor, n *ast.IfStmt, cond inspector.Cursor) (*guard, error) {
	holds, err := s.affirm(n.Cond, cond)
	if err != nil || len(holds) == 0 {
		return nil, err
	}
	g := &guard{at: n.Pos(), holds: holds, around: n}
	if n.Else == nil {
		g.otherwise = s.leftovers(c)
		return g, nil
	}
	block, ok := n.Else.(*ast.BlockStmt)
	if !ok {
		return nil, refusal("a chain of conditions decides whether the row is written")
	}
	g.otherwise = block
	return g, nil
}

// leftovers are the few statements behind an if whose body leaves: what happens when the condition fails.
//
//	if p.InStock >= qty { … return nil }
//	return errSoldOut
func (s *site) leftovers(c inspector.Cursor) *ast.BlockStmt {
	list := listOf(c)
	if list == nil || !endsIn(c.Node().(*ast.IfStmt).Body, s.info) {
		return nil
	}
	rest := &ast.BlockStmt{List: list[c.ParentEdgeIndex()+1:]}
	if n := len(rest.List); n == 0 || n > 3 || !endsIn(rest, s.info) {
		return nil
	}
	rest.Lbrace, rest.Rbrace = rest.List[0].Pos(), rest.List[len(rest.List)-1].End()
	return rest
}

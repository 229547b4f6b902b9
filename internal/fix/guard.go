package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

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
	if n.Else != nil {
		block, ok := n.Else.(*ast.BlockStmt)
		if !ok {
			return nil, refusal("a chain of conditions decides whether the row is written")
		}
		g.otherwise = block
	}
	return g, nil
}

// affirm lists what must hold of the column for e to be true.
func (s *site) affirm(e ast.Expr, at inspector.Cursor) ([]cond, error) {
	switch x := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND:
			return s.both(x.X, x.Y, at, s.affirm)
		case token.LOR:
			return s.neither(e, at)
		}
		return s.comparison(x, x.Op, at)
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			return s.negate(x.X, at)
		}
	}
	return s.predicate(e, at, false)
}

// negate lists what must hold of the column for e to be false.
func (s *site) negate(e ast.Expr, at inspector.Cursor) ([]cond, error) {
	switch x := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LOR:
			return s.both(x.X, x.Y, at, s.negate)
		case token.LAND:
			return s.neither(e, at)
		}
		return s.comparison(x, opposite(x.Op), at)
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			return s.affirm(x.X, at)
		}
	}
	return s.predicate(e, at, true)
}

func (s *site) both(x, y ast.Expr, at inspector.Cursor, f func(ast.Expr, inspector.Cursor) ([]cond, error)) ([]cond, error) {
	a, err := f(x, at)
	if err != nil {
		return nil, err
	}
	b, err := f(y, at)
	return append(a, b...), err
}

// neither refuses a condition of which a part may hold in place of the one on the column.
func (s *site) neither(e ast.Expr, at inspector.Cursor) ([]cond, error) {
	if s.touches(e, at, evalDepth) {
		return nil, refusal("the condition " + s.text(e) + " is more than a comparison of the column")
	}
	return nil, nil
}

func opposite(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GEQ
	case token.LEQ:
		return token.GTR
	case token.GTR:
		return token.LEQ
	case token.GEQ:
		return token.LSS
	case token.EQL:
		return token.NEQ
	case token.NEQ:
		return token.EQL
	}
	return op
}

// mirrored is the comparison with its sides swapped.
func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.LEQ:
		return token.GEQ
	case token.GTR:
		return token.LSS
	case token.GEQ:
		return token.LEQ
	}
	return op
}

// comparison is x op y as a condition on the column; a.Cmp(b) < 0 too.
func (s *site) comparison(x *ast.BinaryExpr, op token.Token, at inspector.Cursor) ([]cond, error) {
	if !s.touches(x, at, evalDepth) {
		return nil, nil
	}
	if call, ok := ast.Unparen(x.X).(*ast.CallExpr); ok && s.whole(x.Y) == "0" {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && isDecimal(s.info.TypeOf(sel.X)) {
			if sel.Sel.Name == "Cmp" {
				return s.compare(sel.X, call.Args[0], op, at)
			}
			if sel.Sel.Name == "Sign" {
				return s.compare(sel.X, nil, op, at)
			}
		}
	}
	return s.compare(x.X, x.Y, op, at)
}

// compare is x op y, or x op 0 if y is nil.
func (s *site) compare(x, y ast.Expr, op token.Token, at inspector.Cursor) ([]cond, error) {
	l, err := s.eval(x, at, evalDepth)
	if err != nil {
		return nil, err
	}
	r := &expr{arg: &ast.BasicLit{Kind: token.INT, Value: "0"}, at: at}
	if y != nil {
		if r, err = s.eval(y, at, evalDepth); err != nil {
			return nil, err
		}
	}
	if l.cells() == 0 {
		l, r, op = r, l, mirrored(op)
	}
	if l.cells() != 1 || r.cells() != 0 || l.op == token.NOT || !isNumber(s.cellType(l)) && !s.equates(l, op, r) {
		return nil, refusal("SQL has no comparison for " + s.text(x))
	}
	c := cond{x: l, op: op, y: r}
	if l.op == token.SUB && l.x.cell != nil && s.whole(r.arg) == "0" { // stock - ? >= 0 is stock >= ?
		c = cond{x: l.x, op: op, y: l.y}
	}
	for _, a := range append(c.x.args(), c.y.args()...) {
		if err := s.stable(a, s.write); err != nil {
			return nil, err
		}
	}
	return []cond{c}, nil
}

// equates reports whether SQL compares a column that is no number as Go does: a text with ==, a flag with both, a pointer with nil. (A text
// with != differs where the column is NULL, which some libraries read as the empty text.)
func (s *site) equates(l *expr, op token.Token, r *expr) bool {
	if l.cell == nil || op != token.EQL && op != token.NEQ {
		return false
	}
	switch t := s.cellType(l).Underlying().(type) {
	case *types.Pointer:
		return isNil(r.arg)
	case *types.Basic:
		return t.Info()&types.IsBoolean != 0 || t.Info()&types.IsString != 0 && op == token.EQL
	}
	return false
}

func isNil(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "nil"
}

// predicate is a condition that is a call or a variable: decimals' comparisons, and a comparison kept in a variable.
func (s *site) predicate(e ast.Expr, at inspector.Cursor, not bool) ([]cond, error) {
	if !s.touches(e, at, evalDepth) {
		return nil, nil
	}
	op := func(t token.Token) token.Token {
		if not {
			return opposite(t)
		}
		return t
	}
	switch x := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
		if !ok || !isDecimal(s.info.TypeOf(sel.X)) {
			break
		}
		if t, ok := decimalSigns[sel.Sel.Name]; ok && len(x.Args) == 0 {
			return s.compare(sel.X, nil, op(t), at)
		}
		if t, ok := decimalComparisons[sel.Sel.Name]; ok && len(x.Args) == 1 {
			return s.compare(sel.X, x.Args[0], op(t), at)
		}
	case *ast.Ident:
		return s.kept(x, at, not)
	case *ast.SelectorExpr:
		if p, ok := s.placeOf(x); ok && s.isCell(p) {
			return s.compare(x, &ast.Ident{Name: strconv.FormatBool(!not)}, token.EQL, at)
		}
	}
	return nil, refusal("SQL has no comparison for " + s.text(e))
}

var decimalSigns = map[string]token.Token{"IsNegative": token.LSS, "IsPositive": token.GTR, "IsZero": token.EQL}

var decimalComparisons = map[string]token.Token{"LessThan": token.LSS, "LessThanOrEqual": token.LEQ, "GreaterThan": token.GTR,
	"GreaterThanOrEqual": token.GEQ, "Equal": token.EQL, "Equals": token.EQL}

// kept is a condition that a variable holds: enough := p.InStock >= qty.
func (s *site) kept(id *ast.Ident, at inspector.Cursor, not bool) ([]cond, error) {
	v, ok := s.info.ObjectOf(id).(*types.Var)
	if !ok {
		return nil, refusal("SQL has no comparison for " + id.Name)
	}
	evs := slices.DeleteFunc(slices.Clone(s.events(v)), func(e event) bool { return order(e.cur, at, s.info) == never })
	if len(evs) != 1 || evs[0].kind != assigned || evs[0].rhs == nil || order(evs[0].cur, at, s.info) != always {
		return nil, refusal(id.Name + " holds more than one condition")
	}
	if not {
		return s.negate(evs[0].rhs, evs[0].cur)
	}
	return s.affirm(evs[0].rhs, evs[0].cur)
}

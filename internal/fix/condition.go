package fix

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ast/inspector"
)

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
		return s.comparison(x, through(opposites, x.Op), at)
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

var opposites = map[token.Token]token.Token{token.LSS: token.GEQ, token.LEQ: token.GTR, token.GTR: token.LEQ, token.GEQ: token.LSS,
	token.EQL: token.NEQ, token.NEQ: token.EQL}

// mirrors are the comparisons with their sides swapped.
var mirrors = map[token.Token]token.Token{token.LSS: token.GTR, token.LEQ: token.GEQ, token.GTR: token.LSS, token.GEQ: token.LEQ}

// through is what a table has for an operator, or the operator itself.
func through(table map[token.Token]token.Token, op token.Token) token.Token {
	if other, ok := table[op]; ok {
		return other
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
		l, r, op = r, l, through(mirrors, op)
	}
	if l.cells() != 1 || r.cells() != 0 || l.op == token.NOT || !isNumber(s.cellType(l)) && !s.equates(l, op, r) {
		return nil, refusal("SQL has no comparison for " + s.text(x))
	}
	c := cond{x: l, op: op, y: r}
	if l.op == token.SUB && l.x.cell != nil && s.whole(r.arg) == "0" { // stock - ? >= 0 is stock >= ?
		c = cond{x: l.x, op: op, y: l.y}
	}
	c.null = op == token.NEQ && s.zeroForNull(c)
	c.empty = op == token.NEQ && s.isText(l) && s.info.Types[c.y.arg].Value == nil && s.readsZero()
	for _, a := range append(c.x.args(), c.y.args()...) {
		if err := s.stable(a, s.write); err != nil {
			return nil, err
		}
	}
	return []cond{c}, nil
}

// zeroForNull reports whether the library puts the type's zero into a field whose column is NULL, and the column by itself is compared with
// a constant that is not that zero. (database/sql answers NULL with an error.)
func (s *site) zeroForNull(c cond) bool {
	if !s.readsZero() || c.x.cell == nil {
		return false
	}
	value := s.info.Types[c.y.arg].Value
	return value != nil && value.Kind() != constant.Bool && constant.Compare(value, token.NEQ, zero(value))
}

// readsZero reports whether the library that reads puts the type's zero where NULL is.
func (s *site) readsZero() bool {
	switch s.f.Read.Lib {
	case "gorm", "gorm v1", "xorm", "bun":
		return true
	}
	return false
}

// isText reports whether an expression is a column of text by itself.
func (s *site) isText(l *expr) bool {
	t, ok := s.cellType(l).Underlying().(*types.Basic)
	return ok && l.cell != nil && t.Info()&types.IsString != 0
}

// equates reports whether SQL compares a column that is no number as Go does: a text with == and != (ent's predicates leave NULL out), a flag
// with both, a pointer with nil.
func (s *site) equates(l *expr, op token.Token, r *expr) bool {
	if l.cell == nil || op != token.EQL && op != token.NEQ {
		return false
	}
	switch t := s.cellType(l).Underlying().(type) {
	case *types.Pointer:
		return isNil(r.arg)
	case *types.Basic:
		return t.Info()&types.IsBoolean != 0 || t.Info()&types.IsString != 0 && (op == token.EQL || s.info.Types[r.arg].Value != nil || s.f.Write.Lib != "ent")
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
			return through(opposites, t)
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

package fix

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
)

// An expr is a Go expression over the loaded column, as far as SQL has the same.
//
//	p.InStock - qty     {op: SUB, x: {cell}, y: {arg: qty}}
type expr struct {
	op   token.Token // ADD SUB MUL QUO REM NOT; ILLEGAL for a leaf
	x, y *expr       // y is nil for NOT
	cell *place      // a leaf: the loaded column …
	arg  ast.Expr    // … or a value that Go computes …
	at   inspector.Cursor
}

// evalDepth bounds how many assignments a value is followed through.
const evalDepth = 16

// eval is the value of e when at happens.
func (s *site) eval(e ast.Expr, at inspector.Cursor, depth int) (*expr, error) {
	if depth <= 0 {
		return nil, refusal("the value comes a long way")
	}
	switch x := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		if arithmetic(x.Op) {
			return s.binary(x.Op, x.X, x.Y, e, at, depth)
		}
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			v, err := s.eval(x.X, at, depth-1)
			if err != nil || v.cells() == 0 {
				return s.orOperand(e, at, err)
			}
			return &expr{op: token.NOT, x: v}, nil
		}
	case *ast.CallExpr:
		return s.evalCall(x, at, depth)
	case *ast.Ident, *ast.SelectorExpr, *ast.StarExpr, *ast.IndexExpr:
		if p, ok := s.placeOf(x); ok {
			v, err := s.value(p, at, depth-1)
			if err != nil || v.cells() == 0 {
				return s.orOperand(e, at, err)
			}
			return v, nil
		}
	}
	return s.operand(e, at)
}

func arithmetic(op token.Token) bool {
	switch op {
	case token.ADD, token.SUB, token.MUL, token.QUO, token.REM:
		return true
	}
	return false
}

// binary is x op y; if neither mentions the column, Go goes on computing it.
func (s *site) binary(op token.Token, x, y, whole ast.Expr, at inspector.Cursor, depth int) (*expr, error) {
	l, err := s.eval(x, at, depth-1)
	if err != nil {
		return nil, err
	}
	r, err := s.eval(y, at, depth-1)
	if err != nil {
		return nil, err
	}
	if l.cells()+r.cells() == 0 && whole != nil {
		return s.operand(whole, at)
	}
	return s.combine(op, l, r)
}

// combine checks that SQL computes op as Go does.
func (s *site) combine(op token.Token, l, r *expr) (*expr, error) {
	t := s.cellType(l, r)
	switch {
	case l.cells()+r.cells() > 1:
		return nil, refusal("the column is mentioned more than once")
	case l.blank() || r.blank():
		return nil, refusal("the other operand is overwritten before the statement")
	case isString(t):
		return nil, refusal("databases differ in how they join strings")
	case op == token.QUO && !isFloat(t):
		return nil, refusal("databases differ in how they divide integers")
	case op == token.REM && r.cells() > 0:
		return nil, refusal("the column is the divisor of a remainder")
	}
	return &expr{op: op, x: l, y: r}, nil
}

// evalCall is the value of a conversion, of decimal arithmetic, or of a call that does not mention the column.
func (s *site) evalCall(c *ast.CallExpr, at inspector.Cursor, depth int) (*expr, error) {
	if s.info.Types[c.Fun].IsType() && len(c.Args) == 1 {
		v, err := s.eval(c.Args[0], at, depth-1)
		if err == nil && v.cells() > 0 {
			if !lossless(s.info.TypeOf(c.Args[0]), s.info.TypeOf(c)) {
				return nil, refusal("the column's value is converted to " + s.info.TypeOf(c).String())
			}
			return v, nil
		}
		return s.orOperand(c, at, err)
	}
	if sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr); ok && len(c.Args) == 1 && isDecimal(s.info.TypeOf(sel.X)) {
		ops := map[string]token.Token{"Add": token.ADD, "Sub": token.SUB, "Mul": token.MUL}
		if op, ok := ops[sel.Sel.Name]; ok {
			return s.binary(op, sel.X, c.Args[0], c, at, depth)
		}
	}
	return s.operand(c, at)
}

// orOperand is an operand, unless the value could not be told because of the column itself.
func (s *site) orOperand(e ast.Expr, at inspector.Cursor, err error) (*expr, error) {
	if err != nil && s.touches(e, at, evalDepth) {
		return nil, err
	}
	return s.operand(e, at)
}

// operand is a value that Go computes.
func (s *site) operand(e ast.Expr, at inspector.Cursor) (*expr, error) {
	if s.touches(e, at, evalDepth) {
		return nil, refusal("SQL has no expression for " + s.text(e))
	}
	return &expr{arg: e, at: at}, nil
}

// value is the value of a place when at happens: what was assigned to it last.
func (s *site) value(p place, at inspector.Cursor, depth int) (*expr, error) {
	if depth <= 0 {
		return nil, refusal("the value comes a long way")
	}
	k := question{s.colName, p, at.Index()}
	a, ok := s.valuesSeen[k]
	if !ok {
		a.expr, a.err = s.findValue(p, at, depth)
		s.valuesSeen[k] = a
	}
	return a.expr, a.err
}

// answer is what value found out.
type answer struct {
	expr *expr
	err  error
}

func (s *site) findValue(p place, at inspector.Cursor, depth int) (*expr, error) {
	evs := s.events(p.root)
	for i := len(evs) - 1; i >= 0; i-- {
		e := evs[i]
		rest, ok := within(p.path, e.path)
		if !ok {
			if _, below := within(e.path, p.path); !below || e.kind != unknown {
				continue
			}
		}
		switch order(e.cur, at, s.info) {
		case never:
			continue
		case maybe:
			return nil, refusal(s.nameOf(p) + " is changed on some paths only")
		}
		return s.after(e, p, rest, depth)
	}
	if s.given != nil && p.root == s.given && s.isCell(p) {
		return &expr{cell: &p, at: s.fn}, nil
	}
	return &expr{at: at}, nil
}

// after is the value of a place just after an event.
func (s *site) after(e event, p place, rest string, depth int) (*expr, error) {
	switch {
	case e.kind == unknown:
		return nil, refusal(s.nameOf(p) + " may be changed by " + s.brief(e.cur))
	case e.kind == loaded, e.kind == saved:
		if s.isCell(p) {
			return &expr{cell: &p, at: e.cur}, nil
		}
		return &expr{at: e.cur}, nil
	case e.op == token.INC || e.op == token.DEC:
		return s.step(e, p, depth)
	case e.op != token.ASSIGN && e.op != token.DEFINE:
		old, err := s.value(p, e.cur, depth-1)
		if err != nil {
			return nil, err
		}
		r, err := s.eval(e.rhs, e.cur, depth-1)
		if err != nil || old.cells()+r.cells() == 0 {
			return &expr{at: e.cur}, err
		}
		return s.combine(assignOp(e.op), old, r)
	case e.rhs == nil:
		return &expr{at: e.cur}, nil
	case e.elem || rest != "":
		q, ok := s.placeOf(e.rhs)
		if !ok {
			return &expr{at: e.cur}, nil
		}
		if e.elem {
			rest = "[*]" + rest
		}
		v, err := s.value(q.part(rest), e.cur, depth-1)
		if err == nil && v.cell != nil {
			v = &expr{cell: &p, at: v.at}
			if e.elem {
				v.at = e.cur // a new row each time round
			}
		}
		return v, err
	}
	return s.eval(e.rhs, e.cur, depth-1)
}

// step is x++ or x--.
func (s *site) step(e event, p place, depth int) (*expr, error) {
	old, err := s.value(p, e.cur, depth-1)
	if err != nil || old.cells() == 0 {
		return &expr{at: e.cur}, err
	}
	op := token.ADD
	if e.op == token.DEC {
		op = token.SUB
	}
	return s.combine(op, old, &expr{arg: &ast.BasicLit{Kind: token.INT, Value: "1"}, at: e.cur})
}

func assignOp(op token.Token) token.Token { return op + (token.ADD - token.ADD_ASSIGN) }

// cells counts how often the column is mentioned.
func (e *expr) cells() int {
	switch {
	case e == nil:
		return 0
	case e.cell != nil:
		return 1
	}
	return e.x.cells() + e.y.cells()
}

// blank reports whether an expression is a value of which no more is known than that it is not the column: there is nothing to write.
func (e *expr) blank() bool { return e.op == token.ILLEGAL && e.cell == nil && e.arg == nil }

// leaf is the mention of the column.
func (e *expr) leaf() *expr {
	if e == nil || e.cell != nil {
		return e
	}
	if l := e.x.leaf(); l != nil {
		return l
	}
	return e.y.leaf()
}

// args are the values that Go computes, from left to right.
func (e *expr) args() []*expr {
	switch {
	case e == nil || e.cell != nil:
		return nil
	case e.op == token.ILLEGAL:
		return []*expr{e}
	}
	return append(e.x.args(), e.y.args()...)
}

// cellType is the Go type of the column in an expression.
func (s *site) cellType(es ...*expr) types.Type {
	for _, e := range es {
		if l := e.leaf(); l != nil {
			return s.typeOf(*l.cell)
		}
	}
	return types.Typ[types.Invalid]
}

// typeOf is the type of a place.
func (s *site) typeOf(p place) types.Type {
	t := p.root.Type()
	for path := p.path; path != ""; {
		name := ""
		name, path = cutFirst(path)
		t = partType(t, name)
	}
	return deref(t)
}

func cutFirst(path string) (first, rest string) {
	for i := 1; i < len(path); i++ {
		if path[i] == '.' || path[i] == '[' {
			return path[:i], path[i:]
		}
	}
	return path, ""
}

func partType(t types.Type, part string) types.Type {
	switch u := deref(t).Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if "."+f.Name() == part {
				return f.Type()
			}
		}
	case *types.Slice:
		return u.Elem()
	case *types.Array:
		return u.Elem()
	case *types.Map:
		return u.Elem()
	}
	return types.Typ[types.Invalid]
}

func isString(t types.Type) bool { return hasInfo(t, types.IsString) }
func isFloat(t types.Type) bool  { return hasInfo(t, types.IsFloat) }

func hasInfo(t types.Type, info types.BasicInfo) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

// isNumber reports whether SQL computes with values of a type as Go does.
func isNumber(t types.Type) bool {
	return hasInfo(t, types.IsInteger|types.IsFloat) || isDecimal(t)
}

func isDecimal(t types.Type) bool { return isNamed(t, "github.com/shopspring/decimal", "Decimal") }

// lossless reports whether a conversion keeps every value: of integers and floats to ones that are as large.
func lossless(from, to types.Type) bool {
	f, ok1 := from.Underlying().(*types.Basic)
	t, ok2 := to.Underlying().(*types.Basic)
	if !ok1 || !ok2 {
		return false
	}
	sizes := types.SizesFor("gc", "amd64")
	same := f.Info()&(types.IsInteger|types.IsUnsigned|types.IsFloat|types.IsString|types.IsBoolean) ==
		t.Info()&(types.IsInteger|types.IsUnsigned|types.IsFloat|types.IsString|types.IsBoolean)
	return same && sizes.Sizeof(f) <= sizes.Sizeof(t)
}

// whole is an integer constant's text, empty if e is none.
func (s *site) whole(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.INT && s.info.Types[l].Value == nil {
		return l.Value // made by step
	}
	tv := s.info.Types[e]
	if tv.Value == nil || tv.Value.Kind() != constant.Int || !hasInfo(tv.Type, types.IsInteger) {
		return ""
	}
	return tv.Value.ExactString()
}

package fix

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
)

// uncounted is what must hold besides a count of no rows for a guard to have failed. MySQL counts the rows that a statement changes, not
// those that it finds, unless the connection asks for the latter (clientFoundRows): taking nothing away counts no row.
//
//	stock - n       " && n != 0"
//	stock - 1       ""
func (s *site) uncounted(changes []change) (string, error) {
	if s.reaches(postgresDrivers) && !s.reaches(mysqlDrivers) {
		return "", nil // PostgreSQL counts what it finds
	}
	if changes == nil {
		return s.uncountedByItself(), nil
	}
	var out []string
	for _, c := range changes {
		if c.expr == nil {
			continue
		}
		if c.expr.op == token.NOT || s.touched(c) {
			return "", nil
		}
		text, err := s.nonzero(c.expr)
		if err != nil || text == "" {
			return "", err
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	switch len(out) {
	case 0:
		return "", nil
	case 1:
		return " && " + out[0], nil
	}
	return " && (" + strings.Join(out, " || ") + ")", nil
}

// touched reports whether the statement sets the time of the change as well, to the millisecond: GORM does where the model has a field
// for it.
func (s *site) touched(c change) bool {
	row, _ := c.place.row()
	if s.f.Write.Lib != "gorm" || strings.HasPrefix(methodOf(s.call()), "UpdateColumn") || methodOf(s.call()) == "Exec" || methodOf(s.call()) == "Scan" {
		return false
	}
	f, _, _ := types.LookupFieldOrMethod(s.typeOf(row), true, s.pass.Pkg, "UpdatedAt")
	return f != nil && isNamed(f.Type(), "time", "Time")
}

// nonzero is the condition under which an expression differs from the column, "" if it always does.
func (s *site) nonzero(e *expr) (string, error) {
	args := e.args()
	if e.op != token.ADD && e.op != token.SUB {
		return "", refusal("a row that stays as it is counts as none on MySQL")
	}
	if len(args) == 1 && s.neverZero(args[0].arg) {
		return "", nil
	}
	if isDecimal(s.cellType(e)) {
		if len(args) != 1 || !isDecimal(s.info.TypeOf(args[0].arg)) {
			return "", refusal("a row that stays as it is counts as none on MySQL")
		}
		text := s.goText(args[0].arg)
		if _, simple := s.placeOf(args[0].arg); !simple {
			text = "(" + text + ")"
		}
		return "!" + text + ".IsZero()", nil
	}
	sum, ok := s.sum(e)
	if !ok && e.op == token.ADD && e.y.cells() > 0 && len(args) == 1 { // n + stock
		sum, ok = s.goText(args[0].arg), true
	}
	if !ok {
		return "", refusal("a row that stays as it is counts as none on MySQL")
	}
	if len(args) == 1 {
		sum = strings.TrimPrefix(sum, "-")
	}
	return sum + " != 0", nil
}

// neverZero reports whether an operand is no zero: a constant, or a value that was found to be positive on the way.
func (s *site) neverZero(e ast.Expr) bool {
	if s.whole(e) != "" {
		return s.whole(e) != "0"
	}
	if tv := s.info.Types[e]; tv.Value != nil {
		return constant.Sign(tv.Value) != 0
	}
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && len(call.Args) > 0 && (s.info.Types[call.Fun].IsType() || isDecimal(s.info.TypeOf(call))) {
		return strings.HasPrefix(methodOf(call), "NewFrom") && s.neverZero(call.Args[0]) || s.info.Types[call.Fun].IsType() && s.neverZero(call.Args[0])
	}
	for c := range s.fn.Preorder((*ast.IfStmt)(nil)) {
		n, body := c.Node().(*ast.IfStmt), c.ChildAt(edge.IfStmt_Body, -1)
		if body.Contains(s.write) && s.says(n.Cond, e, token.LAND, token.GTR, token.NEQ) {
			return true
		}
		last, ok := body.LastChild()
		if ok && order(c, s.write, s.info) == always && leaves(n.Body.List[len(n.Body.List)-1], last, s.write, s.info) &&
			s.says(n.Cond, e, token.LOR, token.LEQ, token.EQL) {
			return true
		}
	}
	return false
}

// says reports whether one of the comparisons that an operator joins compares a value with zero in one of two ways.
func (s *site) says(cond, value ast.Expr, join, inequality, equality token.Token) bool {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	switch {
	case !ok:
		return false
	case b.Op == join:
		return s.says(b.X, value, join, inequality, equality) || s.says(b.Y, value, join, inequality, equality)
	case b.Op == token.LSS && join == token.LOR && s.whole(b.Y) == "1":
		return s.text(b.X) == s.goText(value)
	}
	return (b.Op == inequality || b.Op == equality) && s.text(b.X) == s.goText(value) && s.whole(b.Y) == "0"
}

// uncountedByItself is uncounted for a statement that computes by itself: gorm.Expr("stock - ?", n), Decr("gold", n), Set("stock = stock - ?", n).
func (s *site) uncountedByItself() string {
	if !s.f.Self {
		return ""
	}
	var by []ast.Expr
	for c := range s.write.Preorder((*ast.CallExpr)(nil)) {
		switch call := c.Node().(*ast.CallExpr); methodOf(call) {
		case "Expr", "Incr", "Decr", "Set":
			if len(call.Args) == 2 {
				by = append(by, call.Args[1])
			}
		}
	}
	if len(by) != 1 || s.neverZero(by[0]) {
		return ""
	}
	switch t := s.info.TypeOf(by[0]); {
	case isDecimal(t):
		if _, simple := s.placeOf(by[0]); simple {
			return " && !" + s.text(by[0]) + ".IsZero()"
		}
	case isNumber(t):
		return " && " + s.text(by[0]) + " != 0"
	}
	return ""
}

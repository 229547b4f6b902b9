package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

const ormPath = "github.com/rmwlint/rmwlint/orm"

// A rewrite is the replacement of a library's write by one of our package, on the connection or transaction that the write ran on:
//
//	db.Save(&p).Error
//	orm.Update(ctx, orm.New(db.Statement.ConnPool, orm.DialectNamed(db.Name())), &p, orm.Set(&p.Stock, orm.F(&p.Stock).Sub(n)))
type rewrite struct {
	*site
	e       *edits
	pkg     string // orm, as the file names it
	row     place  // the row that was read, and is written by its key
	changes []change
}

// ours makes the repair with our package.
func ours(s *site) (analysis.SuggestedFix, error) {
	r := &rewrite{site: s, e: s.newEdits()}
	if err := r.collect(); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := r.fits(); err != nil {
		return analysis.SuggestedFix{}, err
	}
	guards, err := s.guards(r.changes)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	call, err := r.call(guards)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := r.place(call, guards); err != nil {
		return analysis.SuggestedFix{}, err
	}
	r.recomputed()
	return r.e.fix(title("orm.Update", r.changes, guards))
}

// collect finds out what the write does to which row.
func (r *rewrite) collect() error {
	var err error
	switch r.f.Write.Lib {
	case "gorm", "gorm v1":
		err = r.fromGorm()
	case "xorm":
		err = r.fromXorm()
	case "bun":
		err = r.fromBun()
	default:
		err = r.fromSQL()
	}
	if err != nil {
		return err
	}
	r.row, _ = r.firstComputed().place.row()
	for _, c := range r.changes {
		if row, _ := c.place.row(); row != r.row {
			return refusal("the columns come from several rows")
		}
	}
	if r.row == r.firstComputed().place || strings.Contains(r.row.path, "[*]") {
		return refusal("the row is not in a struct")
	}
	return nil
}

func (r *rewrite) firstComputed() change {
	for _, c := range r.changes {
		if c.expr != nil {
			return c
		}
	}
	return r.changes[0]
}

// call writes the call of orm.Update.
func (r *rewrite) call(guards []guard) (string, error) {
	var err error
	if r.pkg, err = r.e.use(ormPath); err != nil {
		return "", err
	}
	ctx, err := r.context()
	if err != nil {
		return "", err
	}
	handle, err := r.handle()
	if err != nil {
		return "", err
	}
	args := []string{ctx, handle, r.pointer()}
	for _, c := range r.changes {
		v, err := r.newValue(c)
		if err != nil {
			return "", err
		}
		args = append(args, fmt.Sprintf("%s.Set(&%s, %s)", r.pkg, r.nameOf(c.place), v))
	}
	for _, c := range r.conditions(guards) {
		q, err := r.condition(c)
		if err != nil {
			return "", err
		}
		args = append(args, r.pkg+".If("+q+")")
	}
	return r.layout(args), nil
}

// layout writes the call on one line, or, if that would be very long, its assignments and conditions on lines of their own.
func (r *rewrite) layout(args []string) string {
	line := r.pkg + ".Update(" + strings.Join(args, ", ") + ")"
	if len(line) <= 140 {
		return line
	}
	indent := r.indent(r.site.call().Pos())
	return r.pkg + ".Update(" + strings.Join(args[:3], ", ") + ",\n" + indent + "\t" + strings.Join(args[3:], ",\n"+indent+"\t") + ")"
}

// pointer is the row as orm.Update takes it.
func (r *rewrite) pointer() string {
	t := r.row.root.Type()
	for path := r.row.path; path != ""; {
		var part string
		part, path = cutFirst(path)
		t = partType(t, part)
	}
	if _, ptr := t.Underlying().(*types.Pointer); ptr {
		return r.nameOf(r.row)
	}
	return "&" + r.nameOf(r.row)
}

// newValue is what a column is set to.
func (r *rewrite) newValue(c change) (string, error) {
	switch {
	case c.expr != nil:
		return r.expression(c.expr, c.place)
	case c.value != nil:
		return r.text(c.value), nil
	}
	return r.nameOf(c.place), nil
}

// expression is an expression on a field: orm.F(&p.Stock).Sub(n).
func (r *rewrite) expression(e *expr, p place) (string, error) {
	methods := map[token.Token]string{token.ADD: "Add", token.SUB: "Sub", token.MUL: "Mul", token.QUO: "Div", token.REM: "Mod"}
	switch {
	case e.cell != nil:
		return fmt.Sprintf("%s.F(&%s)", r.pkg, r.nameOf(p)), nil
	case e.y == nil || methods[e.op] == "":
		return "", refusal("orm has no expression for it")
	case e.x.cells() > 0:
		head, err := r.expression(e.x, p)
		if err != nil {
			return "", err
		}
		arg, err := r.operandText(e.y.arg, p)
		return head + "." + methods[e.op] + "(" + arg + ")", err
	case e.op == token.ADD || e.op == token.MUL || e.op == token.SUB:
		tail, err := r.expression(e.y, p)
		if err != nil {
			return "", err
		}
		arg, err := r.operandText(e.x.arg, p)
		if e.op == token.SUB { // n - stock
			return tail + ".Neg().Add(" + arg + ")", err
		}
		return tail + "." + methods[e.op] + "(" + arg + ")", err
	}
	return "", refusal("orm has no expression for it")
}

// operandText is an operand as the field's type.
func (r *rewrite) operandText(arg ast.Expr, p place) (string, error) {
	t := r.typeOf(p)
	tv, ok := r.info.Types[arg]
	switch {
	case !ok, tv.Value != nil, types.Identical(tv.Type, t):
		return r.goText(arg), nil
	case !lossless(tv.Type, t) && !lossless(t, tv.Type):
		return "", refusal("the operand is of another type than the column")
	}
	name := types.TypeString(t, func(q *types.Package) string {
		if q == r.pass.Pkg {
			return ""
		}
		return q.Name()
	})
	return name + "(" + r.goText(arg) + ")", nil
}

// condition is a condition on a field: orm.F(&p.Stock).Gte(n).
func (r *rewrite) condition(c cond) (string, error) {
	methods := map[token.Token]string{token.EQL: "Eq", token.NEQ: "Ne", token.LSS: "Lt", token.LEQ: "Lte", token.GTR: "Gt", token.GEQ: "Gte"}
	p, ok := r.placeOfColumn(c.column)
	if !ok {
		return "", refusal("the row has no field for " + c.column)
	}
	if c.empty {
		return "", refusal("the column may be NULL, which the library reads as an empty text")
	}
	head, err := r.expression(c.x, p)
	if err != nil {
		return "", err
	}
	arg, err := r.operandText(c.y.arg, p)
	return head + "." + methods[c.op] + "(" + arg + ")", err
}

func (r *rewrite) placeOfColumn(column string) (place, bool) {
	for _, c := range r.changes {
		if c.column == column {
			return c.place, true
		}
	}
	return place{}, false
}

// recomputed removes the assignments of computed values that nobody reads before the write: orm.Update puts into the row what the
// database has.
func (r *rewrite) recomputed() {
	for _, c := range r.changes {
		if c.expr == nil {
			continue
		}
		for _, ev := range r.events(c.place.root) {
			if ev.path == c.place.path && ev.kind == assigned && order(ev.cur, r.write, r.info) == always && ev.op != token.DEFINE &&
				!r.readBetween(c.place, ev) {
				r.e.removeStatement(ev.cur)
			}
		}
	}
}

// readBetween reports whether a place is read between an assignment to it and the write, other than by such assignments.
func (r *rewrite) readBetween(p place, ev event) bool {
	for _, use := range r.uses[p.root] {
		n := use.Node()
		if n.Pos() < ev.cur.Node().End() || n.Pos() >= r.site.call().Pos() {
			continue
		}
		cur, path, _ := r.climb(use)
		if !r.setsOnly(cur, path, p) && !r.inAssignmentTo(cur, p) {
			return true
		}
	}
	return false
}

// inAssignmentTo reports whether a mention stands in an assignment to the place itself: p.Stock = p.Stock - n.
func (r *rewrite) inAssignmentTo(cur interface{ Node() ast.Node }, p place) bool {
	for _, ev := range r.events(p.root) {
		if ev.path == p.path && ev.kind == assigned && ev.cur.Node().Pos() <= cur.Node().Pos() && cur.Node().End() <= ev.cur.Node().End() {
			return true
		}
	}
	return false
}

package fix

import (
	"fmt"
	"go/ast"
	"go/constant"
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

// fromGorm reads the changes out of Save, Update and Updates.
func (r *rewrite) fromGorm() error {
	g, err := newGormCall(r.site)
	if err != nil {
		return err
	}
	args := g.call().Args
	name := g.sel.Sel.Name
	if name == "Exec" || !isNamed(g.info.TypeOf(g.sel.X), g.path, "DB") || len(args) == 0 {
		return refusal("the statement has no row in a struct")
	}
	if err := g.plainChain(); err != nil {
		return err
	}
	lit := g.literal(args[len(args)-1])
	switch {
	case (name == "Update" || name == "UpdateColumn") && len(args) == 2:
		tv := g.info.Types[args[0]]
		if tv.Value == nil {
			return refusal("the column's name is a variable")
		}
		c, err := g.inPlace(constant.StringVal(tv.Value), args[1])
		r.changes = []change{c}
		r.e.unused(args[1])
		return err
	case lit != nil:
		return r.fromLiteral(g, lit)
	}
	row, ok := g.placeOf(args[0])
	if !ok {
		return refusal("the row that is saved is no variable")
	}
	if r.changes, err = g.changesOf(row); err != nil {
		return err
	}
	r.changes, err = g.selected(r.changes)
	return err
}

// plainChain refuses chains that do more than name the row.
func (g *gormCall) plainChain() error {
	for e := ast.Unparen(g.sel.X); ; {
		c, ok := e.(*ast.CallExpr)
		if !ok {
			return nil
		}
		sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		if _, method := g.info.Selections[sel]; !method || !isNamed(g.info.TypeOf(sel.X), g.path, "DB") {
			return nil // what gives the connection
		}
		switch sel.Sel.Name {
		case "WithContext", "Debug", "Model", "Select", "Omit":
		case "Where":
			if len(g.f.Write.Where) != 1 || !sameKey(g.f) || !isKey(g.f.Write.Where[0].Column) {
				return refusal("the row is not found by its key alone")
			}
		default:
			return refusal("the statement is shaped by " + sel.Sel.Name)
		}
		e = ast.Unparen(sel.X)
	}
}

// fromLiteral reads the changes out of Updates(map…) or Updates(Product{…}).
func (r *rewrite) fromLiteral(g *gormCall, lit *ast.CompositeLit) error {
	_, isMap := g.info.TypeOf(lit).Underlying().(*types.Map)
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return refusal("the struct's fields are not named")
		}
		if !isMap {
			c, err := g.structField(lit, kv)
			if err != nil {
				return err
			}
			c.value = kv.Value
			r.changes = append(r.changes, c)
			continue
		}
		tv := g.info.Types[kv.Key]
		if tv.Value == nil || tv.Value.Kind() != constant.String {
			return refusal("a column's name is a variable")
		}
		name := constant.StringVal(tv.Value)
		on := *g
		on.site = g.on(name, name)
		c := change{column: name, value: kv.Value}
		if g.isFinding(on.colName) || on.computes(kv.Value) {
			var err error
			if c, err = on.inPlace(name, kv.Value); err != nil {
				return err
			}
			r.e.unused(kv.Value)
		}
		r.changes = append(r.changes, c)
	}
	return r.fillPlaces()
}

// fillPlaces finds the fields of the columns that are set to other values.
func (r *rewrite) fillPlaces() error {
	row, _ := r.firstComputed().place.row()
	for i, c := range r.changes {
		if c.place.root != nil {
			continue
		}
		p, ok := r.fieldOf(row, c.column)
		if !ok {
			return refusal("the row has no field for " + c.column)
		}
		r.changes[i].place = p
	}
	return nil
}

// fieldOf is the field of a row whose column has a name.
func (s *site) fieldOf(row place, column string) (place, bool) {
	st, ok := s.typeOf(row).Underlying().(*types.Struct)
	if !ok {
		return place{}, false
	}
	for f := range st.Fields() {
		p := row.part("." + f.Name())
		if name, ok := s.column(p); ok && (name == column || f.Name() == column) {
			return p, true
		}
	}
	return place{}, false
}

// fromXorm reads the changes out of Update(bean).
func (r *rewrite) fromXorm() error {
	sel, ok := ast.Unparen(r.site.call().Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Update" || len(r.site.call().Args) != 1 {
		return refusal("the statement has no row in a struct")
	}
	x := &xormCall{r.site, sel}
	if len(r.f.Write.Where) != 1 || !isKey(r.f.Write.Where[0].Column) {
		return refusal("the row is not found by its key alone")
	}
	row, ok := r.placeOf(r.site.call().Args[0])
	if !ok {
		return refusal("the row that is written is no variable")
	}
	changes, err := r.changesOf(row)
	if err != nil {
		return err
	}
	if r.changes, err = x.limited(changes); err != nil {
		return err
	}
	return x.sameRow(r.firstComputed().place)
}

// fromSQL reads the changes out of the text of an UPDATE.
func (r *rewrite) fromSQL() error {
	c, err := newSQLCall(r.site)
	if err != nil {
		return err
	}
	if len(c.stmt.Where) != 1 || c.stmt.Where[0].Op != "=" || !isKey(c.stmt.Where[0].Column) {
		return refusal("the row is not found by its key alone")
	}
	changes, err := c.changes()
	if err != nil {
		return err
	}
	if len(changes) != len(c.stmt.Set) {
		return refusal("the statement sets other columns as well")
	}
	for _, ch := range changes {
		if _, field := ch.place.row(); field == "" || c.computedColumn(ch.place) != "" {
			return refusal("the row is not in a struct")
		}
		r.changes = append(r.changes, ch.change)
	}
	if !sameKey(r.f) && !c.keyOfRow(changes[0].place) {
		return refusal("the conditions do not show that the row that is written is the one that was read")
	}
	return r.sameTable(c.stmt.Table)
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

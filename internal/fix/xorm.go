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

// xormCall is the call with which xorm writes the row: session.ID(id).Cols("gold").Update(bean).
type xormCall struct {
	*site
	sel *ast.SelectorExpr
}

// nativeXorm has the database compute the columns by Incr, Decr or SetExpr; xorm then leaves what the bean holds for them alone:
//
//	engine.ID(id).Cols("gold").Update(&p)       engine.ID(id).Cols("gold").Decr("gold", n).Update(&p)
//	engine.ID(id).Update(&Player{Gold: p.Gold-n})    engine.ID(id).Decr("gold", n).Update(&Player{})
func nativeXorm(s *site) (analysis.SuggestedFix, error) {
	sel, ok := ast.Unparen(s.call().Fun).(*ast.SelectorExpr)
	if !ok || len(s.call().Args) == 0 {
		return analysis.SuggestedFix{}, refusal("the statement is run by a function value")
	}
	x := &xormCall{s, sel}
	if sel.Sel.Name == "Exec" {
		return nativeSQL(s)
	}
	if sel.Sel.Name != "Update" {
		return analysis.SuggestedFix{}, refusal("the statement is not an Update")
	}
	e := s.newEdits()
	changes, err := x.changes(e, s.call().Args[0])
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := x.sameRow(changes[0].place); err != nil {
		return analysis.SuggestedFix{}, err
	}
	text, err := x.calls(changes)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	guards, err := s.guards(changes)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	text = append(x.where(guards), text...)
	between := s.between(sel.X.End(), sel.Sel.Pos())
	e.insert(sel.X.End(), between+strings.Join(text, between))
	if err := x.refused(e, guards, changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := e.stale(changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return e.fix(title(strings.SplitN(text[len(text)-1], "(", 2)[0], changes, guards))
}

// where are the guards as calls of Where.
func (x *xormCall) where(guards []guard) []string {
	var out []string
	for _, c := range x.conditions(guards) {
		c.column = xormQuoted(c.column)
		out = append([]string{"Where(" + x.quoted(x.condition(c)) + ")"}, out...)
	}
	return out
}

// checkedXorm adds the test to the conditions of an Update, whatever that writes.
func checkedXorm(s *site) (analysis.SuggestedFix, error) {
	sel, ok := ast.Unparen(s.call().Fun).(*ast.SelectorExpr)
	switch {
	case !ok:
		return analysis.SuggestedFix{}, refusal("the statement is run by a function value")
	case sel.Sel.Name == "Exec":
		return checkedSQL(s)
	case sel.Sel.Name != "Update" || len(callsIn(sel.X, "Or")) > 0:
		return analysis.SuggestedFix{}, refusal("the statement is not an Update of one row")
	}
	x := &xormCall{s, sel}
	p, column, ok := s.tested()
	if !ok {
		return analysis.SuggestedFix{}, refusal("the name of the tested column is not certain")
	}
	if err := x.sameRow(p); err != nil {
		return analysis.SuggestedFix{}, err
	}
	guards, err := s.tests(column)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e := s.newEdits()
	dot := s.between(sel.X.End(), sel.Sel.Pos())
	e.insert(sel.X.End(), dot+strings.Join(x.where(guards), dot))
	if err := x.refused(e, guards, nil); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return e.fix(checkTitle(column))
}

// changes are the columns whose new value is computed from the old one; where a literal holds it, it is taken out.
func (x *xormCall) changes(e *edits, bean ast.Expr) ([]change, error) {
	if u, ok := ast.Unparen(bean).(*ast.UnaryExpr); ok && u.Op == token.AND {
		if lit, ok := ast.Unparen(u.X).(*ast.CompositeLit); ok {
			return x.inLiteral(e, lit)
		}
	}
	if lit, ok := ast.Unparen(bean).(*ast.CompositeLit); ok {
		return x.inLiteral(e, lit)
	}
	row, ok := x.placeOf(bean)
	if !ok {
		return nil, refusal("the row that is written is no variable")
	}
	st, ok := deref(x.typeOf(row)).Underlying().(*types.Struct)
	if !ok {
		return nil, refusal("the columns are gathered in a map")
	}
	var out []change
	for f := range st.Fields() {
		p := row.part("." + f.Name())
		name, ok := x.column(p)
		if !ok || !x.assigns(p) {
			continue
		}
		c := change{place: p, column: name}
		if err := x.compute(&c); err != nil {
			return nil, err
		}
		if c.expr != nil {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, refusal("the code does not show how " + x.f.Cell.Field + " is computed")
	}
	return x.limited(out)
}

// assigns reports whether a place is changed before the write.
func (s *site) assigns(p place) bool {
	for _, e := range s.events(p.root) {
		if e.path == p.path && order(e.cur, s.write, s.info) != never {
			return true
		}
	}
	return false
}

// limited leaves out what Cols of the chain leaves out: it is not written.
func (x *xormCall) limited(changes []change) ([]change, error) {
	names, any := map[string]bool{}, false
	for e := ast.Unparen(x.sel.X); ; {
		c, ok := e.(*ast.CallExpr)
		if !ok {
			break
		}
		sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
		if !ok {
			break
		}
		if sel.Sel.Name == "Cols" {
			any = true
			for _, a := range c.Args {
				tv := x.info.Types[a]
				if tv.Value == nil || c.Ellipsis.IsValid() {
					return nil, refusal("the columns that are written are a variable")
				}
				for _, n := range strings.Split(constant.StringVal(tv.Value), ",") {
					names[normal(strings.TrimSpace(n))] = true
				}
			}
		}
		e = ast.Unparen(sel.X)
	}
	if !any {
		return changes, nil
	}
	var out []change
	for _, c := range changes {
		if names[normal(c.column)] {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, refusal("the code does not show which columns are written")
	}
	return out, nil
}

// inLiteral takes the computed columns out of a struct or map literal.
func (x *xormCall) inLiteral(e *edits, lit *ast.CompositeLit) ([]change, error) {
	var out []change
	var keep []ast.Expr
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return nil, refusal("the struct's fields are not named")
		}
		name, field := x.keyOf(lit, kv.Key)
		on := x.on(name, field)
		v, err := on.eval(kv.Value, x.write, evalDepth)
		if err == nil {
			err = on.usable(v)
		}
		switch {
		case err == nil:
			out = append(out, change{place: *v.leaf().cell, column: name, expr: v})
			e.unused(kv.Value)
		case normal(name) == x.f.Cell.Column:
			return nil, err
		default:
			keep = append(keep, kv)
		}
	}
	if len(out) == 0 {
		return nil, refusal("the code does not show how " + x.f.Cell.Field + " is computed")
	}
	var texts []string
	for _, k := range keep {
		texts = append(texts, x.text(k))
	}
	e.replace(lit.Lbrace+1, lit.Rbrace, strings.Join(texts, ", "))
	return out, nil
}

// keyOf is the column and the field that a literal's key names.
func (x *xormCall) keyOf(lit *ast.CompositeLit, key ast.Expr) (column, field string) {
	if tv := x.info.Types[key]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value), constant.StringVal(tv.Value)
	}
	id, ok := key.(*ast.Ident)
	st, isStruct := x.info.TypeOf(lit).Underlying().(*types.Struct)
	if !ok || !isStruct {
		return "", ""
	}
	for i := range st.NumFields() {
		if st.Field(i).Name() == id.Name {
			return columnName("xorm", id.Name, st.Tag(i)), id.Name
		}
	}
	return "", id.Name
}

// sameRow checks that the row that is written is the one that was read.
func (x *xormCall) sameRow(cell place) error {
	if sameKey(x.f) {
		return nil
	}
	row, _ := cell.row()
	for e := ast.Unparen(x.sel.X); ; { // ID(p.Id)
		c, ok := e.(*ast.CallExpr)
		if !ok {
			break
		}
		sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
		if !ok || len(c.Args) == 0 {
			break
		}
		if p, ok := x.placeOf(c.Args[0]); ok && (sel.Sel.Name == "ID" || sel.Sel.Name == "Id") {
			if of, field := p.row(); of == row && isKey(field) {
				return nil
			}
		}
		e = ast.Unparen(sel.X)
	}
	return refusal("the conditions do not show that the row that is written is the one that was read")
}

// calls are the methods that have the database compute: Decr("gold", n).
func (x *xormCall) calls(changes []change) ([]string, error) {
	var out []string
	for _, c := range changes {
		text, err := x.atomic(c)
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, nil
}

// atomic is the method for one column. SetExpr takes no values: it is for constants only.
func (x *xormCall) atomic(c change) (string, error) {
	if e := c.expr; e.x != nil && e.x.cell != nil && e.y != nil {
		switch e.op {
		case token.ADD:
			return fmt.Sprintf("Incr(%q, %s)", c.column, x.goText(e.y.arg)), nil
		case token.SUB:
			return fmt.Sprintf("Decr(%q, %s)", c.column, x.goText(e.y.arg)), nil
		}
	}
	if e := c.expr; e.y != nil && e.y.cell != nil && e.op == token.ADD {
		return fmt.Sprintf("Incr(%q, %s)", c.column, x.goText(e.x.arg)), nil
	}
	if sum, ok := x.sum(c.expr); ok {
		return fmt.Sprintf("Incr(%q, %s)", c.column, sum), nil
	}
	p := x.phraseOf(c.expr, xormQuoted(c.column))
	if len(p.args) > 0 {
		return "", refusal("xorm has no expression for it that takes values")
	}
	return fmt.Sprintf("SetExpr(%q, %q)", c.column, p.text), nil
}

// xormQuoted is a column for an SQL fragment: xorm turns backquotes into the database's own.
func xormQuoted(column string) string {
	if reserved(column) {
		return "`" + column + "`"
	}
	return column
}

// refused makes the path that the code takes when no row met the guards.
func (x *xormCall) refused(e *edits, guards []guard, changes []change) error {
	body, needed, err := x.otherwise(guards, changes)
	if err != nil || !needed {
		return err
	}
	also, err := x.uncounted(changes)
	if err != nil {
		return err
	}
	return (&counted{site: x.site, e: e, kind: rowsItself, body: body, also: also}).write()
}

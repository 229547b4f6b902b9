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

// oneColumn repairs Update("stock", p.Stock-n).
func (g *gormCall) oneColumn(column, v ast.Expr) (analysis.SuggestedFix, error) {
	tv := g.info.Types[column]
	if tv.Value == nil || tv.Value.Kind() != constant.String {
		return analysis.SuggestedFix{}, refusal("the column's name is a variable")
	}
	c, err := g.inPlace(constant.StringVal(tv.Value), v)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e := g.newEdits()
	text, err := g.value(e, c)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e.replace(v.Pos(), v.End(), text)
	e.unused(v)
	return g.finish(e, []change{c})
}

// inPlace is the change that a named column's new value makes.
func (g *gormCall) inPlace(column string, v ast.Expr) (change, error) {
	expr, err := g.eval(v, g.write, evalDepth)
	if err == nil {
		err = g.usable(expr)
	}
	if err != nil {
		return change{}, err
	}
	c := change{place: *expr.leaf().cell, column: column, expr: expr}
	if upper(c.column[0]) { // the field's name: GORM takes it for the column's
		c.column = gormSnake(c.column)
		if name, ok := g.site.column(c.place); ok {
			c.column = name
		}
	}
	return c, g.sameRow(c.place)
}

// sameRow checks that the row that is written is the one whose column was read.
func (g *gormCall) sameRow(cell place) error {
	row, _ := cell.row()
	for _, m := range g.calls("Model") {
		if p, ok := g.placeOf(m.Args[0]); ok && p == row {
			return nil
		}
	}
	if len(g.call().Args) > 0 {
		if p, ok := g.placeOf(g.call().Args[0]); ok && p == row {
			return nil
		}
	}
	if sameKey(g.f) {
		return nil
	}
	return refusal("the conditions do not show that the row that is written is the one that was read")
}

// columns repairs Updates of a map or a struct.
func (g *gormCall) columns(arg ast.Expr) (analysis.SuggestedFix, error) {
	lit := g.literal(arg)
	if lit == nil {
		if _, isMap := g.info.TypeOf(arg).Underlying().(*types.Map); isMap {
			return analysis.SuggestedFix{}, refusal("the columns are gathered in a map")
		}
		return g.whole(arg)
	}
	if _, isMap := g.info.TypeOf(lit).Underlying().(*types.Map); isMap {
		return g.inMap(lit)
	}
	return g.inStruct(arg, lit)
}

// literal is a composite literal, or the one that & is before.
func (g *gormCall) literal(e ast.Expr) *ast.CompositeLit {
	if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok {
		e = u.X
	}
	lit, _ := ast.Unparen(e).(*ast.CompositeLit)
	return lit
}

// inMap repairs Updates(map[string]any{"stock": p.Stock - n, …}).
func (g *gormCall) inMap(lit *ast.CompositeLit) (analysis.SuggestedFix, error) {
	e := g.newEdits()
	var changes []change
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		tv := g.info.Types[kv.Key]
		if tv.Value == nil || tv.Value.Kind() != constant.String {
			continue
		}
		name := constant.StringVal(tv.Value)
		on := *g
		on.site = g.on(name, name)
		if !g.isFinding(on.colName) && !on.computes(kv.Value) {
			continue
		}
		c, err := on.inPlace(name, kv.Value)
		if err != nil {
			return analysis.SuggestedFix{}, err
		}
		text, err := g.value(e, c)
		if err != nil {
			return analysis.SuggestedFix{}, err
		}
		e.replace(kv.Value.Pos(), kv.Value.End(), text)
		e.unused(kv.Value)
		changes = append(changes, c)
	}
	if len(changes) == 0 {
		return analysis.SuggestedFix{}, refusal("the map does not show the column's new value")
	}
	return g.finish(e, changes)
}

// isFinding reports whether a column is the one that the finding is about.
func (g *gormCall) isFinding(column string) bool { return column == g.f.Cell.Column }

// computes reports whether a value is computed from the column of the same name.
func (g *gormCall) computes(v ast.Expr) bool {
	e, err := g.eval(v, g.write, evalDepth)
	return err == nil && g.usable(e) == nil
}

// inStruct repairs Updates(Product{Stock: p.Stock - n}). GORM leaves zero fields out, a map does not: each value must be one that is
// never zero, or the expression.
func (g *gormCall) inStruct(arg ast.Expr, lit *ast.CompositeLit) (analysis.SuggestedFix, error) {
	e := g.newEdits()
	if !g.chain("Model") && !g.chain("Table") {
		if err := g.named(lit); err != nil {
			return analysis.SuggestedFix{}, err
		}
		at := g.sel.X.End()
		if base := baseOf(g.call()); isNamed(g.info.TypeOf(base), g.path, "DB") {
			at = base.End()
		}
		e.insert(at, ".Model(&"+g.text(lit.Type)+"{})")
	}
	var changes []change
	var entries []string
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return analysis.SuggestedFix{}, refusal("the struct's fields are not named")
		}
		c, err := g.structField(lit, kv)
		if err != nil {
			return analysis.SuggestedFix{}, err
		}
		text := g.text(kv.Value)
		if c.expr != nil {
			if text, err = g.value(e, c); err != nil {
				return analysis.SuggestedFix{}, err
			}
			e.unused(kv.Value)
		}
		entries = append(entries, fmt.Sprintf("%q: %s", c.column, text))
		changes = append(changes, c)
	}
	e.replace(arg.Pos(), arg.End(), g.mapType()+"{"+strings.Join(entries, ", ")+"}")
	return g.finish(e, changes)
}

// named checks that a struct that is written gives the statement its table only: it has no key, and no hooks that see what is written.
func (g *gormCall) named(lit *ast.CompositeLit) error {
	st, ok := g.info.TypeOf(lit).Underlying().(*types.Struct)
	if !ok {
		return refusal("the row that is written is no struct")
	}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return refusal("the struct's fields are not named")
		}
		for i := range st.NumFields() {
			tag := strings.ToLower(st.Tag(i))
			if f := st.Field(i); f.Name() == g.text(kv.Key) && (f.Embedded() || isKey(f.Name()) || strings.Contains(tag, "primarykey") || strings.Contains(tag, "primary_key")) {
				return refusal("the row's table and key stand in the struct that is written")
			}
		}
	}
	for _, hook := range []string{"BeforeSave", "BeforeUpdate", "AfterSave", "AfterUpdate"} {
		if m, _, _ := types.LookupFieldOrMethod(types.NewPointer(g.info.TypeOf(lit)), true, g.pass.Pkg, hook); m != nil {
			return refusal("the hook " + hook + " would no longer see what is written")
		}
	}
	return nil
}

// structField is what one field of a struct literal writes.
func (g *gormCall) structField(lit *ast.CompositeLit, kv *ast.KeyValueExpr) (change, error) {
	field := kv.Key.(*ast.Ident).Name
	st := g.info.TypeOf(lit).Underlying().(*types.Struct)
	c := change{}
	for i := range st.NumFields() {
		if st.Field(i).Name() == field {
			c.column = columnName(g.f.Write.Lib, field, st.Tag(i))
		}
	}
	if c.column == "" {
		return c, refusal(field + " is not a column by itself")
	}
	on := *g
	on.site = g.on(c.column, field)
	if !g.isFinding(on.colName) && !on.computes(kv.Value) {
		if tv := g.info.Types[kv.Value]; tv.Value == nil || constant.Compare(tv.Value, token.EQL, zero(tv.Value)) {
			return c, refusal(field + " may be zero, which GORM leaves out of a struct")
		}
		return c, nil
	}
	return on.inPlace(c.column, kv.Value)
}

// zero is the zero of a constant's kind.
func zero(v constant.Value) constant.Value {
	switch v.Kind() {
	case constant.String:
		return constant.MakeString("")
	case constant.Bool:
		return constant.MakeBool(false)
	}
	return constant.MakeInt64(0)
}

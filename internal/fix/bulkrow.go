package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"
)

// A lent is the row that a statement of the loop gets.
type lent struct {
	expr ast.Expr
	obj  types.Object // the variable that holds it, or the slice of which it is an element, a variable or a field; nil for a literal
	elem bool         // it is the element of the slice itself, not a copy: the slice can be handed over
	born bool         // it is made in the loop, or a copy: what the library fills in is seen nowhere else
	t    types.Type
}

// row tells what the statement's row is.
func (l *rowLoop) row(e ast.Expr) (lent, error) {
	r := lent{expr: e, t: l.info.TypeOf(e)}
	inner := ast.Unparen(e)
	if addr, ok := inner.(*ast.UnaryExpr); ok && addr.Op == token.AND {
		inner = ast.Unparen(addr.X)
	}
	switch x := inner.(type) {
	case *ast.CompositeLit:
		r.born = true
		return r, nil
	case *ast.IndexExpr:
		list := l.listAt(x)
		if list == nil || inner == ast.Unparen(e) && !pointer(r.t) {
			return r, refusal("the row is not the element of the loop")
		}
		if !l.keepsList(x.X) {
			return r, refusal("the list may be another behind the loop")
		}
		r.obj, r.elem = list, true
		if loop, ranges := l.loop.(*ast.RangeStmt); ranges {
			return r, l.lists(loop)
		}
		return r, nil
	case *ast.Ident:
		r.obj = l.info.Uses[x]
		if r.obj == nil {
			return r, refusal("the row has no name")
		}
		return l.variable(r, x, inner != ast.Unparen(e))
	}
	return r, refusal("the row is not the element of the loop")
}

// variable tells what a row is that is held by a variable; addr says that its address is handed over.
func (l *rowLoop) variable(r lent, x *ast.Ident, addr bool) (lent, error) {
	switch {
	case l.isRangeValue(x):
		loop := l.loop.(*ast.RangeStmt)
		r.elem, r.born = !addr && pointer(r.t), addr
		if addr && !l.since("go1.22") {
			return r, refusal("the loop has one variable for all rows")
		}
		if !r.elem && !addr {
			return r, refusal("the row is handed over by value")
		}
		return r, l.lists(loop)
	case l.body.Pos() <= r.obj.Pos() && r.obj.Pos() < l.unit[0].Pos() && l.declares(r.obj):
		r.born = addr || l.bornHere(r.obj)
		return r, nil
	}
	return r, refusal("the row is not made in the loop")
}

// declares reports whether the variable is declared by a statement of the loop's body itself.
func (l *rowLoop) declares(obj types.Object) bool {
	for _, stmt := range l.prep {
		if stmt.Pos() <= obj.Pos() && obj.Pos() < stmt.End() {
			switch stmt.(type) {
			case *ast.AssignStmt, *ast.DeclStmt:
				return true
			}
		}
	}
	return false
}

// bornHere reports whether a pointer variable is set once, to a new row: line := &Line{…}.
func (l *rowLoop) bornHere(obj types.Object) bool {
	for _, stmt := range l.prep {
		a, ok := stmt.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
			continue
		}
		id, ok := a.Lhs[0].(*ast.Ident)
		if !ok || l.info.ObjectOf(id) != obj {
			continue
		}
		addr, ok := ast.Unparen(a.Rhs[0]).(*ast.UnaryExpr)
		if !ok || addr.Op != token.AND {
			return false
		}
		_, lit := addr.X.(*ast.CompositeLit)
		return lit && a.Tok == token.DEFINE
	}
	return false
}

// lists checks that the loop goes over a slice.
func (l *rowLoop) lists(loop *ast.RangeStmt) error {
	if _, list := l.info.TypeOf(loop.X).Underlying().(*types.Slice); !list {
		return refusal("the loop goes over something else than a slice")
	}
	return nil
}

func (l *rowLoop) isRangeValue(id *ast.Ident) bool {
	loop, ok := l.loop.(*ast.RangeStmt)
	if !ok {
		return false
	}
	value, ok := loop.Value.(*ast.Ident)
	return ok && l.info.Defs[value] != nil && l.info.Uses[id] == l.info.Defs[value]
}

func pointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// pointers reports whether a slice's elements are pointers.
func pointers(t types.Type) bool {
	list, ok := t.Underlying().(*types.Slice)
	return ok && pointer(list.Elem())
}

// whole reports whether the slice can be handed over as it is: each of its elements is written.
func (l *rowLoop) whole(r lent) bool {
	loop, ok := l.loop.(*ast.RangeStmt)
	return ok && r.elem && !l.jumps() && simple(loop.X) && (len(l.prep) == 0 || l.prepUsesLoop())
}

// simple reports whether an expression is a name, or a field of one: it can stand in two places.
func simple(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return simple(e.X)
	}
	return false
}

// prepUsesLoop reports whether the loop's variables are used before the statement: they would be unused without.
func (l *rowLoop) prepUsesLoop() bool {
	loop := l.loop.(*ast.RangeStmt)
	for _, v := range []ast.Expr{loop.Key, loop.Value} {
		id, ok := v.(*ast.Ident)
		if !ok || id.Name == "_" {
			continue
		}
		used := false
		for _, stmt := range l.prep {
			used = used || l.names(stmt, l.info.Defs[id])
		}
		if !used {
			return false
		}
	}
	return true
}

// hasHooks reports whether a row's type has methods that libraries call around a statement.
func hasHooks(t types.Type) bool {
	n := namedOf(t)
	if n == nil {
		return true // not known
	}
	for m := range types.NewMethodSet(types.NewPointer(n)).Methods() {
		if name := m.Obj().Name(); strings.HasPrefix(name, "Before") || strings.HasPrefix(name, "After") {
			return true
		}
	}
	return false
}

// ownKey reports whether the program sets the key itself: a field is tagged as the key, and none is numbered by the database.
// Have: AccountId int64 `xorm:"pk"`.
func ownKey(t types.Type, tag string) bool {
	n := namedOf(t)
	if n == nil || tag == "" {
		return false
	}
	st, ok := n.Underlying().(*types.Struct)
	own := false
	for i := 0; ok && i < st.NumFields(); i++ {
		words := strings.Fields(strings.ToLower(reflect.StructTag(st.Tag(i)).Get(tag)))
		if slices.Contains(words, "autoincr") || len(words) == 0 && strings.EqualFold(st.Field(i).Name(), "id") || st.Field(i).Embedded() {
			return false
		}
		own = own || slices.Contains(words, "pk")
	}
	return own
}

// plainRow reports whether inserting a row of the type does nothing else: no hooks, no rows of other tables, no defaults of the database,
// which a list of rows may get in another way. A default that the library writes itself, by the settings of a tag, is the same for a list.
func plainRow(t types.Type, tag string) bool {
	n := namedOf(t)
	if n == nil || hasHooks(t) {
		return false
	}
	st, ok := n.Underlying().(*types.Struct)
	return ok && plainFields(st, tag, 0)
}

func plainFields(st *types.Struct, tag string, depth int) bool {
	for i := range st.NumFields() {
		f := st.Field(i)
		if strings.Contains(st.Tag(i), "default") && !writtenDefault(f, st.Tag(i), tag) || !plainField(f, tag, depth) {
			return false
		}
	}
	return true
}

// writtenDefault reports whether the default of a column is a literal, which GORM puts into each row whose field is zero. What looks like a
// call is left to the database. Source: gorm.io/gorm/schema, ParseField. To xorm defaults are of the schema alone, inserts name every column.
// Have: Enable *bool `gorm:"column:enable;default:true"`, State int `xorm:"not null default 1"`.
func writtenDefault(f *types.Var, tags, tag string) bool {
	if tag == "xorm" {
		return true
	}
	t := f.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if _, basic := t.Underlying().(*types.Basic); !basic || tag == "" {
		return false
	}
	for _, setting := range strings.Split(reflect.StructTag(tags).Get(tag), ";") {
		if name, value, ok := strings.Cut(setting, ":"); ok && strings.EqualFold(strings.TrimSpace(name), "default") {
			value = strings.TrimSpace(value)
			return value != "" && !strings.EqualFold(value, "null") && !strings.Contains(value, "(")
		}
	}
	return false
}

// isStored reports whether a struct says how it is stored in a column: by a Valuer's method, or that of xorm's Conversion.
func isStored(t types.Type, from *types.Package) bool {
	return slices.ContainsFunc([]string{"Value", "ToDB"}, func(name string) bool {
		method, _, _ := types.LookupFieldOrMethod(t, true, from, name)
		_, ok := method.(*types.Func)
		return ok
	})
}

func plainField(f *types.Var, tag string, depth int) bool {
	t := f.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return true
	case *types.Slice:
		b, ok := u.Elem().Underlying().(*types.Basic)
		return ok && b.Kind() == types.Byte
	case *types.Struct:
		return isStored(t, f.Pkg()) || isNamed(t, "time", "Time") || f.Embedded() && depth < 5 && plainFields(u, tag, depth+1) // a struct may embed a pointer to itself
	}
	return false
}

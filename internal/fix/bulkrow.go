package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// isValue reports whether an expression is the loop's value.
func (s *site) isValue(loop *ast.RangeStmt, e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	value, isName := loop.Value.(*ast.Ident)
	return ok && isName && s.info.Uses[id] != nil && s.info.Uses[id] == s.info.Defs[value] && s.usedOnce(value) && blank(loop.Key)
}

// isElement reports whether an expression is a pointer to the element of the slice itself, not to a copy: &rows[i], rows[i] or the value of
// a slice of pointers. What the library fills in then stands in the slice, as it does when it gets the slice.
func (s *site) isElement(loop *ast.RangeStmt, e ast.Expr) bool {
	_, pointers := s.info.TypeOf(loop.X).Underlying().(*types.Slice).Elem().Underlying().(*types.Pointer)
	if s.isValue(loop, e) {
		return pointers
	}
	if addr, ok := e.(*ast.UnaryExpr); ok && addr.Op == token.AND && !pointers {
		e, pointers = addr.X, true
	}
	at, ok := e.(*ast.IndexExpr)
	if !ok || !pointers || s.text(at.X) != s.text(loop.X) {
		return false
	}
	i, ok := at.Index.(*ast.Ident)
	key, isName := loop.Key.(*ast.Ident)
	return ok && isName && s.info.Uses[i] != nil && s.info.Uses[i] == s.info.Defs[key] && s.usedOnce(key) && blank(loop.Value)
}

// usedOnce reports whether a variable is used in one place only.
func (s *site) usedOnce(v *ast.Ident) bool { return len(s.uses[s.info.Defs[v]]) == 2 } // and declared in another

func blank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return e == nil || ok && id.Name == "_"
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

// plainRow reports whether inserting a row of the type does nothing else: no hooks, no rows of other tables, no defaults of the database,
// which a list of rows may get in another way.
func plainRow(t types.Type) bool {
	n := namedOf(t)
	if n == nil || hasHooks(t) {
		return false
	}
	st, ok := n.Underlying().(*types.Struct)
	return ok && plainFields(st)
}

func plainFields(st *types.Struct) bool {
	for i := range st.NumFields() {
		f := st.Field(i)
		if strings.Contains(st.Tag(i), "default") || !plainField(f) {
			return false
		}
	}
	return true
}

func plainField(f *types.Var) bool {
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
		value, _, _ := types.LookupFieldOrMethod(t, true, f.Pkg(), "Value")
		_, stored := value.(*types.Func)
		return stored || isNamed(t, "time", "Time") || f.Embedded() && plainFields(u)
	}
	return false
}

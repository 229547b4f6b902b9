package fix

import (
	"go/ast"
	"go/types"
)

// isCopy reports whether a row is the loop's variable, which holds a copy of the element: for _, line := range lines { tx.Delete(&line) }.
func (l *rowLoop) isCopy(r lent) bool {
	loop, ok := l.loop.(*ast.RangeStmt)
	if !ok || r.obj == nil {
		return false
	}
	value, ok := loop.Value.(*ast.Ident)
	return ok && l.info.Defs[value] == r.obj
}

// notesDeletion reports whether GORM writes into a row that it was deleted: a field has a type with DeleteClauses, such as gorm.DeletedAt.
func notesDeletion(t types.Type) bool {
	n := namedOf(t)
	if n == nil {
		return true // not known
	}
	st, ok := n.Underlying().(*types.Struct)
	return !ok || hasDeletion(st, n.Obj().Pkg(), 0)
}

func hasDeletion(st *types.Struct, from *types.Package, depth int) bool {
	for f := range st.Fields() {
		method, _, _ := types.LookupFieldOrMethod(f.Type(), true, from, "DeleteClauses")
		if _, ok := method.(*types.Func); ok {
			return true
		}
		n := namedOf(f.Type())
		if n == nil || depth > 4 {
			continue
		}
		if inner, ok := n.Underlying().(*types.Struct); ok && hasDeletion(inner, from, depth+1) {
			return true // gorm.Model, or one under another name: gorm:"embedded"
		}
	}
	return false
}

// isNumberKey reports whether a key is a number, of a kind of which a list is no bytes.
func isNumberKey(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0 && b.Kind() != types.Uint8
}

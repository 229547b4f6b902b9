package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// listAt is the slice that the loop goes over, a variable or a field, of an expression that is its element at hand: lines[i], order.Lines[i].
func (l *rowLoop) listAt(x *ast.IndexExpr) types.Object {
	i, ok := x.Index.(*ast.Ident)
	if !ok || !l.isKey(i) || !simple(x.X) || l.text(x.X) != l.over() || l.inLoop(x.X) {
		return nil
	}
	return l.info.Uses[nameOf(x.X)]
}

// nameOf is the last name of a name, or of a field of one.
func nameOf(e ast.Expr) *ast.Ident {
	if sel, ok := e.(*ast.SelectorExpr); ok {
		return sel.Sel
	}
	return e.(*ast.Ident)
}

// keepsList reports whether a list that is a field is the same one behind the loop: what comes before the statement names of the way to it
// only the element at hand, and other fields. It calls no function of the program, which may know the list under another name. What
// happens to a list that is a variable, keepsRow sees.
//
// Have: order.Lines[i].Order = order.ID.
func (l *rowLoop) keepsList(list ast.Expr) bool {
	if _, field := list.(*ast.SelectorExpr); !field || len(l.prep) == 0 {
		return true
	}
	way, owners, ok := l.wayTo(list)
	return ok && !slices.ContainsFunc(l.prep, func(stmt ast.Stmt) bool { return !l.pure(stmt, 0) || l.touches(stmt, way, owners) })
}

// wayTo are the variables on the way to a field, itself included, and the types of those that have it: order and Lines of order.Lines. It is
// not told for a field of an embedded struct, which has no name on the way.
func (s *site) wayTo(e ast.Expr) (way []types.Object, owners []types.Type, ok bool) {
	for {
		way = append(way, s.info.Uses[nameOf(e)])
		sel, field := e.(*ast.SelectorExpr)
		if !field {
			return way, owners, true
		}
		if found := s.info.Selections[sel]; found != nil {
			if len(found.Index()) != 1 {
				return nil, nil, false
			}
			owners = append(owners, behindPointer(found.Recv()))
		}
		e = sel.X
	}
}

func behindPointer(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// touches reports whether a statement names what is on the way to the list, but for the element at hand and other fields, or assigns a whole
// struct of a type that has such a list.
func (l *rowLoop) touches(stmt ast.Stmt, way []types.Object, owners []types.Type) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			found = found || n.Tok != token.DEFINE && slices.ContainsFunc(n.Lhs, func(e ast.Expr) bool {
				return slices.ContainsFunc(owners, func(t types.Type) bool { return types.Identical(t, l.info.TypeOf(e)) })
			})
		case *ast.IndexExpr:
			return l.listAt(n) == nil
		case *ast.SelectorExpr:
			v, ok := l.info.Uses[n.Sel].(*types.Var)
			return !ok || !v.IsField() || slices.Contains(way, types.Object(v)) || !simple(n.X)
		case *ast.Ident:
			found = found || slices.Contains(way, l.info.Uses[n])
		}
		return !found
	})
	return found
}

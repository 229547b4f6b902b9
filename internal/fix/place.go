package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// A place is a variable or a part of one: root p with path ".InStock", root items with path "[i].Count". Pointers are followed without
// a mark.
type place struct {
	root types.Object
	path string
}

// part is the place of a part.
func (p place) part(path string) place { return place{p.root, p.path + path} }

// row is the struct that holds the place, and the field's name.
func (p place) row() (place, string) {
	i := strings.LastIndexByte(p.path, '.')
	if i < 0 {
		return p, ""
	}
	return place{p.root, p.path[:i]}, p.path[i+1:]
}

// placeOf is the place that an expression names; &x and *x name x.
func (s *site) placeOf(e ast.Expr) (place, bool) {
	switch e := e.(type) {
	case *ast.Ident:
		v, ok := s.info.ObjectOf(e).(*types.Var)
		return place{root: v}, ok && v != nil
	case *ast.ParenExpr:
		return s.placeOf(e.X)
	case *ast.StarExpr:
		return s.placeOf(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return s.placeOf(e.X)
		}
	case *ast.SelectorExpr:
		if path, ok := s.fieldPath(e); ok {
			p, ok := s.placeOf(e.X)
			return p.part(path), ok
		}
	case *ast.IndexExpr:
		if index, ok := s.indexPath(e); ok {
			p, ok := s.placeOf(e.X)
			return p.part(index), ok
		}
	}
	return place{}, false
}

// fieldPath is the path of a selected field, the embedded structs on the way spelled out: ".Model.ID".
func (s *site) fieldPath(e *ast.SelectorExpr) (string, bool) {
	sel := s.info.Selections[e]
	if sel == nil || sel.Kind() != types.FieldVal {
		return "", false
	}
	path, t := "", sel.Recv()
	for _, i := range sel.Index() {
		st, ok := deref(t).Underlying().(*types.Struct)
		if !ok {
			return "", false
		}
		path += "." + st.Field(i).Name()
		t = st.Field(i).Type()
	}
	return path, true
}

// indexPath is the path of an element whose index is a variable or a constant: others may be another element the next time.
func (s *site) indexPath(e *ast.IndexExpr) (string, bool) {
	switch i := e.Index.(type) {
	case *ast.Ident, *ast.BasicLit:
		return "[" + s.text(i) + "]", true
	}
	return "", false
}

func deref(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// within reports whether path is prefix or a part of it, and what is left of it.
func within(path, prefix string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, prefix)
	if !ok || rest != "" && rest[0] != '.' && rest[0] != '[' {
		return "", false
	}
	return rest, true
}

package rowflow

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// isScalar reports whether values of the type hold no address: numbers, strings, bools.
func isScalar(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// isAggregate reports whether the type is stored part by part.
func isAggregate(t types.Type) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return true
	}
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

func isError(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() == nil && n.Obj().Name() == "error"
}

func isNumber(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// coreStruct is the struct under a type, a type parameter's too.
func coreStruct(t types.Type) (*types.Struct, bool) {
	if s, ok := t.Underlying().(*types.Struct); ok {
		return s, true
	}
	if tp, ok := types.Unalias(t).(*types.TypeParam); ok {
		if iface, ok := tp.Constraint().Underlying().(*types.Interface); ok && iface.NumEmbeddeds() == 1 {
			s, ok := iface.EmbeddedType(0).Underlying().(*types.Struct)
			return s, ok
		}
	}
	return nil, false
}

// maxNested bounds how deep types are looked into: a struct may embed a pointer to itself.
const maxNested = 10

// element goes through pointers, slices, arrays, channels and map values to the type of one row. A type may be made from itself, and hold
// none: type tree map[string]tree.
func element(t types.Type) types.Type {
	for range maxNested {
		if t == nil {
			return nil
		}
		switch u := t.Underlying().(type) {
		case *types.Pointer:
			t = u.Elem()
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		case *types.Chan:
			t = u.Elem()
		case *types.Map:
			t = u.Elem()
		default:
			return t
		}
	}
	return t
}

// named is the struct type of a row, nil if it is none: scalars, interfaces, maps.
func named(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	n, ok := types.Unalias(element(t)).(*types.Named)
	if !ok {
		return nil
	}
	if _, ok := n.Underlying().(*types.Struct); !ok {
		return nil
	}
	return n.Origin()
}

// typeName is how a row's type is written in facts: "example.com/shop.Product"; empty if it is none.
func typeName(t types.Type) string {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return ""
	}
	return n.Obj().Pkg().Path() + "." + n.Obj().Name()
}

// baseName is the type's name without its package.
func baseName(typ string) string { return typ[strings.LastIndexByte(typ, '.')+1:] }

// pathSafe makes a map key a component of a path.
func pathSafe(key string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(".[]#", r) {
			return '_'
		}
		return r
	}, key)
}

// typeAt is the type at an address, nil if unknown.
func (f *frame) typeAt(r Ref) types.Type {
	t := f.types[r.Root]
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok && (r.Root.Kind == Local || r.Root.Kind == Global || r.Root.Kind == Param) {
		t = p.Elem()
	}
	for _, name := range fields(r.Path) {
		s, ok := element(t).Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		if t = fieldType(s, name); t == nil {
			return nil
		}
	}
	return t
}

func fieldType(s *types.Struct, name string) types.Type {
	for i := range s.NumFields() {
		if s.Field(i).Name() == name {
			return s.Field(i).Type()
		}
	}
	return nil
}

// rowType is the type name of the row that a value holds or points to: by its static type, else by the memory it points to.
func (f *frame) rowType(static ssa.Value, v Value) string {
	if static != nil {
		if t := typeName(unboxed(static).Type()); t != "" {
			return t
		}
	}
	for _, r := range f.st.follow(v) {
		if t := typeName(f.typeAt(r)); t != "" {
			return t
		}
	}
	return ""
}

// unboxed looks through the conversions that a call's argument goes through.
func unboxed(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		default:
			return v
		}
	}
}

package rowflow

import (
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// methods are those of a type that tell what it is.
type methods struct{ value, text, table bool }

// methodsOf goes through a type's methods once: a store may have thousands.
func (m *models) methodsOf(n *types.Named) methods {
	has, ok := m.told[n]
	if ok {
		return has
	}
	for meth := range n.Methods() {
		switch meth.Name() {
		case "Value":
			has.value = isValuer(meth)
		case "MarshalText":
			has.text = true
		case "TableName":
			has.table = true
		}
	}
	if m.told == nil {
		m.told = map[*types.Named]methods{}
	}
	m.told[n] = has
	return has
}

// isValuer reports whether a method Value is that of database/sql/driver.Valuer: a generated row has one of its own, Value(name).
func isValuer(value *types.Func) bool { return value.Signature().Params().Len() == 0 }

// isDocument reports whether a field's tag says that its struct, or list of structs, is kept in one column: `gorm:"serializer:json"`,
// `bun:"type:jsonb"`, `xorm:"json"`.
func (m *models) isDocument(tag string) bool {
	return slices.ContainsFunc(m.libs, func(l *knowledge.Library) bool {
		return l.Tag != "" && strings.Contains(strings.ToLower(reflect.StructTag(tag).Get(l.Tag)), "json")
	})
}

// isRow reports whether a type looks like a table's row: a struct with a key or a table's name. Money, times and JSON documents do not.
func (m *models) isRow(t types.Type) bool {
	n := named(t)
	if n == nil {
		return false
	}
	switch has := m.methodsOf(n); {
	case has.value:
		return false
	case has.table:
		return true
	}
	return hasKey(n.Underlying().(*types.Struct), 0)
}

// isMapped reports whether a struct says itself that it is a table's row: by a tag, or by its table's name.
func (m *models) isMapped(t types.Type) bool {
	n := named(t)
	if n == nil || !m.isRow(t) {
		return false
	}
	if m.methodsOf(n).table {
		return true
	}
	s := n.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		tag := reflect.StructTag(s.Tag(i))
		if slices.ContainsFunc(m.libs, func(l *knowledge.Library) bool { return l.Tag != "" && tag.Get(l.Tag) != "" }) {
			return true
		}
	}
	return false
}

// keyPath is the path to a row's key, through embedded structs: "Model.ID".
func keyPath(t types.Type) string {
	n := named(t)
	if n == nil {
		return "ID"
	}
	for _, name := range []string{"ID", "Id"} {
		obj, index, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), name)
		if _, ok := obj.(*types.Var); !ok {
			continue
		}
		path := ""
		for _, i := range index {
			field := n.Underlying().(*types.Struct).Field(i)
			path = joinPath(path, field.Name())
			if n = named(field.Type()); n == nil {
				break
			}
		}
		return path
	}
	return "ID"
}

func hasKey(s *types.Struct, depth int) bool {
	for i := range s.NumFields() {
		f := s.Field(i)
		if strings.EqualFold(f.Name(), "id") || strings.Contains(s.Tag(i), "primary") || strings.Contains(s.Tag(i), ",pk") || strings.Contains(s.Tag(i), `xorm:"pk`) {
			return true
		}
		if inner, ok := deref(f.Type()).Underlying().(*types.Struct); ok && f.Embedded() && depth < 3 && hasKey(inner, depth+1) {
			return true
		}
		for _, key := range []string{"gorm", "xorm", "bun", "db", "pg", "boil"} {
			if reflect.StructTag(s.Tag(i)).Get(key) != "" {
				return true
			}
		}
	}
	return false
}

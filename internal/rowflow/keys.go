package rowflow

import (
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// A column is a field of a row that the library stores, by its path: "ID", "Model.CreatedAt".
type column struct {
	path string
	v    *types.Var
	tag  reflect.StructTag
}

func (c column) name() string { _, last := cutPath(c.path); return last }

// words are the words of the library's tag at the column, in lower case.
func (c column) words(lib *knowledge.Library) []string {
	return strings.FieldsFunc(strings.ToLower(c.tag.Get(lib.Tag)), isTagBreak)
}

func (c column) says(lib *knowledge.Library, words []string) bool {
	return slices.ContainsFunc(c.words(lib), func(w string) bool { return slices.Contains(words, w) })
}

// library is what is known of a library by its name, nil for none.
func (m *models) library(name string) *knowledge.Library {
	for _, lib := range m.libs {
		if lib.Name == name {
			return lib
		}
	}
	return nil
}

// columns lists the fields of a row that are columns: no other rows, and nothing that the tags leave out.
func (m *models) columns(n *types.Named, lib *knowledge.Library) []column {
	return m.columnsBelow(n, lib, "", 0)
}

func (m *models) columnsBelow(n *types.Named, lib *knowledge.Library, path string, depth int) (out []column) {
	s, ok := n.Underlying().(*types.Struct)
	if !ok || depth > 3 {
		return nil
	}
	for i := range s.NumFields() {
		c := column{joinPath(path, s.Field(i).Name()), s.Field(i), reflect.StructTag(s.Tag(i))}
		tag, inner := c.tag.Get(lib.Tag), named(c.v.Type())
		switch {
		case tag == "-" || !c.v.Exported() && !c.v.Embedded():
		case inner != nil && (c.v.Embedded() || strings.Contains(tag, "embedded") || strings.Contains(tag, "extends")):
			out = append(out, m.columnsBelow(inner, lib, c.path, depth+1)...)
		case isStored(c.v.Type()):
			out = append(out, c)
		}
	}
	return out
}

// isStored reports whether a field's type is a column's by itself: scalars, times, what has a Value method. Other structs, and lists of
// them, are rows of other tables.
func isStored(t types.Type) bool {
	if isScalar(deref(t)) {
		return true
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "Value")
	if value, ok := obj.(*types.Func); ok && isValuer(value) {
		return true
	}
	return typeName(t) == "time.Time" || isByteSlice(t)
}

func isByteSlice(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && isByte(s.Elem())
}

// keys are the columns of the primary key: what the tags say, else the field ID.
func (m *models) keys(cols []column, lib *knowledge.Library) []column {
	var out, byName []column
	for _, c := range cols {
		if c.says(lib, lib.KeyWords) {
			out = append(out, c)
		}
		if c.name() == "ID" || c.name() == "Id" {
			byName = append(byName, c)
		}
	}
	if len(out) == 0 && len(byName) > 0 {
		return byName[:1]
	}
	return out
}

// isKey reports whether a column is the primary key, or a part of it.
func (m *models) isKey(c Cell, libName string) bool {
	lib, n := m.library(libName), m.lookup(c.Type)
	if isKey(c) || lib == nil || n == nil {
		return isKey(c)
	}
	return slices.ContainsFunc(m.keys(m.columns(n, lib), lib), func(k column) bool {
		return sqltext.Normal(k.name()) == c.Column || sqltext.Normal(m.columnTag(string(k.tag))) == c.Column
	})
}

// isAuto reports whether the database makes the key: an integer that the tags or the field's name say is numbered by it.
func (c column) isAuto(lib *knowledge.Library) bool {
	b, ok := c.v.Type().Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 || c.says(lib, lib.HandWords) {
		return false
	}
	return c.says(lib, lib.AutoWords) || c.name() == "ID" || c.name() == "Id"
}

// keepsItself reports whether an update leaves the column alone, or gives it a value of the library's own.
func (c column) keepsItself(lib *knowledge.Library) bool {
	name := strings.ToLower(c.name())
	return c.says(lib, lib.OwnWords) || name == "updatedat" || name == "deletedat" || lib.KeepsBirth && name == "createdat"
}

// isBirth reports whether the column says when the row was made: nobody changes it.
func (c column) isBirth() bool {
	name := strings.ReplaceAll(strings.ToLower(c.name()), "_", "")
	return slices.Contains([]string{"created", "createdat", "createdon", "createtime", "createdtime", "createat"}, name)
}

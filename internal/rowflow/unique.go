package rowflow

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// isUnique reports whether there is one row at most for what the read looks for: the row's tags or methods promise it, or it is the key that the
// row is inserted under.
func (f *frame) isUnique(r *ReadSite, libName string, w *Write) bool {
	lib, n := f.models.library(libName), f.models.lookup(r.Type)
	if lib == nil || n == nil {
		return w != nil && slices.ContainsFunc(r.Where, func(t Term) bool { return keyName(t.Column) == "id" && f.inserted(w, "", t.Value) })
	}
	cols := f.models.columns(n, lib)
	keys := f.models.keys(cols, lib)
	isColumn := func(c column, name string) bool {
		return f.models.isColumnNamed(c, name) || keyName(name) == "id" && len(keys) == 1 && keys[0].path == c.path // every key is called id where it has a method of its own
	}
	isUnique := func(name string, value Value) bool {
		return slices.ContainsFunc(cols, func(c column) bool {
			isKey := slices.ContainsFunc(keys, func(k column) bool { return k.path == c.path })
			made := len(keys) == 1 && c.isAuto(lib) && (w == nil || !f.inserted(w, c.path, value)) // the database gives it another
			return isColumn(c, name) && (c.speaksOf("unique", lib) || isKey && !made)
		})
	}
	return f.uniqueTogether(r, cols) || slices.ContainsFunc(r.Where, func(t Term) bool { return isUnique(t.Column, t.Value) }) ||
		slices.ContainsFunc(r.Either, func(name string) bool { return isUnique(name, Value{}) })
}

// inserted reports whether the row is inserted with its key, which is the value that was looked for.
// Have: engine.ID(n).Get(&issue); if issue.ID == 0 { issue.ID = n; engine.Insert(&issue) }.
func (f *frame) inserted(w *Write, path string, value Value) bool {
	same := func(v Value) bool { return sameValue(v, value) || v.empty() && value.empty() }
	if slices.ContainsFunc(w.Set, func(t Term) bool { return keyName(t.Column) == "id" && same(t.Value) }) {
		return true
	}
	return path != "" && w.Row != nil && slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		rest, ok := under(path, e.Path)
		return e.Path == path && same(e.Value) || ok && e.Path != "" && same(f.project(e.Value, rest)) // … or the struct that it comes in
	})
}

// comments of a tag are words about the column: gorm:"index;comment:a unique name", xorm:"comment('a unique name')".
var comments = regexp.MustCompile(`comment(\('[^']*'\)|:[^;]*)`)

// speaksOf reports whether the library's tag has a word about an index of the kind: unique(task_view), uniqueIndex:idx_name, index:idx,unique.
func (c column) speaksOf(kind string, lib *knowledge.Library) bool {
	tag := comments.ReplaceAllString(strings.ToLower(c.tag.Get(lib.Tag)), "")
	return slices.ContainsFunc(strings.FieldsFunc(tag, isTagBreak), func(w string) bool { return strings.HasPrefix(w, kind) })
}

func isTagBreak(r rune) bool { return strings.ContainsRune(" ,;()", r) }

// isColumnNamed reports whether a condition's column is this one: by its field's name, or by its own.
func (m *models) isColumnNamed(c column, name string) bool {
	name = sqltext.Normal(name[strings.LastIndexByte(name, '.')+1:])
	return name != "" && (sqltext.Normal(c.name()) == name || sqltext.Normal(m.columnTag(string(c.tag))) == name)
}

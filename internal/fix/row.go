package fix

import (
	"go/types"
	"strings"

	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

func normal(name string) string { return sqltext.Normal(name) }

// storable reports whether a database/sql driver takes the value of a place as it stands in memory.
func (s *site) storable(p place) bool {
	t := s.typeOf(p)
	if _, ok := t.Underlying().(*types.Basic); ok {
		return true
	}
	if b, ok := t.Underlying().(*types.Slice); ok {
		return types.Identical(b.Elem(), types.Typ[types.Byte])
	}
	if isNamed(t, "time", "Time") {
		return true
	}
	m, _, _ := types.LookupFieldOrMethod(t, true, nil, "Value")
	fn, ok := m.(*types.Func)
	return ok && fn.Signature().Params().Len() == 0 && fn.Signature().Results().Len() == 2
}

// sameKey reports whether the WHERE of the write names the row that was read: by a key that came with it, by the key that it was read
// by, or by all that it was read by.
func sameKey(f rowflow.Finding) bool {
	shared := 0
	for _, w := range f.Write.Where {
		if w.Op != "=" {
			continue
		}
		for _, fl := range w.Value.Flows {
			if fl.Read == f.Read.ID && fl.How == 0 && isKey(w.Column) && isKey(last(fl.Path)) {
				return true
			}
		}
		for _, r := range f.Read.Where {
			if r.Op == "=" && normal(r.Column) == normal(w.Column) && sameValue(r.Value, w.Value) {
				if isKey(r.Column) {
					return true
				}
				shared++
				break
			}
		}
	}
	return shared > 0 && shared >= len(f.Read.Where)
}

// isKey reports whether a column is the table's key by its name.
func isKey(column string) bool { return normal(last(column)) == "id" }

// last is the last part of a path: the ID of Model.ID, the id of a.id, and of #id, a column scanned by hand.
func last(path string) string { return path[strings.LastIndexAny(path, ".#")+1:] }

// sameValue reports whether two values are certain to be the same.
func sameValue(a, b rowflow.Value) bool {
	if a.Text != nil && b.Text != nil {
		return *a.Text == *b.Text
	}
	if a.Int != nil && b.Int != nil {
		return *a.Int == *b.Int
	}
	if len(a.Flows) != 1 || len(b.Flows) != 1 {
		return false
	}
	x, y := a.Flows[0], b.Flows[0]
	return x.Read == y.Read && x.Root == y.Root && x.Path == y.Path && x.How == 0 && y.How == 0
}

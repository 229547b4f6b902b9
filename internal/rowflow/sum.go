package rowflow

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// claims reports whether the statement gives the row to somebody whom the request names: of two, the first has it no longer, and was told that he has.
//
// Have: UPDATE codes SET status = 'sold', user_id = $1 WHERE id = $2.
func (f *frame) claims(w *Write, set Cell) bool {
	gives := func(c Cell, v Value) bool {
		named := slices.ContainsFunc(words(c.Field), func(word string) bool {
			return slices.Contains([]string{"user", "owner", "customer", "member", "player", "worker", "assignee", "holder", "buyer", "driver", "courier"}, word)
		})
		return named && c.Column != set.Column && f.isGiven(v) && !slices.ContainsFunc(f.flat(v).Flows, func(fl Flow) bool { return fl.Read != "" }) && !w.tests(c)
	}
	if slices.ContainsFunc(w.Set, func(t Term) bool { return gives(Cell{Column: sqltext.Normal(t.Column), Field: t.Column}, t.Value) }) {
		return true
	}
	return w.Row != nil && slices.ContainsFunc(w.Row.Image, func(e Entry) bool { return gives(f.models.cell(w.Type, w.Table, e.Path), e.Value) })
}

// staysAs reports whether the column is set to what the branch has found it to be.
func (f *frame) staysAs(c control, w *Write, set Cell) bool {
	eq, ok := c.branch().Cond.(*ssa.BinOp)
	if !ok || !(eq.Op == token.EQL && c.side == 0 || eq.Op == token.NEQ && c.side == 1) {
		return false
	}
	to := w.to(set)
	return sameConstant(f.value(eq.X), to) || sameConstant(f.value(eq.Y), to)
}

// sameConstant compares constants of the program and of SQL texts, where they stand in quotes.
func sameConstant(a, b Value) bool {
	bare := func(t *string) string { return strings.Trim(*t, "'") }
	return a.Int != nil && b.Int != nil && *a.Int == *b.Int || a.Text != nil && b.Text != nil && bare(a.Text) == bare(b.Text)
}

// to is what a column is set to, by its name.
func (w *Write) to(set Cell) Value {
	for _, t := range w.Set {
		if sqltext.Normal(t.Column) == set.Column {
			return t.Value
		}
	}
	if w.Row != nil {
		for _, e := range w.Row.Image {
			if _, name := cutPath(e.Path); name == set.Field {
				return e.Value
			}
		}
	}
	return Value{}
}

// addsBeside reports whether the statement changes another column than that which it sets by the database's own arithmetic.
func (f *frame) addsBeside(w *Write, set Cell) bool {
	return slices.ContainsFunc(w.Set, func(t Term) bool { return t.Self && !t.Settle && sqltext.Normal(t.Column) != set.Column }) ||
		slices.ContainsFunc(w.Atomic, func(col string) bool { return sqltext.Normal(col) != set.Column }) ||
		w.Row != nil && slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
			_, name := cutPath(e.Path)
			q := f.queryOf(e.Value)
			return q != nil && q.Expr && sqltext.Normal(strings.TrimPrefix(name, "#")) != set.Column
		})
}

// adds reports whether the statement changes a column by arithmetic, in the database or in Go. A list may as well lose an element, which is
// the same if it is done twice.
func (w *Write) adds() bool {
	computed := func(v Value) bool {
		return slices.ContainsFunc(v.Flows, func(fl Flow) bool { return fl.isSum() && fl.Root.Kind != Outside }) // a day from now is no sum
	}
	if w.Sums || len(w.Atomic) > 0 || slices.ContainsFunc(w.Set, func(t Term) bool { return t.Self && !t.Settle || computed(t.Value) }) {
		return true
	}
	return w.Row != nil && slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		return e.Value.Query != nil && e.Value.Query.Expr || fromItself(e)
	})
}

// joinsText reports whether all that a row's columns are computed by is text put together: a path from the names on it.
func (f *frame) joinsText(w *Write) bool {
	n := f.models.lookup(w.Type)
	if n == nil || w.Row == nil || len(w.Atomic) > 0 || len(w.Set) > 0 {
		return false
	}
	return !slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		field, _ := f.models.field(n, e.Path)
		return fromItself(e) && (field == nil || !isText(field.Type()))
	})
}

// isSum reports whether a value was computed with, other than by a list that got longer or shorter.
func (f Flow) isSum() bool {
	return f.How&Computed != 0 && f.How&Decided == 0 && f.Op != "append" && f.Op != "filter"
}

// fromItself reports whether a field's new value is computed from the field of the same name.
func fromItself(e Entry) bool {
	_, name := cutPath(stripIndexes(e.Path))
	return slices.ContainsFunc(e.Value.Flows, func(fl Flow) bool {
		_, from := cutPath(stripIndexes(fl.Path))
		return fl.isSum() && fl.Root.Kind != Outside && from == name
	})
}

package rowflow

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A column whose name the caller gives:
//
//	func (r *repo) setField(id int64, field string, v any) error { return r.db.Model(&Row{}).Where("id = ?", id).Update(field, v).Error }
//	for column, v := range updates { b = b.Set(column, v) }

// namedBy is what gives an assignment the name of its column, nil if that is no parameter of the function.
func (f *frame) namedBy(name Value) *Value {
	flows := f.flat(name).Flows
	if len(flows) == 0 || slices.ContainsFunc(flows, func(fl Flow) bool { return fl.Root.Kind != Param || fl.How != 0 }) {
		return nil
	}
	return &Value{Flows: flows}
}

// nameTerm gives an assignment the column that the caller names.
func (a *application) nameTerm(t *Term) {
	if t.By == nil {
		return
	}
	by := a.inward(*t.By, nil)
	t.By = nil
	if name, ok := a.text(by); ok {
		t.Column = name
		return
	}
	t.By = a.namedBy(by)
}

// setsRanged puts a map that the statement is given entry by entry to it as a whole: Set(k, v) of for k, v := range m.
func (s *site) setsRanged(q *Query) bool {
	m := s.ranged(s.row.Column)
	if m == nil || s.ranged(s.row.Value) != m {
		return false
	}
	q.Row = s.rowValue(s.value(m))
	return true
}

// ranged is the map of which an operand is a key or a value in a loop over it.
func (s *site) ranged(n knowledge.Arg) ssa.Value {
	args := s.in.Common().Args
	if s.obj.Signature().Recv() != nil && !s.in.Common().IsInvoke() {
		args = args[min(1, len(args)):]
	}
	if n <= 0 || int(n) > len(args) {
		return nil
	}
	v := args[n-1]
	if box, ok := v.(*ssa.MakeInterface); ok {
		v = box.X
	}
	part, ok := v.(*ssa.Extract)
	if !ok {
		return nil
	}
	next, ok := part.Tuple.(*ssa.Next)
	if !ok || next.IsString {
		return nil
	}
	over, ok := next.Iter.(*ssa.Range)
	if !ok {
		return nil
	}
	return over.X
}

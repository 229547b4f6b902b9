package rowflow

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// notOneRow reports whether a statement of a loop is about many rows at a time, or about the same row each time, or each time about what the
// iteration before has left.
func (f *frame) notOneRow(h happening, l *loop) bool {
	return f.hitsRange(h) || f.hitsSameRow(h) || f.buildsOn(h, l) || f.insteadOfBulk(h, l)
}

// hitsRange reports whether no condition of the statement names a row: it changes all rows within bounds.
// Have: for _, o := range options { db.Where("at < ?", o.Cutoff).Delete(&Log{}) }.
func (f *frame) hitsRange(h happening) bool {
	return h.Verb != knowledge.Insert && h.Row == nil && len(h.Where) > 0 && !slices.ContainsFunc(h.Where, func(t Term) bool { return t.Op != "<" && t.Op != "<=" && t.Op != ">" && t.Op != ">=" })
}

// hitsSameRow reports whether the row is the one that the caller has named, in each iteration.
// Have: for _, c := range cards { db.Model(&User{}).Where("id = ?", userID).Update("card", c) }.
func (f *frame) hitsSameRow(h happening) bool {
	where := h.Where
	if h.Row != nil {
		reads := f.readsOf(h.Row.Flows)
		element := slices.ContainsFunc(h.Row.Flows, func(fl Flow) bool { return strings.Contains(fl.Path, "[") })
		if len(reads) != 1 || len(h.Where) > 0 || element {
			return false
		}
		where = reads[0].Where
	}
	return h.Verb != knowledge.Insert && len(where) > 0 && !slices.ContainsFunc(where, func(t Term) bool { return t.Op != "=" || !isSteady(t.Value) })
}

// readsOf are the reads that a row comes from.
func (f *frame) readsOf(flows []Flow) (out []*ReadSite) {
	for _, fl := range flows {
		if r := f.sum.Reads[fl.Read]; r != nil && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// isSteady reports whether a value is a parameter as it came in, and no element of a list.
func isSteady(v Value) bool {
	return len(v.Flows) > 0 && !slices.ContainsFunc(v.Flows, func(fl Flow) bool {
		return fl.Root.Kind != Param || fl.Read != "" || fl.How != 0 || strings.Contains(fl.Path, "[")
	})
}

// buildsOn reports whether a row that is inserted is made from one that the iteration reads of the same table: the one before, as like as not.
// Have: db.Order("id desc").First(&last); db.Create(&Price{Value: last.Value + change}).
func (f *frame) buildsOn(h happening, l *loop) bool {
	if h.Verb != knowledge.Insert || h.Row == nil {
		return false
	}
	var flows []Flow
	for _, e := range f.image(*h.Row).Image {
		flows = unionFlows(flows, e.Value.Flows)
	}
	return slices.ContainsFunc(f.readsOf(flows), func(r *ReadSite) bool { return f.sameTable(h.Write, r) && f.runsIn(r.At, l) })
}

// runsIn reports whether a call stands in a loop.
func (f *frame) runsIn(at Pos, l *loop) bool {
	for b := range l.body {
		if slices.ContainsFunc(b.Instrs, func(in ssa.Instruction) bool {
			call, ok := in.(ssa.CallInstruction)
			return ok && f.pos(call) == at
		}) {
			return true
		}
	}
	return false
}

// insteadOfBulk reports whether the loop makes up for one statement for all that has failed.
// Have: if err := db.Create(&users).Error; err != nil { for _, u := range users { db.Create(u) } }.
func (f *frame) insteadOfBulk(h happening, l *loop) bool {
	return l.head != nil && slices.ContainsFunc(f.happened, func(o happening) bool {
		return o.in != nil && o.in != h.in && o.Verb == h.Verb && sameTable(o.Write, h.Write) && o.in.Value() != nil &&
			slices.ContainsFunc(failures(o.in.Value()), func(c control) bool { return f.controlled(l.head, c) })
	})
}

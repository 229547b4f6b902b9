package rowflow

import (
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// newWrite is the record of a statement that changes rows.
func (s *site) newWrite(q *Query, verb knowledge.Verb) *Write {
	return &Write{At: s.pos(s.in), Lib: s.lib.Name, Verb: verb, Type: q.Type, Table: q.Table, Base: q.Base, Set: q.Set, Where: q.Where,
		Or: q.Or, Columns: q.Columns, ColumnsBy: q.ColumnsBy, Omit: q.Omit, Atomic: q.Atomic, All: q.All || verb == knowledge.Save, NonZero: s.row.NonZero && !q.All,
		Upsert: q.Upsert, NoVersion: q.NoVersion, Returns: q.Returns, Text: q.Text, Guard: s.writeGuard(q),
		Tx: q.Tx, Settled: s.row.Queues, Via: s.via}
}

func (s *site) writeGuard(q *Query) string {
	if q.Level == knowledge.Serializable {
		return "serializable"
	}
	return ""
}

// writeRow records a write that is no SQL text: of a struct, a map, or columns set one by one.
func (s *site) writeRow(q *Query) { s.writeAs(q, s.row.Do) }

func (s *site) writeAs(q *Query, verb knowledge.Verb) {
	w := s.newWrite(q, verb)
	switch {
	case s.row.Row != 0:
		row := s.arg(s.row.Row)
		if s.row.Column == s.row.Row { // its type tells: a column's name, or a struct
			if t, ok := s.text(row); ok {
				w.Set = append(w.Set, s.term(t, s.arg(s.row.Value)))
				break
			}
		}
		w.Row = s.rowValue(row)
		if w.Type == "" || q.Model == nil && q.Table == "" {
			if t := s.rowType(nil, row); t != "" {
				w.Type = t
			}
		}
		if s.row.Example || verb == knowledge.Delete {
			w.Row = nil
			s.where(q, []Value{row})
			w.Where = append(q.Where[:len(q.Where):len(q.Where)], s.keyIn(row)...)
		}
	case q.Row != nil:
		w.Row = s.rowValue(*q.Row)
		if w.Type == "" {
			w.Type = s.rowType(nil, *q.Row)
		}
	case len(q.Set) == 0 && q.Model != nil && !s.lib.SetOnly:
		w.Row = s.rowValue(*q.Model)
	}
	if q.Model != nil && w.Row == nil && !q.NoKey {
		w.Where = append(w.Where, s.keyIn(*q.Model)...)
	}
	if s.row.Row != 0 && q.Model != nil && w.Row != nil { // Model(&p).Updates(map…): the model names the row
		w.Where = append(w.Where, s.keyIn(*q.Model)...)
	}
	if w.Type == "" {
		w.Model = q.Model
	}
	if verb == knowledge.Insert && q.Upsert && len(q.Taken) > 0 && q.Model != nil {
		up := *w
		up.Verb, up.Upsert, up.Set, up.Columns, up.Row = knowledge.Update, false, nil, q.Taken, s.rowValue(*q.Model)
		s.write(&up)
	}
	if verb == knowledge.Upsert && len(w.Columns) > 0 && w.Row != nil { // the row that it meets gets these columns
		up := *w
		up.Verb, up.Upsert = knowledge.Update, false
		s.write(&up)
	}
	s.write(w)
}

// rowValue is a struct or map as it is written: where it is, through pointers to pointers.
func (s *site) rowValue(v Value) *Value {
	out := Value{Refs: s.st.follow(v), Flows: v.Flows, Image: v.Image}
	return &out
}

// keyIn is the condition that a model's key is: that of the row which the struct was loaded as, or of the one that its fields name.
//
// Have: db.Model(&Coupon{Base: Base{ID: id}}).Updates(columns).
func (f *frame) keyIn(m Value) []Term {
	var out []Term
	for _, r := range f.st.follow(m) {
		key := f.st.load(Ref{Root: r.Root, Path: joinPath(r.Path, keyPath(f.typeAt(r)))})
		if len(key.Flows) > 0 {
			out = append(out, Term{Column: "id", Op: "=", Value: key})
		}
	}
	return out
}

// exec records what an SQL text does.
func (s *site) exec(q *Query) {
	if q.Text == nil {
		if q.Will != knowledge.Shape {
			s.writeAs(q, q.Will)
		} else if s.row.SQL != 0 {
			text := first(s.from(s.row.SQL))
			text.Query = q
			s.givenText(text, TextRun{At: s.pos(s.in), Lib: s.lib.Name})
		}
		return
	}
	if s.lockingText(q) {
		s.hold("row lock")
	}
	for _, st := range sqltext.Parse(*q.Text) {
		if st.Serializable {
			s.hold("serializable")
		}
	}
	s.execWrites(q, false)
}

// execWrites records the writes in an SQL text.
func (s *site) execWrites(q *Query, answered bool) {
	for st := range sqltext.All(sqltext.Parse(*q.Text)) {
		verb, ok := verbs[st.Verb]
		if !ok {
			continue
		}
		vals := s.textValues(q)
		w := s.newWrite(q, verb)
		w.Type, w.Table = q.Type, st.Table
		w.Set = assigns(st.Set, vals)
		w.Where = conds(st.Where, vals)
		w.Upsert = st.Upsert || st.Ignore
		w.Answered = answered
		if st.Verb == sqltext.Insert || st.Verb == sqltext.Replace {
			if st.Upsert {
				s.write(s.updateHalf(w, st, vals))
			}
			w.Set = assigns(st.Values, vals)
		}
		s.write(w)
	}
}

// updateHalf is what an upsert does to the row that it meets: INSERT … ON CONFLICT (day) DO UPDATE SET hits = $2.
func (s *site) updateHalf(w *Write, st *sqltext.Statement, vals values) *Write {
	up := *w
	up.Verb, up.Upsert = knowledge.Update, false
	inserted := assigns(st.Values, vals)
	for i := range up.Set {
		for _, other := range st.Set[i].Other { // excluded.hits is the value that was to be inserted
			for _, in := range inserted {
				if strings.HasSuffix(sqltext.Normal(other), "."+sqltext.Normal(in.Column)) {
					up.Set[i].Value = join(up.Set[i].Value, in.Value)
				}
			}
		}
	}
	for _, in := range inserted {
		for _, key := range st.Conflict {
			if sqltext.Normal(key) == sqltext.Normal(in.Column) {
				up.Where = append(up.Where, Term{Column: key, Op: "=", Value: in.Value})
			}
		}
	}
	return &up
}

var verbs = map[sqltext.Verb]knowledge.Verb{
	sqltext.Update:  knowledge.Update,
	sqltext.Insert:  knowledge.Insert,
	sqltext.Replace: knowledge.Upsert,
	sqltext.Delete:  knowledge.Delete,
}

// write takes a write into the function's account: to judge, and to tell callers of.
func (f *frame) write(w *Write) {
	if !f.recording || len(w.Via) > maxDepth || len(f.sum.Effects) >= maxEffects {
		return
	}
	if w.Under == "" {
		w.Under = f.st.guard
	}
	w.Set = f.setTerms(w.Set)
	if w.Row != nil {
		row := *w.Row
		row.Refs = f.rowsIn(f.st.follow(row))
		row = f.image(row)
		w.Row = &row
	}
	f.noteUpdate(w)
	f.judge(w)
	w.Of = unionFlows(w.Of, f.sameRowBeside(w))
	f.misplaced(w)
	f.judgeKey(w)
	f.judgeRefresh(w)
	f.guarded = append(f.guarded, guardedWrite{w, f.block})
	out := f.outwardWrite(w)
	f.sum.Effects = append(f.sum.Effects, Effect{Write: out})
	in, _ := f.instr.(ssa.CallInstruction)
	h := happening{Write: w, out: out, in: in, block: f.block, handed: f.handed > 0, each: w.each, retried: f.retried}
	f.judgeAgain(h)
	f.happened = append(f.happened, h)
}

const maxEffects = 100

// setTerms are assignments with the constants that structs which stand for a value are filled with, without those that keep what is there because they were given
// no value.
// Have: SET status = COALESCE($1, status), price = COALESCE($2, price), with Params{Status: sql.NullString{String: "paid", Valid: true}}.
func (f *frame) setTerms(terms []Term) []Term {
	var out []Term
	for _, t := range terms {
		flat := f.flat(t.Value)
		for _, r := range t.Value.Refs {
			if len(flat.Flows) == 0 {
				t.Value.Image = joinImages(t.Value.Image, f.st.parts(r))
			}
		}
		if !t.Keep || len(t.Value.Image) > 0 || !flat.empty() {
			out = append(out, t)
		}
	}
	return out
}

// rowsIn are the rows in a list that was put together one by one: the list itself is none of them.
// Have: changed = append(changed, item); db.Save(&changed), db.Save([]*Item{from, to}).
func (f *frame) rowsIn(refs []Ref) []Ref {
	var out []Ref
	for _, r := range refs {
		var rows []Ref
		if t := f.typeAt(r); t != nil && (isList(t) || isArray(t)) {
			for _, e := range f.st.parts(r) {
				if isIndex(e.Path) && !e.Value.empty() && len(rows) < maxRefs {
					rows = append(rows, f.st.follow(Value{Refs: []Ref{{r.Root, joinPath(r.Path, e.Path)}}})...)
				}
			}
		}
		if len(rows) == 0 {
			rows = []Ref{r}
		}
		out = append(out, rows...)
	}
	return out
}

// isIndex reports whether a path is one element of a list: [], [2].
func isIndex(path string) bool {
	return strings.HasPrefix(path, "[") && strings.IndexByte(path, ']') == len(path)-1 && path != keysPath
}

// image is a row as it is now: what it was made from, and each part that was written since.
func (f *frame) image(v Value) Value {
	out := Value{Refs: v.Refs, Flows: v.Flows}
	for _, r := range v.Refs {
		out.Flows = unionFlows(out.Flows, f.st.load(r).Flows)
		out.Image = joinImages(out.Image, f.st.parts(r))
	}
	for _, over := range v.Image { // what a callee wrote is later than what was there
		kept := out.Image[:0:0]
		for _, e := range out.Image {
			if _, below := under(e.Path, over.Path); !below && e.Path != over.Path {
				kept = append(kept, e)
			}
		}
		out.Image = append(kept, over)
	}
	return out
}

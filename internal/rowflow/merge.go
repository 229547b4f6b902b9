package rowflow

import (
	"maps"
	"reflect"
	"slices"
)

// A call hands on the reads of all ways through what it calls. To other packages, reads at one place, of one table and by the same conditions are
// one read.
//
// Have: func find(name string) { if u := byEmail(name); u != nil { return u }; return byPhone(name) }: u := find(name) in a function that others call.

// mergeReads makes reads that nobody outside can tell apart one.
func (s *Summary) mergeReads() {
	for range maxDepth { // conditions mention reads, which may become the same only then
		first, to := map[*packed]string{}, map[string]string{}
		p := newPacker()
		for _, id := range slices.Sorted(maps.Keys(s.Reads)) {
			c := *s.Reads[id]
			c.ID, c.Via = "", nil
			what := p.pack(reflect.ValueOf(c))
			if one, ok := first[what]; ok {
				to[id] = one
				delete(s.Reads, id)
			} else {
				first[what] = id
			}
		}
		if len(to) == 0 {
			return
		}
		s.rename(to)
	}
}

// rename gives reads other names, where they are mentioned.
func (s *Summary) rename(to map[string]string) {
	change := func(flows []Flow) []Flow {
		var out []Flow
		for _, fl := range flows {
			if one, ok := to[fl.Read]; ok {
				fl.Read = one
			}
			out = unionFlows(out, []Flow{fl})
		}
		return out
	}
	s.Results = mapValues(s.Results, change)
	s.Post = slices.Clone(s.Post)
	for i := range s.Post {
		s.Post[i].Value = mapFlows(s.Post[i].Value, change)
	}
	s.Effects = slices.Clone(s.Effects)
	for i, e := range s.Effects {
		if e.Write != nil {
			w := *e.Write
			w.Base, w.Set, w.Where, w.Row, w.Model = change(w.Base), mapTerms(w.Set, change), mapTerms(w.Where, change), mapPointer(w.Row, change), mapPointer(w.Model, change)
			s.Effects[i].Write = &w
		}
		if e.Call != nil {
			c := *e.Call
			c.Args = mapValues(c.Args, change)
			s.Effects[i].Call = &c
		}
		if e.Run != nil {
			r := *e.Run
			r.Text = mapFlows(r.Text, change)
			s.Effects[i].Run = &r
		}
	}
	for id, r := range s.Reads {
		c := *r
		c.Base, c.Where, c.LockBy = change(c.Base), mapTerms(c.Where, change), mapPointer(c.LockBy, change)
		s.Reads[id] = &c
	}
}

// mapFlows is a value with other sources; nothing that it shares with others is changed.
func mapFlows(v Value, change func([]Flow) []Flow) Value {
	v.Flows = change(v.Flows)
	v.Image = mapEntries(v.Image, change)
	v.Holes = mapValues(v.Holes, change)
	if v.Query != nil {
		q := *v.Query
		q.Base, q.Where, q.Set = change(q.Base), mapTerms(q.Where, change), mapTerms(q.Set, change)
		q.Args, q.Holes = mapValues(q.Args, change), mapValues(q.Holes, change)
		q.Model, q.Row = mapPointer(q.Model, change), mapPointer(q.Row, change)
		v.Query = &q
	}
	return v
}

func mapPointer(v *Value, change func([]Flow) []Flow) *Value {
	if v == nil {
		return nil
	}
	out := mapFlows(*v, change)
	return &out
}

func mapValues(vals []Value, change func([]Flow) []Flow) []Value {
	out := slices.Clone(vals)
	for i := range out {
		out[i] = mapFlows(out[i], change)
	}
	return out
}

func mapEntries(image []Entry, change func([]Flow) []Flow) []Entry {
	out := slices.Clone(image)
	for i := range out {
		out[i].Value = mapFlows(out[i].Value, change)
	}
	return out
}

func mapTerms(terms []Term, change func([]Flow) []Flow) []Term {
	out := slices.Clone(terms)
	for i := range out {
		out[i].Value = mapFlows(out[i].Value, change)
	}
	return out
}

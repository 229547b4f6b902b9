package rowflow

import "slices"

// Facts hold what another package can use of a summary: not where in the function a value was computed, for there the call stands for all of it,
// and of what happens to rows only what its callers have a hand in.
//
// Have: func Touch() { db.Model(&job).Update("seen", now) }: no caller can have read what it is about.

// lean is a summary without what other packages have no use for.
func (s *Summary) lean() Summary {
	out := *s
	shared := s.shared()
	out.Effects = nil
	for _, e := range s.Effects {
		if e.Write != nil {
			if e.Write = e.Write.lean(shared); !s.concerns(e.Write, shared) {
				continue
			}
		}
		out.Effects = append(out.Effects, e)
	}
	out.keepMentioned()
	out.mergeReads()
	return out
}

// shared are the reads that the function hands out.
func (s *Summary) shared() map[string]bool {
	shared := map[string]bool{}
	note := func(flows []Flow) {
		for _, fl := range flows {
			shared[fl.Read] = true
		}
	}
	for _, v := range s.Results {
		walk(v, note)
	}
	for _, p := range s.Post {
		walk(p.Value, note)
	}
	for _, e := range s.Effects {
		if e.Call != nil {
			for _, v := range e.Call.Args {
				walk(v, note)
			}
		}
	}
	return shared
}

// lean forgets which rows the columns that are written were copied from, unless the caller has them: what that means has been judged.
func (w *Write) lean(shared map[string]bool) *Write {
	kept := func(flows []Flow) []Flow {
		return slices.DeleteFunc(slices.Clone(flows), func(fl Flow) bool { return fl.Read != "" && !shared[fl.Read] })
	}
	out := *w
	out.Via, out.Of = lastCall(w.Via), nil
	out.Set = mapTerms(w.Set, kept)
	if w.Row != nil {
		row := *w.Row
		row.Image = mapEntries(row.Image, kept)
		out.Row = &row
	}
	return &out
}

// lastCall is the library's call of those beneath one in another package.
func lastCall(via []Pos) []Pos { return via[max(0, len(via)-1):] }

// concerns reports whether a caller may have to do with a write: it gave the statement, the row, its key or a value, or gets a row that is written.
func (s *Summary) concerns(w *Write, shared map[string]bool) bool {
	found := s.mentions(w) || len(w.Base) > 0
	walkWrite(w, func(flows []Flow) {
		for _, fl := range flows {
			found = found || shared[fl.Read] || fl.Root.Kind == Callback || fl.Root.Kind == Outside || fl.Root.Kind == Param
		}
	})
	return found
}

// keepMentioned keeps the reads that the summary mentions.
func (s *Summary) keepMentioned() {
	keep := map[string]*ReadSite{}
	note := func(flows []Flow) {
		for _, fl := range flows {
			if r := s.Reads[fl.Read]; r != nil {
				c := *r
				c.Via = lastCall(r.Via)
				keep[fl.Read] = &c
			}
		}
	}
	s.walk(note)
	s.Reads = keep
}

// walk visits the flows of all that a summary tells.
func (s *Summary) walk(visit func([]Flow)) {
	for _, v := range s.Results {
		walk(v, visit)
	}
	for _, p := range s.Post {
		walk(p.Value, visit)
	}
	for _, e := range s.Effects {
		switch {
		case e.Write != nil:
			walkWrite(e.Write, visit)
		case e.Call != nil:
			for _, a := range e.Call.Args {
				walk(a, visit)
			}
		case e.Run != nil:
			walk(e.Run.Text, visit)
		}
	}
}

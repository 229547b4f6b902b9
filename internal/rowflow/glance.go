package rowflow

import "slices"

// A glance is a read on a connection that may be the one on which a transaction began: what the transaction has changed before, it does not
// see. Callers in the package know more of the connections.
//
// Have: db.Transaction(func(tx *gorm.DB) error { tx.Save(&p); return notify(db, p.ID) }), where notify reads the row.
type glance struct {
	read  *ReadSite
	after []*Write // of the same table, earlier, on another connection or in a transaction
}

// maxGlances bounds those of a function.
const maxGlances = 24

// glances takes note of a read, and reports it if it runs beside an open transaction that has changed its table.
func (f *frame) glances(r *ReadSite, after []*Write) {
	if !f.recording || r.InTx || r.Guard != "" || len(r.Base) == 0 || r.Type == "" && r.Table == "" {
		return
	}
	for _, w := range f.guarded {
		if (w.Tx != "" || !sameBase(w.Base, r.Base)) && f.sameTable(w.Write, r) && mayMeet(w.Write, r) && (w.block == f.block || reachesBlock(w.block, f.block, nil)) {
			after = append(after, w.Write)
		}
	}
	for _, t := range f.open() {
		if t.beganOn(r.Base) && slices.ContainsFunc(after, func(w *Write) bool { return w.Tx != "" }) {
			f.misuse(Misuse{Category: "handle", Lib: r.Lib, Blind: true, Name: nameOf(r.Type, r.Table), Tx: t.at, Assume: t.assume, id: t.id}, r.At, r.Via)
			return
		}
	}
	if len(f.sum.glances) < maxGlances {
		f.sum.glances = append(f.sum.glances, glance{r, after})
	}
}

// glance brings a callee's reads into the caller's terms.
func (a *application) glance() {
	if !a.recording {
		return
	}
	for _, g := range a.sum.glances {
		if len(g.read.Via) > maxDepth {
			continue
		}
		r := *g.read
		r.Via, r.At, r.Where = append([]Pos{r.At}, r.Via...), a.at, a.inwardTerms(r.Where)
		if r.Base, r.InTx = a.connections(r.Base); r.InTx {
			continue
		}
		var after []*Write
		for _, w := range g.after {
			c := *w
			var inTx bool
			if c.Base, inTx = a.connections(w.Base); inTx {
				c.Tx = "begun by the caller"
			}
			after = append(after, &c)
		}
		a.frame.glances(&r, after)
	}
}

// glanceAt takes note of what another package's function reads and returns; of this package's, more is known.
func (a *application) glanceAt(r *ReadSite) {
	noted := func(g glance) bool { return g.read == r }
	if a.sum.foreign && !slices.ContainsFunc(a.frame.sum.glances, noted) {
		a.glances(r, nil)
	}
}

// mayMeet reports whether a statement is about a row that a read looks for: what it is found by comes from the same place.
func mayMeet(w *Write, r *ReadSite) bool {
	return slices.ContainsFunc(r.Where, func(key Term) bool {
		return slices.ContainsFunc(key.Value.Flows, func(fl Flow) bool {
			same := func(o Flow) bool { return o.Read == fl.Read && o.Root == fl.Root }
			return slices.ContainsFunc(w.Where, func(t Term) bool { return slices.ContainsFunc(t.Value.Flows, same) }) ||
				w.Row != nil && (slices.ContainsFunc(w.Row.Flows, same) || fl.Read == "" && slices.ContainsFunc(w.Row.Refs, func(ref Ref) bool { return ref.Root == fl.Root }))
		})
	})
}

// connections are the caller's connections for a callee's, and whether they are in a transaction.
func (a *application) connections(base []Flow) (out []Flow, inTx bool) {
	for _, fl := range base {
		v := a.inwardFlow(fl)
		out = unionFlows(out, a.baseFlows(v))
		if q := a.queryOf(v); q != nil {
			inTx = inTx || q.Tx != ""
		}
	}
	return out, inTx
}

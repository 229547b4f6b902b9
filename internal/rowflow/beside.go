package rowflow

import (
	"maps"
	"slices"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A row that is read beside the transaction which writes it may have changed by then, and no lock of the transaction's keeps it. Reading another row
// there, or one that nothing of the write comes from, is a matter of taste.

// readBeside reports reads on the connection that an open transaction began on, of the row that a write in the transaction is about.
func (f *frame) readBeside(w *Write, t scope) {
	for _, r := range f.rowsOf(w) {
		if f.letGo(w, r) && !t.covers(r) && t.beganOn(r.Base) {
			f.misuse(Misuse{Category: "outside", Lib: r.Lib, Name: nameOf(r.Type, r.Table)}, r.At, r.Via)
		}
		if (r.Guard == "" || r.Locks) && t.leavesOut(r) {
			f.misuse(Misuse{Category: "handle", Lib: r.Lib, Read: true, Name: nameOf(r.Type, r.Table), Tx: t.at, Assume: t.assume, id: t.id}, r.At, r.Via)
		}
	}
}

// rowsOf are the reads of the row that a write is about: what it saves was loaded by them, or it names their row and relies on them.
//
//	db.First(&q, id); tx.Save(&q)
//	db.First(&q, id); tx.Model(&Pet{}).Where("id = ?", id).Update("slot", q.Slot-1)
//	db.Where("owner = ?", owner).First(&q); tx.Model(&q).Update("slot", 0)
func (f *frame) rowsOf(w *Write) (out []*ReadSite) {
	flows := w.Of
	if w.Row != nil {
		flows = append(flows[:len(flows):len(flows)], w.Row.Flows...)
	}
	for _, fl := range flows {
		if r := f.sum.Reads[fl.Read]; r != nil && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// sameRowBeside are the reads, on another connection, of the row that a write names by its key, and that the write relies on: what they read goes
// into it or decides that it happens, or the key is what they were asked for.
func (f *frame) sameRowBeside(w *Write) (out []Flow) {
	keys := f.primary(w)
	if len(keys) == 0 {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(f.sum.Reads)) {
		r := f.sum.Reads[id]
		if r.InTx || len(r.Base) == 0 || w.Tx == "" && sameBase(w.Base, r.Base) || !f.sameTable(w, r) || len(r.Either) > 0 {
			continue
		}
		from := slices.ContainsFunc(keys, func(k Term) bool { return f.isKeyOf(r, w, k.Value) })
		if (from || shareKey(r.owner(), keys, r.Where)) && (f.goesInto(w, r) || f.decidedBy(w, r)) || from && !f.foundByKey(w, r) {
			out = append(out, Flow{Read: id})
		}
	}
	return out
}

// isKeyOf reports whether a value is the primary key of a row that was read.
func (f *frame) isKeyOf(r *ReadSite, w *Write, v Value) bool {
	return slices.ContainsFunc(v.Flows, func(fl Flow) bool {
		return fl.Read == r.ID && fl.How == 0 && f.models.isKey(f.models.cell(r.Type, r.Table, fl.Path), w.Lib)
	})
}

// foundByKey reports whether a row was read by its primary key: that it has this key is no news.
func (f *frame) foundByKey(w *Write, r *ReadSite) bool {
	return slices.ContainsFunc(r.Where, func(t Term) bool {
		return t.Op == "=" && f.models.isKey(f.models.cell(r.Type, r.Table, columnPath(keyName(t.Column))), w.Lib)
	})
}

// primary are the conditions of a write that name its row by the primary key. An insert has none.
func (f *frame) primary(w *Write) (out []Term) {
	if w.Verb != knowledge.Update && w.Verb != knowledge.Save && w.Verb != knowledge.Delete || w.Or {
		return nil
	}
	keys := w.Where
	if w.Row != nil {
		keys = append(keys[:len(keys):len(keys)], f.keysIn(w)...)
	}
	for _, t := range keys {
		if t.Op == "=" && f.models.isKey(f.models.cell(w.Type, w.Table, columnPath(keyName(t.Column))), w.Lib) {
			out = append(out, t)
		}
	}
	return out
}

// goesInto reports whether something that was read, the key apart, goes into what the statement writes.
func (f *frame) goesInto(w *Write, r *ReadSite) bool {
	found := false
	note := func(flows []Flow) {
		found = found || slices.ContainsFunc(flows, func(fl Flow) bool {
			return fl.Read == r.ID && !fl.isOutcome() && !f.models.isKey(f.models.cell(r.Type, r.Table, fl.Path), w.Lib)
		})
	}
	walkTerms(w.Set, note)
	if w.Row != nil {
		walk(*w.Row, note)
	}
	return found
}

// decidedBy reports whether what was read decides that the statement at hand is reached. Whether there is such a row does not matter to one that only
// has the database add to it.
func (f *frame) decidedBy(w *Write, r *ReadSite) bool {
	return slices.ContainsFunc(f.controls(f.block), func(c control) bool {
		return slices.ContainsFunc(c.cond.Flows, func(fl Flow) bool { return fl.Read == r.ID && !(fl.isOutcome() && f.onlyAdds(w)) })
	})
}

// onlyAdds reports whether the database computes all that a statement writes.
func (f *frame) onlyAdds(w *Write) bool {
	if slices.ContainsFunc(w.Set, func(t Term) bool { return !t.Self && !f.isExpr(t.Value) }) {
		return false
	}
	return w.Verb == knowledge.Update && (w.Row == nil && len(w.Set) > 0 || w.Row != nil && len(w.Row.Image) > 0 &&
		!slices.ContainsFunc(w.Row.Image, func(e Entry) bool { return !f.isExpr(e.Value) }))
}

package rowflow

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// passesAgain reports whether the column is set to what passes the tests of it: who comes later gets through as well, race or not.
//
// Have: if o.Status == "cancelled" { return errGone }; pay(o); o.Status = "confirmed".
func (f *frame) passesAgain(w guardedWrite, tested Flow, to Value) bool {
	known := false
	for _, c := range f.decisions(w.block) {
		if !madeFrom(c.cond.Flows, tested) {
			continue
		}
		if set := f.flat(to); set.empty() && f.laterPasses(c, tested) {
			known = true
			continue
		}
		eq, ok := c.branch().Cond.(*ssa.BinOp)
		if !ok || eq.Op != token.EQL && eq.Op != token.NEQ {
			return false
		}
		is, ok := sameConstants(f.value(eq.X), f.value(eq.Y), to)
		if !ok || (is == (eq.Op == token.EQL)) != (c.side == 0) {
			return false
		}
		known = true
	}
	return known
}

// sameConstants reports whether the constant among two values is a third; false if there is none to compare.
func sameConstants(x, y, to Value) (is, ok bool) {
	for _, v := range []Value{x, y} {
		if v.Text != nil && to.Text != nil || v.Int != nil && to.Int != nil {
			return sameConstant(v, to), true
		}
	}
	return false, false
}

// claimed reports whether a statement before this one has tested the column in its WHERE, and somebody looks at whether it changed the row: one
// request only gets here.
//
//	res := tx.Exec("UPDATE orders SET status = 'processing' WHERE id = ? AND status = 'pending'", id)
//	if res.RowsAffected == 0 { return errTaken }
//	…
//	tx.Exec("UPDATE orders SET status = 'refunded' WHERE id = ?", id)
func (f *frame) claimed(w guardedWrite, tested Cell) bool {
	return slices.ContainsFunc(f.guarded, func(o guardedWrite) bool {
		return o.Verb == knowledge.Update && !o.Or && sameTable(o.Write, w.Write) && o.tests(tested) && f.looksAtRows(o.Write) &&
			(f.precedes(o, w) || o.At == w.At && o.Write != w.Write) // one call does either
	})
}

// insertedHere reports whether the function has inserted a row of the table before: what it writes then is that row, which nobody else knows, unless it
// is told by the key of one that was read.
func (f *frame) insertedHere(w guardedWrite) bool {
	if slices.ContainsFunc(w.Where, func(t Term) bool { return f.fromRead(t.Value.Flows, w.Write) }) || w.Row != nil && f.fromRead(w.Row.Flows, w.Write) {
		return false
	}
	return slices.ContainsFunc(f.guarded, func(o guardedWrite) bool {
		return o.Verb == knowledge.Insert && sameTable(o.Write, w.Write) && f.precedes(o, w)
	})
}

// fromRead reports whether a value comes from a row of the table that a statement writes.
func (f *frame) fromRead(flows []Flow, w *Write) bool {
	return slices.ContainsFunc(flows, func(fl Flow) bool {
		read := f.sum.Reads[fl.Read]
		return read != nil && f.sameTable(w, read)
	})
}

// isOwn reports whether the row is the request's alone when it is written: it has claimed or inserted it.
func (f *frame) isOwn(w guardedWrite, tested Cell) bool {
	return f.claimed(w, tested) || f.insertedHere(w)
}

// precedes reports whether one statement has always run when another does. Both are in the order in which they were met.
func (f *frame) precedes(a, b guardedWrite) bool {
	i := slices.IndexFunc(f.guarded, func(g guardedWrite) bool { return g.Write == a.Write })
	j := slices.IndexFunc(f.guarded, func(g guardedWrite) bool { return g.Write == b.Write })
	return i < j && a.block.Dominates(b.block)
}

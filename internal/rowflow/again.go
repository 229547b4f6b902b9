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
		if !slices.ContainsFunc(c.cond.Flows, func(fl Flow) bool { return fl.Read == tested.Read && fl.Path == tested.Path }) {
			continue
		}
		eq, ok := c.at.Instrs[len(c.at.Instrs)-1].(*ssa.If).Cond.(*ssa.BinOp)
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
		return o.Write != w.Write && o.Verb == knowledge.Update && !o.Or && sameTable(o.Write, w.Write) && o.tests(tested) && f.looksAtRows(o.Write) &&
			(o.block.Dominates(w.block) || o.block == w.block)
	})
}

// insertedHere reports whether the function has inserted a row of the table before: what it writes then is that row, which nobody else knows.
func (f *frame) insertedHere(w guardedWrite) bool {
	return slices.ContainsFunc(f.guarded, func(o guardedWrite) bool {
		return o.Verb == knowledge.Insert && sameTable(o.Write, w.Write) && o.block != w.block && o.block.Dominates(w.block) || o.Verb == knowledge.Insert &&
			sameTable(o.Write, w.Write) && o.block == w.block && f.before(o.Write, w.Write)
	})
}

// before reports whether a statement of a block comes before another.
func (f *frame) before(a, b *Write) bool {
	for _, h := range f.happened {
		switch h.Write {
		case a:
			return true
		case b:
			return false
		}
	}
	return false
}

package rowflow

import (
	"go/types"
	"slices"
	"strconv"
)

// givenRow notes a row that came in as a parameter, is changed here and written here: whoever read it, the update may be lost. It is
// reported if no caller in this package speaks for the row, and if the connection is the function's own: with one that the caller
// gave, the caller may hold a lock.
// Have: func (s *Store) Spend(w *Wallet, n int) error { w.Points -= n; return s.db.Save(w).Error }.
func (f *frame) givenRow(w *Write, c Cell, path string, fl Flow) bool {
	if fl.Root.Kind != Param || fl.How&(Computed|Edited) == 0 || fl.How&Compared != 0 || f.st.guard != "" || f.givenHandle(w) {
		return false
	}
	root := Ref{Root: fl.Root}
	t := f.typeAt(root)
	if t == nil || !f.models.isRow(t) || typeName(t) == "" || f.reads(typeName(t)) {
		return false
	}
	read := &ReadSite{ID: "given" + strconv.Itoa(fl.Root.N), At: f.place(f.fn.Pos(), f.fn), Type: typeName(t), Assume: "the row is read by the callers"}
	base := w.Row != nil && slices.ContainsFunc(w.Row.Flows, func(b Flow) bool {
		return b.Root == fl.Root && path != "" && stripIndexes(joinPath(b.Path, path)) == stripIndexes(fl.Path)
	})
	if !base && !(w.Row == nil && f.models.sameCell(f.models.cell(read.Type, "", fl.Path), c) && f.keyFrom(w, fl.Root)) {
		return false
	}
	for _, term := range w.Where { // compare-and-set
		if slices.ContainsFunc(term.Value.Flows, func(k Flow) bool { return k.Root == fl.Root && (k.Path == fl.Path || isVersion(term.Column)) }) {
			return false
		}
	}
	x := Finding{Category: "arith", Read: read, Write: w, Flow: fl, Cell: c}
	f.name(&x)
	x.At = x.level(f.pass.Pkg.Path())
	f.sum.rows = append(f.sum.rows, x)
	return true
}

// reads reports whether the function loads a row of the type itself: what came in is then the request that says how to change it.
func (f *frame) reads(typ string) bool {
	for _, r := range f.sum.Reads {
		if r.Type == typ {
			return true
		}
	}
	return false
}

// givenHandle reports whether the statement runs on a connection that came in as a parameter, not in the receiver.
func (f *frame) givenHandle(w *Write) bool {
	return slices.ContainsFunc(w.Base, func(b Flow) bool {
		if t := f.typeAt(Ref{b.Root, b.Path}); t != nil && f.models.isRow(t) && f.hasHandle() {
			return false
		}
		return b.Root.Kind != Global && (b.Root.Kind == Callback || b.Path == "" || f.fn.Signature.Recv() == nil || b.Root.N > 0)
	})
}

// hasHandle reports whether the function is a method with a connection in a field, and is given none: a generated row that writes itself
// is then one that was read on a connection of this kind.
// Have: func (s *Store) Spend(ctx context.Context, w *ent.Wallet, n int) error { return w.Update().SetPoints(w.Points - n).Exec(ctx) }.
func (f *frame) hasHandle() bool {
	sig := f.fn.Signature
	for p := range sig.Params().Variables() {
		if f.isHandle(p.Type()) {
			return false
		}
	}
	if sig.Recv() == nil {
		return false
	}
	st, ok := deref(sig.Recv().Type()).Underlying().(*types.Struct)
	return ok && slices.ContainsFunc(slices.Collect(st.Fields()), func(v *types.Var) bool { return f.isHandle(v.Type()) })
}

// keyFrom reports whether the row is found by a part of the parameter.
func (f *frame) keyFrom(w *Write, root Root) bool {
	return slices.ContainsFunc(w.Where, func(t Term) bool {
		return slices.ContainsFunc(t.Value.Flows, func(k Flow) bool { return k.Root == root })
	})
}

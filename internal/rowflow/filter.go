package rowflow

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// filtered are the lists of which an appended element is one, if it is appended because of a comparison with something else: what comes out
// is the list without an element, or with another in its place, and so computed from it. A list that is copied, or cleaned of what is
// empty, is the same list in another form.
// Have: for _, v := range list { if v != value { kept = append(kept, v) } }.
func (f *frame) filtered(in ssa.CallInstruction, v Value, flows []Flow) []Flow {
	var out []Flow
	for _, fl := range append(f.elementFlows(v), flows...) {
		list, ok := strings.CutSuffix(fl.Path, "[]")
		if !ok || fl.How&(Computed|Edited) != 0 || !f.chosen(in.Block(), fl) {
			continue
		}
		fl.Path = list
		out = append(out, fl.did(Computed, f.pos(in), "filter"))
	}
	return out
}

// elementFlows are what the elements of a variadic argument were made from.
func (f *frame) elementFlows(v Value) []Flow {
	var out []Flow
	for _, e := range f.variadic(v) {
		out = unionFlows(out, e.Flows)
	}
	return out
}

// chosen reports whether a block is reached because an element is, or is not, another value.
func (f *frame) chosen(b *ssa.BasicBlock, element Flow) bool {
	for _, c := range f.controls(b) {
		eq, ok := c.branch().Cond.(*ssa.BinOp)
		if !ok || eq.Op != token.EQL && eq.Op != token.NEQ {
			continue
		}
		x, y := f.value(eq.X).Flows, f.value(eq.Y).Flows
		if mentions(x, element) && len(y) > 0 && !mentions(y, element) || mentions(y, element) && len(x) > 0 && !mentions(x, element) {
			return true
		}
	}
	return false
}

func mentions(flows []Flow, of Flow) bool {
	return slices.ContainsFunc(flows, func(x Flow) bool { return x.Read == of.Read && x.Root == of.Root && x.Path == of.Path })
}

// isEmptied reports whether a block is reached only if the list is empty: what is appended to it is all that it then holds.
// Have: if len(p.Tags) == 0 { p.Tags = append(p.Tags, "new") }.
func (f *frame) isEmptied(list ssa.Value, b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(f.controls(b), func(c control) bool {
		cond, ok := c.branch().Cond.(*ssa.BinOp)
		if !ok {
			return false
		}
		length, called := cond.X.(*ssa.Call)
		zero, constant := cond.Y.(*ssa.Const)
		if !called || !constant || !isLen(length) || zero.Value == nil || zero.Int64() != 0 || !sameField(length.Call.Args[0], list) {
			return false
		}
		return cond.Op == token.EQL && c.side == 0 || (cond.Op == token.NEQ || cond.Op == token.GTR) && c.side == 1
	})
}

// sameField reports whether two values are loads of one field.
func sameField(a, b ssa.Value) bool {
	x, y := fieldLoaded(a), fieldLoaded(b)
	return a == b || x != nil && y != nil && x.X == y.X && x.Field == y.Field
}

func fieldLoaded(v ssa.Value) *ssa.FieldAddr {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	addr, _ := load.X.(*ssa.FieldAddr)
	return addr
}

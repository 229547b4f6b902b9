package rowflow

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// filtered are the lists of which an appended element is one, if it is appended because of a comparison with something else: what comes out
// is the list without an element, or with another in its place, and so computed from it. A list that is copied, or cleaned of what is
// empty, is the same list in another form.
// Have: for _, v := range list { if v != value { kept = append(kept, v) } }, for _, item := range items { if item.ID != id { kept = append(kept, item) } }.
func (f *frame) filtered(in ssa.CallInstruction, v Value, flows []Flow) []Flow {
	var out []Flow
	for _, fl := range append(f.elementFlows(v), flows...) {
		list, ok := strings.CutSuffix(fl.Path, "[]")
		if !ok || fl.How&(Computed|Edited) != 0 || !f.isColumnList(in, fl, list) || !f.chosen(in.Block(), fl) {
			continue
		}
		fl.Path = list
		out = append(out, fl.did(Computed, f.pos(in), "filter"))
	}
	return out
}

// isColumnList reports whether a list is the value of a column, and not one of rows.
func (f *frame) isColumnList(in ssa.CallInstruction, fl Flow, list string) bool {
	read := f.sum.Reads[fl.Read]
	if read == nil {
		s, ok := in.Common().Args[0].Type().Underlying().(*types.Slice)
		return ok && !f.models.isRow(s.Elem())
	}
	c := f.models.cell(read.Type, read.Table, list)
	return list != "" && c.Column != "" && !c.Assoc
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
// Have: v != value, slices.Contains(gone, v), gone[item.ID], keep that was set within a loop over others.
func (f *frame) chosen(b *ssa.BasicBlock, element Flow) bool {
	return slices.ContainsFunc(f.controls(b), func(c control) bool {
		var sides [][]Flow
		switch cond := c.branch().Cond.(type) {
		case *ssa.BinOp:
			if cond.Op != token.EQL && cond.Op != token.NEQ {
				return false
			}
			sides = f.sidesOf(cond.X, cond.Y)
		case *ssa.Call:
			sides = f.sidesOf(slices.DeleteFunc(slices.Clone(cond.Call.Args), isService)...)
		case *ssa.Lookup:
			sides = f.sidesOf(cond.X, cond.Index)
		case *ssa.Extract:
			if in, ok := cond.Tuple.(*ssa.Lookup); ok {
				sides = f.sidesOf(in.X, in.Index)
			}
		case *ssa.Phi:
			for _, fl := range c.cond.Flows {
				sides = append(sides, []Flow{fl})
			}
		}
		of, other := false, false
		for _, side := range sides {
			is := mentionsPart(side, element)
			of, other = of || is, other || !is && len(side) > 0
		}
		return of && other
	})
}

// isService reports whether an operand of a call is what it runs on, and nothing to compare with: s of s.exists(ctx, id).
func isService(v ssa.Value) bool {
	switch v.Type().Underlying().(type) {
	case *types.Basic, *types.Slice, *types.Map, *types.Array:
		return false
	}
	return true
}

// sidesOf are what each of the operands of a condition is made from.
func (f *frame) sidesOf(operands ...ssa.Value) [][]Flow {
	var out [][]Flow
	for _, v := range operands {
		x := f.value(v)
		flows := x.Flows
		for _, r := range x.Refs {
			flows = unionFlows(flows, f.st.load(r).Flows)
			for _, e := range f.st.parts(r) {
				flows = unionFlows(flows, e.Value.Flows)
			}
		}
		out = append(out, flows)
	}
	return out
}

// mentionsPart reports whether one of the flows is of the element, or of a field of it: item.ID != id.
func mentionsPart(flows []Flow, element Flow) bool {
	return slices.ContainsFunc(flows, func(x Flow) bool {
		_, part := under(x.Path, element.Path)
		return x.Read == element.Read && x.Root == element.Root && (part || x.Path == element.Path)
	})
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

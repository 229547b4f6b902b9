package rowflow

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A deferred statement sees the rows as they are when the function returns:
//
//	defer db.Save(&u)
//	u.Coins += n

// isLater reports whether a deferred call writes rows: itself, or a closure that does, and begins and ends nothing.
func (f *frame) isLater(in *ssa.Defer) bool {
	if in.Call.IsInvoke() {
		return false
	}
	if fn := in.Call.StaticCallee(); fn != nil && fn.Parent() == nil {
		obj := object(fn)
		if obj == nil || obj.Pkg() == nil {
			return false
		}
		_, row := f.index.Call(obj.Pkg().Path(), receiver(obj), obj.Name())
		return row != nil && row.Row != 0 && !row.End
	}
	fns := f.value(in.Call.Value).funcs
	return len(fns) == 1 && f.onlyWrites(fns[0].Fn)
}

func (f *frame) onlyWrites(fn *ssa.Function) bool {
	sum := f.run.summary(fn)
	return sum != nil && len(sum.Effects) > 0 && !slices.ContainsFunc(sum.Effects, func(e Effect) bool { return e.Write == nil })
}

// runDefers makes the deferred calls that come before the return on every path, the last first. What decided that they happen is where they are deferred.
func (f *frame) runDefers() {
	block, instr := f.block, f.instr
	for _, d := range slices.Backward(f.deferred()) {
		if d.Block().Dominates(block) && f.isLater(d) {
			f.block, f.instr = d.Block(), d
			f.callInstr(d)
		}
	}
	f.block, f.instr = block, instr
}

// deferred are the function's deferred calls, in the order of its text. They are looked for once: a function may return in many places.
func (f *frame) deferred() []*ssa.Defer {
	if f.defersOf == nil {
		f.defersOf = []*ssa.Defer{}
		for _, b := range f.fn.Blocks {
			for _, in := range b.Instrs {
				if d, ok := in.(*ssa.Defer); ok {
					f.defersOf = append(f.defersOf, d)
				}
			}
		}
	}
	return f.defersOf
}

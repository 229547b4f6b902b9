package rowflow

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// mayBeFilled reports whether a struct that was made here was handed to a function that may fill it from another by reflection: it takes both as
// any, and stands in no row of knowledge.
// Have: v := &Visit{}; fill.From(v, form); db.Save(v).
func (f *frame) mayBeFilled(w *Write) bool {
	return slices.ContainsFunc(w.Row.Refs, func(r Ref) bool {
		made := f.madeBy(r.Root)
		return made != nil && slices.ContainsFunc(*made.Referrers(), func(in ssa.Instruction) bool {
			boxed, ok := in.(*ssa.MakeInterface)
			return ok && slices.ContainsFunc(*boxed.Referrers(), f.fills)
		})
	})
}

// madeBy is the instruction that made the memory behind a root, nil if it is no variable or literal of this function.
func (f *frame) madeBy(root Root) *ssa.Alloc {
	if root.Kind == Local {
		for in, n := range f.num {
			if made, ok := in.(*ssa.Alloc); ok && n == root.N {
				return made
			}
		}
	}
	return nil
}

// fills reports whether an instruction calls a function that may fill one of its operands from another, whatever their types are.
func (f *frame) fills(in ssa.Instruction) bool {
	call, ok := in.(*ssa.Call)
	if !ok || call.Common().StaticCallee() == nil || call == f.instr {
		return false
	}
	obj := object(call.Common().StaticCallee())
	if obj == nil || obj.Pkg() == nil || f.index.Known(obj.Pkg().Path()) || f.index.Helper(obj.Pkg().Path(), receiver(obj), obj.Name()) != nil {
		return false
	}
	anys := 0
	for p := range obj.Signature().Params().Variables() {
		if i, ok := p.Type().Underlying().(*types.Interface); ok && i.Empty() {
			anys++
		}
	}
	return anys > 1
}

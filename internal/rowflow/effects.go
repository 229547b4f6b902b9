package rowflow

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// noteOutside notes a call that changes something outside of the database.
func (f *frame) noteOutside(in ssa.CallInstruction, outside bool) {
	if outside && f.recording {
		f.sum.Outside = true
		f.effects = append(f.effects, in)
	}
}

// alsoOutside reports whether the function that writes does something outside of the database for each row, or the write notes what the
// iteration has done there.
func (f *frame) alsoOutside(h happening, l *loop) bool {
	if slices.Contains(f.effects, h.in) {
		return true
	}
	return l != nil && h.Verb != knowledge.Insert && slices.ContainsFunc(f.happened, func(o happening) bool {
		return o.in != nil && o.Verb == h.Verb && sameTable(o.Write, h.Write) && l.body[o.block] && f.notesEffect(o, l)
	})
}

// notesEffect reports whether something was done outside, in the same iteration, whenever the statement is reached.
// Have: if send(job) != nil { continue }; db.Delete(&job).
func (f *frame) notesEffect(h happening, l *loop) bool {
	return slices.ContainsFunc(f.effects, func(in ssa.CallInstruction) bool {
		before := in.Block() == h.block && f.num[in] < f.num[h.in] || in.Block() != h.block && in.Block().Dominates(h.block)
		return before && l.body[in.Block()]
	})
}

// soundsOutside reports whether a function whose code is not in sight says by its name that it reaches beyond the program, where it may fail.
func soundsOutside(fn *types.Func) bool {
	res := fn.Signature().Results()
	return res.Len() > 0 && isError(res.At(res.Len()-1).Type()) && knowledge.SoundsOutside(words(fn.Name()))
}

// isRemote reports whether a method is that of a client that talks to another machine, by the options that it takes.
func isRemote(sig *types.Signature) bool {
	if !sig.Variadic() {
		return false
	}
	list, ok := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
	if !ok {
		return false
	}
	option, ok := types.Unalias(list.Elem()).(*types.Named)
	return ok && option.Obj().Pkg() != nil && knowledge.Remote(option.Obj().Pkg().Path()+"."+option.Obj().Name())
}

package rowflow

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// verdicts adds to each error, bool and constant that the function returns the columns that decided which it is: a caller that goes on only if the
// error is nil has tested them, too.
//
// Have: func validate(o *Order) error { if o.Status != "open" { return errClosed }; return nil }.
// Have: func statusOf(code int32) Status { switch code { case 2: return Cancelled }; return Open }.
func (f *frame) verdicts() {
	for _, b := range f.fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || f.in[b] == nil {
			continue
		}
		for i, r := range ret.Results {
			last := returned(r, b)
			if i < len(f.sum.Results) && (isError(r.Type()) || isBool(r.Type()) || isChoice(r.Type()) && isConstant(last)) {
				decided := f.decided(last, b)
				f.handOnTickets(decided)
				f.sum.Results[i].Flows = unionFlows(f.sum.Results[i].Flows, outwardFlows(f.stillOpen(decided)))
			}
		}
	}
}

// returned is the value that a return hands out: of a named result that a deferred function may see, what the block has just stored there.
func returned(r ssa.Value, b *ssa.BasicBlock) ssa.Value {
	load, ok := r.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return r
	}
	for i := len(b.Instrs) - 1; i >= 0; i-- {
		if s, ok := b.Instrs[i].(*ssa.Store); ok && s.Addr == load.X {
			return s.Val
		}
	}
	return r
}

// decided are the columns whose tests decide whether the value is the one that arrives from a block: a constant says nothing of them by itself.
func (f *frame) decided(v ssa.Value, b *ssa.BasicBlock) []Flow {
	return f.decidedOnce(v, b, map[ssa.Value]bool{v: true})
}

// decidedOnce goes through each variable once: in loops within loops they are made from each other.
func (f *frame) decidedOnce(v ssa.Value, b *ssa.BasicBlock, seen map[ssa.Value]bool) []Flow {
	switch x := v.(type) {
	case *ssa.Phi:
		var out []Flow
		for i, e := range x.Edges {
			if _, phi := e.(*ssa.Phi); !phi || !seen[e] {
				seen[e] = true
				out = unionFlows(out, f.decidedOnce(e, x.Block().Preds[i], seen))
			}
			if len(x.Edges) > maxRefs {
				break
			}
		}
		return out
	case *ssa.Const:
		if isError(v.Type()) && x.IsNil() {
			return nil // every other return says what it takes to come here
		}
	default:
		if isError(v.Type()) && !madeHere(v) {
			return nil // handed on: it knows itself what decided
		}
	}
	var out []Flow
	for _, c := range f.branches(b) {
		out = unionFlows(out, f.tests(c))
	}
	return out
}

// madeHere reports whether an error is made or named where it is returned: errClosed, errors.New("…"), fmt.Errorf("…"), NewConflictError(id).
func madeHere(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return true
	case *ssa.UnOp:
		_, global := x.X.(*ssa.Global)
		return global
	case *ssa.Call:
		fn := x.Call.StaticCallee()
		if fn == nil {
			return false
		}
		obj := object(fn)
		return obj != nil && (strings.Contains(strings.ToLower(obj.Name()), "err") || obj.Pkg() != nil && strings.Contains(obj.Pkg().Name(), "err"))
	}
	return false
}

// tests are the columns that a branch tests.
func (f *frame) tests(branch *ssa.If) []Flow {
	var out []Flow
	for _, fl := range f.value(branch.Cond).Flows {
		if fl.isOutcome() || !fl.isTest() || fl.Read == "" && fl.Root.Kind != Param {
			continue
		}
		if fl.Path == "" && (fl.Read != "" || !isScalar(f.types[fl.Root])) { // a row, not a column
			continue
		}
		fl.How |= Compared | Decided
		out = append(out, fl)
	}
	return out
}

// isTest reports whether what happened to a column on its way into a condition leaves a test of the column: a comparison, a negation, a sum
// that is compared with a limit (stock - n < 0).
func (f Flow) isTest() bool {
	return f.How&Edited == 0 && (f.How&Computed == 0 || slices.Contains([]string{"!", "-", "+", "Sub", "Add", "Cmp"}, f.Op))
}

// branches are those that decide whether a block is reached.
func (f *frame) branches(b *ssa.BasicBlock) []*ssa.If {
	var out []*ssa.If
	for _, c := range f.deciders(b) {
		out = append(out, c.branch())
	}
	return out
}

// stillOpen leaves out what was read under a lock, and columns that the function itself writes: whoever comes later has not decided by them.
func (f *frame) stillOpen(flows []Flow) []Flow {
	var out []Flow
	for _, fl := range flows {
		read := f.sum.Reads[fl.Read]
		if read == nil || read.Guard == "" && !f.writesColumn(read, fl) {
			out = append(out, fl)
		}
	}
	return out
}

// writesColumn reports whether the function changes the column that it has tested.
func (f *frame) writesColumn(read *ReadSite, fl Flow) bool {
	tested := f.models.cell(read.Type, read.Table, fl.Path)
	for _, w := range f.guarded {
		if _, _, _, ok := f.sets(w.Write, tested, read, fl); ok {
			return true
		}
	}
	return false
}

package rowflow

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// reached is, by their index, the blocks that a path from a block leads to. It may end at a certain block, but not go through it.
func reached(from, end *ssa.BasicBlock) []bool {
	seen := make([]bool, len(from.Parent().Blocks))
	for todo := []*ssa.BasicBlock{from}; len(todo) > 0; {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[b.Index] {
			seen[b.Index] = true
			if b != end {
				todo = append(todo, b.Succs...)
			}
		}
	}
	return seen
}

// reachesBlock reports whether there is a path from one block to another that does not go through a third.
func reachesBlock(from, to, without *ssa.BasicBlock) bool {
	return reached(from, without)[to.Index]
}

// A fork is where the two sides of a branch lead to without coming back to it.
type fork struct{ first, second []bool }

// fork is that of a block which ends in a branch. It is asked for once a write and dominator, and found once.
func (f *frame) fork(d *ssa.BasicBlock) fork {
	k, ok := f.forks[d]
	if !ok {
		f.spend(len(f.fn.Blocks) / 64)
		k = fork{reached(d.Succs[0], d), reached(d.Succs[1], d)}
		f.forks[d] = k
	}
	return k
}

// controls lists the branches that decide whether a block is reached, with what they test.
func (f *frame) controls(b *ssa.BasicBlock) []control {
	out, ok := f.controlsOf[b]
	if ok {
		return out
	}
	out = slices.Clone(f.deciders(b))
	for i := range out {
		out[i].cond = f.cond(out[i].at.Instrs[len(out[i].at.Instrs)-1].(*ssa.If))
	}
	if f.recording { // before, what they test may not be known
		f.controlsOf[b] = out
	}
	return out
}

// deciders lists the branches that decide whether a block is reached.
func (f *frame) deciders(b *ssa.BasicBlock) []control {
	out, ok := f.decidersOf[b]
	if ok {
		return out
	}
	for d := b.Idom(); d != nil; d = d.Idom() {
		if _, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); !ok || len(d.Succs) != 2 {
			continue
		}
		k := f.fork(d)
		switch first, second := k.first[b.Index], k.second[b.Index]; {
		case first && !second:
			out = append(out, control{at: d, side: 0})
		case second && !first:
			out = append(out, control{at: d, side: 1})
		}
	}
	f.decidersOf[b] = out
	return out
}

// decisions lists the branches that decide whether a block is reached, on every path or on those that come by: a column that is tested beneath
// another condition is tested where it counts.
//
// Have: if in.Kind == "withdrawal" { if a.Balance < in.Amount { return errNotEnough } }; repo.Add(in).
func (f *frame) decisions(b *ssa.BasicBlock) []control {
	out, ok := f.decisionsOf[b]
	if ok {
		return out
	}
	out = slices.Clone(f.controls(b))
	for _, d := range f.fn.Blocks {
		branch, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || f.in[d] == nil || d.Dominates(b) {
			continue
		}
		cond := f.cond(branch)
		if !slices.ContainsFunc(cond.Flows, func(fl Flow) bool { return fl.Read != "" && fl.Path != "" && !fl.isOutcome() && fl.isTest() }) {
			continue
		}
		k := f.fork(d)
		switch first, second := k.first[b.Index], k.second[b.Index]; {
		case first && !second:
			out = append(out, control{at: d, side: 0, cond: cond})
		case second && !first:
			out = append(out, control{at: d, side: 1, cond: cond})
		}
	}
	if f.recording {
		f.decisionsOf[b] = out
	}
	return out
}

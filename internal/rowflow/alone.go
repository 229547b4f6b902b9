package rowflow

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// failsAlone reports whether a row's statement may fail by itself, and so has to be one: it is tried again, or the rows that failed are told apart.
func (f *frame) failsAlone(h happening, l *loop) bool {
	return h.retried || f.untilItWorks(h.in, l) || f.keepsFailures(h.in, l)
}

// keepsFailures reports whether the loop notes or counts each row whose statement failed and goes on with the next, or goes on after some errors.
//
//	if err := db.Save(&x).Error; err != nil {          if err := db.Create(&x).Error; err != nil {
//		failed = append(failed, x.Name)                    if isForeignKeyError(err) {
//		continue                                               continue
//	}                                                      }
//	                                                       return err
//	                                                   }
func (f *frame) keepsFailures(in ssa.CallInstruction, l *loop) bool {
	v := in.Value()
	if v == nil || l.head == nil {
		return false
	}
	for _, branch := range errorTests(v, l) {
		failed := branch.Block().Succs[0]
		if branch.Cond.(*ssa.BinOp).Op == token.EQL {
			failed = branch.Block().Succs[1]
		}
		for b := range l.body {
			if len(failed.Preds) == 1 && failed.Dominates(b) && (notes(b) || l.counts(b) || l.excuses(b, v)) {
				return true
			}
		}
	}
	return false
}

// notes reports whether a block puts something into a list or a map.
func notes(b *ssa.BasicBlock) bool {
	for _, in := range b.Instrs {
		switch in := in.(type) {
		case *ssa.MapUpdate:
			return true
		case *ssa.Call:
			if isBuiltin(in, "append") {
				return true
			}
		}
	}
	return false
}

// counts reports whether a block adds one to a number that the loop keeps, and another iteration follows: skipped++.
func (l *loop) counts(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(b.Instrs, func(in ssa.Instruction) bool {
		add, ok := in.(*ssa.BinOp)
		if !ok || add.Op != token.ADD || !isNumber(add.Type()) || slices.Contains(l.vars, add.X) {
			return false
		}
		one, ok := add.Y.(*ssa.Const)
		return ok && one.Value != nil && one.Value.ExactString() == "1" && slices.ContainsFunc(*add.Referrers(), func(use ssa.Instruction) bool {
			_, kept := use.(*ssa.Phi)
			return kept && l.body[use.Block()]
		})
	})
}

// excuses reports whether a block asks which error a call returned, and the loop goes on after one of two.
func (l *loop) excuses(b *ssa.BasicBlock, call ssa.Value) bool {
	branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok || l.goesOn(b.Succs[0]) == l.goesOn(b.Succs[1]) {
		return false
	}
	errs := errorsOf(call, l.body)
	return slices.ContainsFunc(asked(branch.Cond), func(v ssa.Value) bool { return slices.Contains(errs, root(v)) })
}

// asked are the values that a condition asks about: of errors.Is(err, x), err == x, !isDuplicate(err).
func asked(cond ssa.Value) []ssa.Value {
	if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
		cond = not.X
	}
	switch c := cond.(type) {
	case *ssa.Call:
		return c.Call.Args
	case *ssa.BinOp:
		return []ssa.Value{c.X, c.Y}
	}
	return nil
}

// untilItWorks reports whether the loop ends when the statement succeeds: a retry.
func (f *frame) untilItWorks(in ssa.CallInstruction, l *loop) bool {
	v := in.Value()
	if v == nil || l.head == nil {
		return false
	}
	for _, branch := range errorTests(v, l) {
		ok0, ok1 := l.goesOn(branch.Block().Succs[0]), l.goesOn(branch.Block().Succs[1])
		if op := branch.Cond.(*ssa.BinOp).Op; op == token.EQL && !ok0 && ok1 || op == token.NEQ && ok0 && !ok1 {
			return true
		}
	}
	return false
}

// errorTests are the branches of the loop that compare an error of a call: with nil, or with one that has a name.
func errorTests(call ssa.Value, l *loop) (out []*ssa.If) {
	for _, err := range errorsOf(call, l.body) {
		for _, ref := range *err.Referrers() {
			cond, ok := ref.(*ssa.BinOp)
			if !ok || cond.Op != token.EQL && cond.Op != token.NEQ {
				continue
			}
			for _, branch := range branchesOn(cond) {
				if l.body[branch.Block()] {
					out = append(out, branch)
				}
			}
		}
	}
	return out
}

// goesOn reports whether another iteration can follow a block.
func (l *loop) goesOn(b *ssa.BasicBlock) bool { return l.body[b] }

// errorsOf are the errors that a call returns: itself, an element of its results, or the Error field of its result.
func errorsOf(v ssa.Value, within map[*ssa.BasicBlock]bool) []ssa.Value {
	var out []ssa.Value
	todo, seen := []ssa.Value{v}, map[ssa.Value]bool{}
	for len(todo) > 0 {
		v := todo[0]
		todo = todo[1:]
		if seen[v] || v.Referrers() == nil {
			continue
		}
		seen[v] = true
		if isError(v.Type()) {
			out = append(out, v)
		}
		for _, ref := range *v.Referrers() {
			switch in := ref.(type) {
			case *ssa.Extract, *ssa.FieldAddr, *ssa.UnOp, *ssa.Phi:
				if within[ref.Block()] {
					todo = append(todo, in.(ssa.Value))
				}
			}
		}
	}
	return out
}

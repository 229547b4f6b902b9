package rowflow

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// isState reports whether a column that is set to a value enters a state: it is a constant, or the time.
func (f *frame) isState(w *Write, set Cell, to Value) bool {
	if w.fixes(to) {
		return true
	}
	if v := f.flat(to); len(v.Flows) > 0 || v.Query != nil {
		return false
	}
	if isFilledFixed(to) {
		return true
	}
	if n := f.models.lookup(set.Type); n != nil {
		if name := f.models.fieldFor(n, set.Column); name != "" {
			return strings.HasSuffix(types.TypeString(fieldType(n.Underlying().(*types.Struct), name), nil), "Time")
		}
	}
	names := words(set.Field)
	return len(names) > 1 && slices.Contains([]string{"at", "on", "time", "date"}, names[len(names)-1])
}

// isFilledFixed reports whether a struct that stands for a column's value is filled with constants: sql.NullString{String: "paid", Valid: true}.
func isFilledFixed(v Value) bool {
	return len(v.Image) > 0 && !slices.ContainsFunc(v.Image, func(e Entry) bool { return e.Value.Text == nil && e.Value.Int == nil })
}

// isGiven reports whether a value is one that somebody gave, as it is.
func (f *frame) isGiven(to Value) bool {
	flows := f.flat(to).Flows
	return len(flows) > 0 && !slices.ContainsFunc(flows, func(fl Flow) bool { return fl.How != 0 })
}

// fixes reports whether a column is set to a constant, of the program or of the statement's text.
func (w *Write) fixes(to Value) bool {
	return to.Text != nil || to.Int != nil || w.Text != nil && to.empty()
}

// consequence reports whether the same branch does something that counts twice when it is done twice. Once a one-time mark is tested, any
// change of another table does. What callees do, both in one call or arithmetic of their own, counts only for a state that is entered. A closure that is
// run here is no callee. The statement itself may do both, SET status = 'paid', total = total + ?, or give the row away. Where the test only spares a write, it has to be
// arithmetic.
func (f *frame) consequence(w guardedWrite, c control, set Cell, state, spares bool) bool {
	if f.addsBeside(w.Write, set) || state && !f.staysAs(c, w.Write, set) && f.claims(w.Write, set) {
		return true
	}
	for _, other := range f.guarded {
		if other.Write == w.Write || !f.apart(other.Write, w.Write, state) || !f.alsoDecides(c, w.block, other.block, state || spares) && !f.undoes(c, w, other) || f.afterFailure(w.block, other.block) || !together(w.block, other.block) {
			continue
		}
		if f.countsTwice(w, other, set, state, spares) {
			return true
		}
	}
	return false
}

// countsTwice reports whether another statement counts twice when it is done twice.
func (f *frame) countsTwice(w, other guardedWrite, set Cell, state, spares bool) bool {
	inserts := other.Verb == knowledge.Insert || other.Verb == knowledge.Save && f.isMade(other.Write)
	seen := other.Assume == "" || w.Assume != "" && other.Verb == knowledge.Insert
	beside := seen && w.Verb != knowledge.Delete && !spares && !isRecord(nameOf(other.Type, other.Table))
	switch {
	case beside && sameTable(other.Write, w.Write) && state && inserts && f.succeeds(w, other):
		return true
	case beside && !sameTable(other.Write, w.Write) && (inserts && !f.isDefault(other.Write) || isMark(set) && !other.repeatable()):
		return true
	case spares && f.joinsText(other.Write):
		return false
	}
	return other.adds() && (!other.Sums || inClosure(other.Write) || state && other.At != w.At)
}

// succeeds reports whether an insert and the update of another row of the table belong to one run, as the next refresh token and the one that is used up
// do. Where it is another run, or the next round of a loop, the insert is the other half of a get-or-create.
//
//	if t.Revoked { return errRevoked }
//	if err := revoke(t.ID); err != nil { return err }
//	return create(&Token{User: t.User})
func (f *frame) succeeds(w, next guardedWrite) bool {
	if len(next.Via) > 0 && !inClosure(next.Write) && f.isDefault(next.Write) { // of a callee, only that tells
		return false
	}
	first, second := w.block, next.block
	if !first.Dominates(second) {
		first, second = second, first
	}
	return first.Dominates(second) && (first == second || !reachesBlock(second, first, nil))
}

// isMade reports whether a row that is saved was made here: that inserts it.
func (f *frame) isMade(w *Write) bool {
	return w.Row != nil && len(w.Row.Refs) > 0 && len(w.Row.Flows) == 0 && !slices.ContainsFunc(w.Row.Refs, func(r Ref) bool { return r.Root.Kind != Local })
}

// repeatable reports whether the statement only sets columns to constants: done twice, it is as done once.
func (w *Write) repeatable() bool {
	if w.Verb != knowledge.Update && w.Verb != knowledge.Save || len(w.Atomic) > 0 {
		return false
	}
	fixed := len(w.Set) > 0 || w.Row != nil && len(w.Row.Image) > 0
	return fixed && !slices.ContainsFunc(w.Set, func(t Term) bool { return t.Self || !w.fixes(t.Value) }) &&
		(w.Row == nil || !slices.ContainsFunc(w.Row.Image, func(e Entry) bool { return !w.fixes(e.Value) }))
}

// isDefault reports whether an insert makes up for a row that was not found, and of nothing that anybody gave: settings, at their first use.
func (f *frame) isDefault(w *Write) bool {
	given := func(flows []Flow) bool {
		return slices.ContainsFunc(flows, func(fl Flow) bool {
			read := f.sum.Reads[fl.Read]
			return read == nil || read.Type != w.Type
		})
	}
	if w.Verb != knowledge.Insert || !w.Judged || slices.ContainsFunc(w.Set, func(t Term) bool { return given(t.Value.Flows) }) {
		return false
	}
	return w.Row == nil || !given(w.Row.Flows) && !slices.ContainsFunc(w.Row.Image, func(e Entry) bool { return given(e.Value.Flows) })
}

// apart reports whether two statements are two of this function, or of the one callee if a state is entered. A closure that is run here is no callee.
func (f *frame) apart(a, b *Write, state bool) bool {
	if a.At != b.At {
		return true
	}
	if inClosure(a) || inClosure(b) { // the other may stand in the function that runs the closure
		return len(a.Via) > 0 && len(b.Via) > 0 && a.Via[0] != b.Via[0]
	}
	return state && oneCallee(a, b)
}

// inClosure reports whether a statement stands in a closure of the function that hands it to somebody to run: db.Transaction(func(tx) …).
func inClosure(w *Write) bool {
	return len(w.Via) > 0 && w.Via[0].Pkg == w.At.Pkg && w.Via[0].Func == w.At.Func && w.Via[0] != w.At
}

// oneCallee reports whether two statements of one call are different ones of the function that is called, and not what either of two
// implementations does.
func oneCallee(a, b *Write) bool {
	return len(a.Via) > 0 && len(b.Via) > 0 && a.Via[0].Pkg == b.Via[0].Pkg && a.Via[0].Func == b.Via[0].Func && !slices.Equal(a.Via, b.Via)
}

// sameTable reports whether two statements change one table: an insert beside an update is then the other half of a get-or-create.
func sameTable(a, b *Write) bool {
	return a.Type != "" && a.Type == b.Type || a.Table != "" && a.Table == b.Table
}

// together reports whether one run can come through both blocks.
func together(a, b *ssa.BasicBlock) bool {
	return leadsTo(a, b) || leadsTo(b, a)
}

// afterFailure reports whether a write answers an error that the other statement came before: the state is set because something failed, not for what
// the test let through.
//
//	if ch.Status != enabled { return errOff }
//	pay(user)
//	if err := call(ch); err != nil { disable(ch) }
func (f *frame) afterFailure(w, other *ssa.BasicBlock) bool {
	for _, c := range f.controls(w) {
		if f.controlled(other, c) {
			continue
		}
		eq, ok := c.branch().Cond.(*ssa.BinOp)
		if ok && isError(eq.X.Type()) && isNil(eq.Y) && (eq.Op == token.NEQ) == (c.side == 0) && len(c.cond.Flows) == 0 {
			return true
		}
	}
	return false
}

// alsoDecides reports whether a branch that decides about a write decides about another statement, too: in the same way, on every path or on some.
// One behind the place where paths join is decided about where the branch's other side does not get there; joined says whether that counts.
func (f *frame) alsoDecides(c control, w, other *ssa.BasicBlock, joined bool) bool {
	if c.at.Dominates(w) {
		return f.controlled(other, c) || joined && leadsTo(w, other) && !leadsTo(c.at.Succs[1-c.side], other)
	}
	return slices.ContainsFunc(f.decisions(other), func(d control) bool { return d.at == c.at && d.side == c.side })
}

// undoes reports whether a branch undoes on its other side what one statement did before it: it leaves their transaction with an error.
//
//	release(tx, p.Wallet, p.Amount)
//	if p.State != "sent" { return errState }
//	tx.Model(&p).Update("state", "failed")
func (f *frame) undoes(c control, w, other guardedWrite) bool {
	if !f.oneTransaction(w.Write, other.Write) || !other.block.Dominates(c.at) {
		return false
	}
	fails := c.at.Succs[1-c.side]
	ret, ok := fails.Instrs[len(fails.Instrs)-1].(*ssa.Return)
	if !ok || len(ret.Results) == 0 {
		return false
	}
	err := returned(ret.Results[len(ret.Results)-1], fails)
	return isError(err.Type()) && madeHere(err) // and not that of a Commit
}

// oneTransaction reports whether two statements run in one transaction: one that is begun here, or whose connection a closure is given.
func (f *frame) oneTransaction(a, b *Write) bool {
	if a.Tx != "" || b.Tx != "" {
		return a.Tx == b.Tx
	}
	return f.fn.Parent() != nil && len(a.Base) == 1 && a.Base[0].Root.Kind == Param && slices.Equal(a.Base, b.Base)
}

// leadsTo reports whether a block leads to another, or is it.
func leadsTo(a, b *ssa.BasicBlock) bool { return a == b || reachesBlock(a, b, nil) }

func (f *frame) controlled(b *ssa.BasicBlock, c control) bool {
	return slices.ContainsFunc(f.controls(b), func(d control) bool { return d.at == c.at && d.side == c.side })
}

// isRecord reports whether a table's name says that it only records what happened: a second line in a log harms nobody.
func isRecord(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"log", "audit", "history", "event", "notification", "message", "activity", "trace"}, func(w string) bool {
		return strings.Contains(name, w)
	})
}

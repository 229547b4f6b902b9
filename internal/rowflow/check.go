package rowflow

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// A guardedWrite is a write with the block that it stands in: what had to hold for it to happen.
type guardedWrite struct {
	*Write
	block *ssa.BasicBlock
}

// A control is a branch that decides whether a block is reached.
type control struct {
	at   *ssa.BasicBlock // ends in the If
	side int             // the successor that leads to the block
	cond *Value
}

// branch is the instruction that decides.
func (c control) branch() *ssa.If { return c.at.Instrs[len(c.at.Instrs)-1].(*ssa.If) }

// checks reports check-then-set: a column is tested, and set only because of the test, by a statement that does not repeat it.
//
// Where the line is drawn: a row that is deleted is reported if the same branch does arithmetic on another row. A tested column that the statement changes by the database's own arithmetic (stock = stock - 1) can go
// past the test's limit, and is reported. One that is set to a value (status = 'paid') is reported only if the same branch does
// something that counts twice when done twice: an insert, or arithmetic on another row. Setting a status to the same value twice is
// harmless, and silent.
func (f *frame) checks() {
	f.unseen()
	for _, h := range f.happened {
		f.ticketBefore(h)
	}
	told := map[control]bool{} // one finding a test, however many writes follow
	for _, w := range f.guarded {
		if w.Guard != "" || w.Upsert || w.Verb != knowledge.Update && w.Verb != knowledge.Save && w.Verb != knowledge.Delete || f.comparesVersion(w.Write) {
			continue
		}
		f.testedBefore(w)
		for _, c := range f.decisions(w.block) {
			key := control{at: c.at, side: c.side}
			if w.block.Dominates(c.at) { // in a loop, the test comes behind the statement: it is of the next row
				continue
			}
			if !told[key] && f.checkThenSet(w, c) {
				told[key] = true
				break
			}
		}
	}
}

// cond is what a branch tests. Of a variable that constants were assigned to, it is what decided between them.
// Have: ok := p.Active && p.Stock > 0; if ok { … }, err := error(nil); if p.Used { err = errUsed }; if err != nil { … }.
func (f *frame) cond(branch *ssa.If) *Value {
	v := f.value(branch.Cond)
	for _, x := range judged(branch.Cond) {
		if phi, ok := x.(*ssa.Phi); ok && (isBool(phi.Type()) || isError(phi.Type())) {
			v.Flows = unionFlows(v.Flows, f.decided(phi, phi.Block()))
		}
	}
	return &v
}

// judged are the values that a condition is about: err of err != nil, ok of !ok.
func judged(cond ssa.Value) []ssa.Value {
	switch c := cond.(type) {
	case *ssa.UnOp:
		return []ssa.Value{c.X}
	case *ssa.BinOp:
		return []ssa.Value{c.X, c.Y}
	}
	return []ssa.Value{cond}
}

// checkThenSet reports the write if it changes the very column that the branch tests, or that the row was found by.
func (f *frame) checkThenSet(w guardedWrite, c control) bool {
	f.givenTests(w, c)
	if f.findThenSet(w, c) || f.findThenDelete(w, c) {
		return true
	}
	for _, fl := range c.cond.Flows {
		if x, ok := f.testAndSet(w, c, fl); ok {
			x.Flow.At = f.place(c.branch().Cond.Pos(), f.fn)
			f.report(x)
			return true
		}
	}
	return false
}

// testAndSet is what the test of one column means for the write. One on some paths only has to be of the row for certain, and enter a state or set what
// was given. A statement that repeats the test is as good as one that does not, if nobody looks at whether it changed the row.
func (f *frame) testAndSet(w guardedWrite, c control, fl Flow) (x Finding, ok bool) {
	read := f.sum.Reads[fl.Read]
	if read == nil || fl.Path == "" || fl.isOutcome() || !fl.isTest() {
		return x, false
	}
	tested := f.models.testedCell(read, fl.Path)
	sometimes, repeats := !c.at.Dominates(w.block), w.tests(tested)
	if !tested.isTestable() || sometimes && !f.isFound(w.Write, read) || repeats && !f.unseenGuard(w, tested) {
		return x, false
	}
	set, to, self, ok := f.changes(w.Write, tested, read, fl)
	if !ok || slices.Contains(w.Renewed, set.Column) || !f.collides(w.Write, read, set, fl) {
		return x, false
	}
	if self && w.Assume != "" { // whether it repeats the test is not in sight
		return x, false
	}
	state := f.isState(w.Write, set, to)
	if !self && (sometimes && !state && !f.isGiven(to) || repeats && !w.fixes(to) || f.passesAgain(w, fl, to) || f.isOwn(w, tested)) {
		return x, false
	}
	if (!self || repeats) && !f.consequence(w, c, set, state, f.comparedWith(c, to)) {
		if state && !repeats && !sometimes && w.Verb != knowledge.Delete && len(w.Tickets) == 0 {
			f.noteTicket(w.Write, fl, c)
		}
		return x, false
	}
	return Finding{Category: "check", Read: read, Write: w.Write, Flow: fl, Cell: set, Self: self, Unseen: repeats}, true
}

// isTestable reports whether a cell is a column of the row itself, and not its key.
func (c Cell) isTestable() bool { return c.Column != "" && !c.Assoc && !c.Below && !isKey(c) }

// collides reports whether the write is of the row that was read, and nothing keeps a second request from writing in between.
func (f *frame) collides(w *Write, read *ReadSite, set Cell, fl Flow) bool {
	return f.sameRow(w, read) && !f.locked(w, read) && f.unprotected(w, read, set, fl)
}

// tests reports whether the statement's condition mentions the column: then it repeats the test, or one like it.
func (w *Write) tests(c Cell) bool {
	return w.Or || slices.ContainsFunc(w.Where, func(t Term) bool {
		return sqltext.Normal(t.Column[strings.LastIndexByte(t.Column, '.')+1:]) == c.Column
	})
}

// changes reports whether the statement changes the tested column, or deletes the row with nobody looking whether it was there: what one
// request does with it then counts twice. A delete alone is idempotent, and so is one that leads to an insert: that moves a row.
func (f *frame) changes(w *Write, tested Cell, read *ReadSite, fl Flow) (set Cell, to Value, self, ok bool) {
	if w.Verb != knowledge.Delete {
		return f.sets(w, tested, read, fl)
	}
	ok = f.models.sameCell(tested, Cell{Type: w.Type, Table: w.Table, Column: tested.Column}) && len(w.Where) > 0 && !f.looksAtRows(w)
	return tested, Value{}, false, ok
}

// looksAtRows reports whether somebody looks at how many rows the statement changed.
func (f *frame) looksAtRows(w *Write) bool {
	return w.Counted || slices.ContainsFunc(f.happened, func(h happening) bool {
		return h.Write == w && (h.out.Counted || h.in != nil && f.checked(h))
	})
}

// sets reports whether the statement changes the tested column; self, if by the database's own arithmetic.
func (f *frame) sets(w *Write, tested Cell, read *ReadSite, fl Flow) (set Cell, to Value, self, ok bool) {
	for _, t := range w.Set {
		c := Cell{Type: w.Type, Table: w.Table, Column: sqltext.Normal(t.Column), Field: t.Column}
		if f.models.sameCell(tested, c) {
			self = t.Self || f.isExpr(t.Value)
			return c, t.Value, self, self || !madeFrom(t.Value.Flows, fl)
		}
	}
	for _, col := range w.Atomic {
		c := Cell{Type: w.Type, Table: w.Table, Column: sqltext.Normal(col), Field: col}
		if f.models.sameCell(tested, c) {
			return c, Value{}, true, true
		}
	}
	if w.Row == nil {
		return Cell{}, Value{}, false, false
	}
	for _, e := range w.Row.Image {
		c := f.models.cell(w.Type, w.Table, e.Path)
		if c.Column == "" || c.Below || c.Assoc || !w.writes(c) || !f.sameColumn(w, c, e.Path, read, fl) {
			continue
		}
		return c, e.Value, f.isExpr(e.Value), !madeFrom(e.Value.Flows, fl)
	}
	return Cell{}, Value{}, false, false
}

// comparedWith reports whether the branch compares the column with the very value that it is set to, which somebody gave: it only spares a
// write. A constant is another matter: if c.Status == used { return errUsed }; c.Status = used.
// Have: if m.Role == role { return nil }; m.Role = role; return db.Save(m).Error.
func (f *frame) comparedWith(c control, to Value) bool {
	eq, ok := c.branch().Cond.(*ssa.BinOp)
	return ok && len(to.Flows) > 0 && (eq.Op == token.EQL || eq.Op == token.NEQ) && (sameValue(f.value(eq.X), to) || sameValue(f.value(eq.Y), to))
}

// madeFrom reports whether a value is computed from the tested column itself: that is the category arith.
func madeFrom(flows []Flow, tested Flow) bool {
	return slices.ContainsFunc(flows, func(fl Flow) bool { return fl.Read == tested.Read && fl.Path == tested.Path })
}

package rowflow

import (
	"go/token"
	"go/types"
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

// checks reports check-then-set: a column is tested, and set only because of the test, by a statement that does not repeat it.
//
// Where the line is drawn: a row that is deleted is reported if the same branch does arithmetic on another row. A tested column that the statement changes by the database's own arithmetic (stock = stock - 1) can go
// past the test's limit, and is reported. One that is set to a value (status = 'paid') is reported only if the same branch does
// something that counts twice when done twice: an insert, or arithmetic on another row. Setting a status to the same value twice is
// harmless, and silent.
func (f *frame) checks() {
	f.unseen()
	told := map[control]bool{} // one finding a test, however many writes follow
	for _, w := range f.guarded {
		if w.Guard != "" || w.Upsert || w.Verb != knowledge.Update && w.Verb != knowledge.Save && w.Verb != knowledge.Delete || !w.NoVersion && f.models.versioned(w.Type, w.Lib) {
			continue
		}
		f.testedBefore(w)
		for _, c := range f.decisions(w.block) {
			key := control{at: c.at, side: c.side}
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
		read := f.sum.Reads[fl.Read]
		if read == nil || fl.Path == "" || fl.isOutcome() || !fl.isTest() {
			continue
		}
		tested := f.models.testedCell(read, fl.Path)
		if !c.at.Dominates(w.block) && !f.isFound(w.Write, read) { // what is tested on some paths only has to be the row for certain
			continue
		}
		unseen := f.unseenGuard(w, tested)
		if tested.Column == "" || tested.Assoc || tested.Below || isKey(tested) || w.tests(tested) && !unseen {
			continue
		}
		set, to, self, ok := f.changes(w.Write, tested, read, fl)
		if ok && !self && !c.at.Dominates(w.block) && !f.isState(w.Write, set, to) && !f.isGiven(to) {
			continue
		}
		unseen = unseen && w.tests(tested)
		if !ok || unseen && !self && !w.fixes(to) || !f.sameRow(w.Write, read) || f.locked(w.Write, read) || !f.unprotected(w.Write, read, set, fl) || (!self || unseen) && !f.consequence(w, c, set, f.isState(w.Write, set, to), f.comparedWith(c, to)) ||
			slices.Contains(w.Renewed, set.Column) {
			continue
		}
		fl.At = f.place(c.at.Instrs[len(c.at.Instrs)-1].(*ssa.If).Cond.Pos(), f.fn)
		f.report(Finding{Category: "check", Read: read, Write: w.Write, Flow: fl, Cell: set, Self: self, Unseen: unseen})
		return true
	}
	return false
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
			return c, t.Value, t.Self || f.isExpr(t.Value), !madeFrom(t.Value.Flows, fl)
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
	eq, ok := c.at.Instrs[len(c.at.Instrs)-1].(*ssa.If).Cond.(*ssa.BinOp)
	return ok && len(to.Flows) > 0 && (eq.Op == token.EQL || eq.Op == token.NEQ) && (sameValue(f.value(eq.X), to) || sameValue(f.value(eq.Y), to))
}

// madeFrom reports whether a value is computed from the tested column itself: that is the category arith.
func madeFrom(flows []Flow, tested Flow) bool {
	return slices.ContainsFunc(flows, func(fl Flow) bool { return fl.Read == tested.Read && fl.Path == tested.Path })
}

// isState reports whether a column that is set to a value enters a state: it is a constant, or the time.
func (f *frame) isState(w *Write, set Cell, to Value) bool {
	if w.fixes(to) {
		return true
	}
	if v := f.flat(to); len(v.Flows) > 0 || v.Query != nil {
		return false
	}
	if n := f.models.lookup(set.Type); n != nil {
		if name := f.models.fieldFor(n, set.Column); name != "" {
			return strings.HasSuffix(types.TypeString(fieldType(n.Underlying().(*types.Struct), name), nil), "Time")
		}
	}
	names := words(set.Field)
	return len(names) > 1 && slices.Contains([]string{"at", "on", "time", "date"}, names[len(names)-1])
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
// run here is no callee. The statement itself may do both: SET status = 'paid', total = total + ?. Where the test only spares a write, it has to be
// arithmetic.
func (f *frame) consequence(w guardedWrite, c control, set Cell, state, spares bool) bool {
	if w.addsBeside(set) {
		return true
	}
	for _, other := range f.guarded {
		if other.Write == w.Write || !f.apart(other.Write, w.Write, state) || !f.alsoDecides(c, w.block, other.block) || !together(w.block, other.block) {
			continue
		}
		elsewhere := other.Assume == "" && w.Verb != knowledge.Delete && !sameTable(other.Write, w.Write) && !isRecord(nameOf(other.Type, other.Table))
		switch {
		case elsewhere && !spares && (other.Verb == knowledge.Insert && !f.isDefault(other.Write) || isMark(set)):
			return true
		case spares && f.joinsText(other.Write):
		case other.adds() && (!other.Sums || inClosure(other.Write) || state && other.At != w.At):
			return true
		}
	}
	return false
}

// isDefault reports whether an insert makes up for a row that was not found, and of nothing that anybody gave: settings, at their first use.
func (f *frame) isDefault(w *Write) bool {
	given := func(flows []Flow) bool {
		return slices.ContainsFunc(flows, func(fl Flow) bool {
			read := f.sum.Reads[fl.Read]
			return read == nil || read.Type != w.Type
		})
	}
	if !w.Judged || slices.ContainsFunc(w.Set, func(t Term) bool { return given(t.Value.Flows) }) {
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

// addsBeside reports whether the statement changes another column than that which it sets by the database's own arithmetic.
func (w *Write) addsBeside(set Cell) bool {
	return slices.ContainsFunc(w.Set, func(t Term) bool { return t.Self && sqltext.Normal(t.Column) != set.Column }) ||
		slices.ContainsFunc(w.Atomic, func(col string) bool { return sqltext.Normal(col) != set.Column })
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
	return a == b || reachesBlock(a, b, nil) || reachesBlock(b, a, nil)
}

// alsoDecides reports whether a branch that decides about a write decides about another statement, too: in the same way, on every path or on some.
func (f *frame) alsoDecides(c control, w, other *ssa.BasicBlock) bool {
	if c.at.Dominates(w) {
		return f.controlled(other, c)
	}
	return slices.ContainsFunc(f.decisions(other), func(d control) bool { return d.at == c.at && d.side == c.side })
}

func (f *frame) controlled(b *ssa.BasicBlock, c control) bool {
	return slices.ContainsFunc(f.controls(b), func(d control) bool { return d.at == c.at && d.side == c.side })
}

// adds reports whether the statement changes a column by arithmetic, in the database or in Go. A list may as well lose an element, which is
// the same if it is done twice.
func (w *Write) adds() bool {
	computed := func(v Value) bool {
		return slices.ContainsFunc(v.Flows, func(fl Flow) bool { return fl.isSum() })
	}
	if w.Sums || len(w.Atomic) > 0 || slices.ContainsFunc(w.Set, func(t Term) bool { return t.Self || computed(t.Value) }) {
		return true
	}
	return w.Row != nil && slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		return e.Value.Query != nil && e.Value.Query.Expr || fromItself(e)
	})
}

// joinsText reports whether all that a row's columns are computed by is text put together: a path from the names on it.
func (f *frame) joinsText(w *Write) bool {
	n := f.models.lookup(w.Type)
	if n == nil || w.Row == nil || len(w.Atomic) > 0 || len(w.Set) > 0 {
		return false
	}
	return !slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		field, _ := f.models.field(n, e.Path)
		return fromItself(e) && (field == nil || !isText(field.Type()))
	})
}

// isSum reports whether a value was computed with, other than by a list that got longer or shorter.
func (f Flow) isSum() bool { return f.How&Computed != 0 && f.Op != "append" && f.Op != "filter" }

// fromItself reports whether a field's new value is computed from the field of the same name.
func fromItself(e Entry) bool {
	_, name := cutPath(stripIndexes(e.Path))
	return slices.ContainsFunc(e.Value.Flows, func(fl Flow) bool {
		_, from := cutPath(stripIndexes(fl.Path))
		return fl.isSum() && fl.Root.Kind != Outside && from == name
	})
}

// isRecord reports whether a table's name says that it only records what happened: a second line in a log harms nobody.
func isRecord(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"log", "audit", "history", "event", "notification", "message", "activity", "trace"}, func(w string) bool {
		return strings.Contains(name, w)
	})
}

package rowflow

import (
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A Repeat is a statement that runs once an iteration of a loop whose length depends on data: one statement a row.
type Repeat struct {
	Category string // insert, update, delete
	At       Pos    // the statement, or the call in the loop that leads to it …
	Via      []Pos  // … and the calls beneath it, down to the library's
	Write    *Write
	Scope    TxScope
	Test     bool // it stands in a test

	base []Flow // what its connection came in as, as long as its transaction is not known
}

// TxScope says how a loop's statements are in transactions.
type TxScope uint8

const (
	NoTx     TxScope = iota // none was begun, as far as can be seen
	GivenTx                 // the connection came in as a parameter
	AroundTx                // one around the loop
	EachTx                  // one an iteration
)

// A happening is a write as it happened in the function at hand.
type happening struct {
	*Write
	out     *Write // the same, as callers see it
	in      ssa.CallInstruction
	block   *ssa.BasicBlock
	handed  bool // in a function that was handed to unknown code, which calls it when it likes
	each    bool // in a function that is called once a row, with the row
	retried bool // in a function that is called until it succeeds
}

// repeats finds the statements that run once a row, and marks those that loops around need not look at again.
func (f *frame) repeats() {
	if len(f.happened) == 0 && len(f.called) == 0 || isSetUp(f.fn) {
		return
	}
	loops := f.loops()
	for _, c := range f.called {
		c.call.Row = slices.ContainsFunc(loops, func(l *loop) bool {
			return l.body[c.in.Block()] && l.over != nil && l.step && !f.fixed(l.over) && f.varies(c.in, spread(l.vars, l.body))
		})
		c.call.Again = slices.ContainsFunc(loops, func(l *loop) bool { return l.body[c.in.Block()] && f.untilItWorks(c.in, l) })
	}
	for _, h := range f.happened {
		if _, parallel := h.in.(*ssa.Go); parallel || h.handed { // it runs when it likes: nobody waits for it
			h.out.Settled = true
		}
		if h.in == nil || h.out.Settled {
			continue
		}
		h.out.Counted = h.Counted || f.checked(h)
		switch l, found := f.judgeLoops(h, loops); {
		case found:
			f.repeat(h, l)
			fallthrough
		case l != nil:
			h.out.Settled = true
		case h.each:
			if !f.unitOfWork(h, nil) && !f.alsoOutside(h, nil) {
				f.repeat(h, nil)
			}
			h.out.Settled = true
		}
	}
}

// judgeLoops looks at the loops around a write from the inside: found, if it runs once a row of l; else l is a loop in which that is as it
// should be. Without one, the caller's loops count.
func (f *frame) judgeLoops(h happening, loops []*loop) (l *loop, found bool) {
	for _, l := range loops {
		if !l.body[h.block] {
			continue
		}
		if l.over == nil || f.spared(h, l) {
			return l, false
		}
		if !f.fixed(l.over) {
			return l, true
		}
	}
	return nil, false
}

// repeat takes a finding into the account of the function.
func (f *frame) repeat(h happening, l *loop) {
	x := Repeat{Category: categories[h.Verb], At: h.At, Via: h.Via, Write: h.Write, Scope: f.scope(h, l), base: outwardFlows(h.Base)}
	if v := f.handleGiven(h.in); h.Assume != "" && v != nil {
		x.base = outwardFlows(f.baseFlows(f.value(v)))
	}
	for len(x.Via) > 0 && x.Via[0].Pkg == x.At.Pkg && x.Via[0].Func == x.At.Func && f.insideOf(h) { // a closure is part of the same text
		x.At, x.Via = x.Via[0], x.Via[1:]
	}
	i := slices.IndexFunc(f.sum.repeats, func(y Repeat) bool { return y.At == x.At })
	switch {
	case i < 0:
		f.sum.repeats = append(f.sum.repeats, x)
	case x.Write.Name() != f.sum.repeats[i].Write.Name():
	case x.Category == "update" && f.sum.repeats[i].Category == "insert" && !f.sum.repeats[i].Write.Upsert,
		x.Write.Upsert && slices.Equal(x.Via, f.sum.repeats[i].Via):
		f.sum.repeats[i] = x // it inserts what is not there yet; an upsert is a statement of its own
	}
}

// insideOf reports whether the call is given a closure of this function: what it does stands here.
func (f *frame) insideOf(h happening) bool {
	return slices.ContainsFunc(operands(h.in), func(v ssa.Value) bool { return isFunc(v.Type()) })
}

var categories = map[knowledge.Verb]string{
	knowledge.Insert: "insert",
	knowledge.Upsert: "insert",
	knowledge.Update: "update",
	knowledge.Save:   "update",
	knowledge.Delete: "delete",
}

// scope tells how the statement is in a transaction.
func (f *frame) scope(h happening, l *loop) TxScope {
	switch {
	case h.Tx == carriedTx:
		return GivenTx
	case h.Tx != "" && l != nil && f.begunIn(h.Tx, l):
		return EachTx
	case h.Tx != "":
		return AroundTx
	case f.givenHandle(h.Write):
		return f.scopeOfGiven(h.Write)
	case h.Assume != "":
		return f.scopeOfPort(h.in)
	}
	return NoTx
}

// scopeOfGiven is the scope of a statement on a connection that came in as a parameter: its type may say which it is.
func (f *frame) scopeOfGiven(w *Write) TxScope {
	for _, b := range w.Base {
		if b.Root.Kind != Param || b.Path != "" || b.Root.N >= len(f.fn.Params) {
			continue
		}
		switch t := f.fn.Params[b.Root.N].Type(); {
		case f.isPoolType(t):
			return NoTx
		case f.isTxType(t):
			return AroundTx
		}
	}
	return GivenTx
}

// isTxType reports whether a type is a transaction for certain: *sql.Tx, pgx.Tx.
func (f *frame) isTxType(t types.Type) bool {
	n, ok := types.Unalias(deref(t)).(*types.Named)
	return ok && f.isHandle(t) && slices.Contains(words(n.Obj().Name()), "tx")
}

// scopeOfPort is the scope of a call of a port whose implementation is not in sight, by what it is handed and where it came from.
// Have: port.Insert(ctx, tx, row); runner.Run(ctx, func(port Port) error { …; port.Insert(ctx, row) }).
func (f *frame) scopeOfPort(in ssa.CallInstruction) TxScope {
	handle := f.handleGiven(in)
	p, ok := in.Common().Value.(*ssa.Parameter)
	switch {
	case handle != nil && f.isPoolType(handle.Type()):
		return NoTx
	case handle != nil && inTx(f.queryOf(f.value(handle))):
		return AroundTx
	case handle != nil, ok && p.Parent().Parent() != nil:
		return GivenTx
	}
	return NoTx
}

// inTx reports whether a connection is in a transaction for certain.
func inTx(q *Query) bool { return q != nil && q.Tx != "" && q.Tx != carriedTx }

// handleGiven is the connection among the arguments of a call, nil if there is none.
func (f *frame) handleGiven(in ssa.CallInstruction) ssa.Value {
	for _, v := range in.Common().Args {
		if f.isHandle(v.Type()) {
			return v
		}
	}
	return nil
}

// isPoolType reports whether a type is a pool of connections for certain: *sql.DB.
func (f *frame) isPoolType(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	lib := f.index.Handle(n.Obj().Pkg().Path(), n.Obj().Name())
	return lib != nil && slices.Contains(lib.Pools, n.Obj().Name())
}

// txID names the transaction that a call begins.
func (f *frame) txID(in ssa.Instruction) string { return "tx" + strconv.Itoa(f.num[in]) }

// begunIn reports whether a transaction is begun in a loop.
func (f *frame) begunIn(tx string, l *loop) bool {
	for b := range l.body {
		for _, in := range b.Instrs {
			if f.txID(in) == tx {
				return true
			}
		}
	}
	return false
}

// takeRepeats takes over what a callee found. What the callee could not know of the connection that it was given, the caller knows.
func (a *application) takeRepeats() {
	for _, x := range a.sum.repeats {
		base := x.base
		x.base = nil
		for _, fl := range base {
			v := a.inwardFlow(fl)
			x.base = unionFlows(x.base, outwardFlows(v.Flows))
			if x.Scope == GivenTx && inTx(a.queryOf(v)) {
				x.Scope = AroundTx
			}
		}
		if !slices.ContainsFunc(a.frame.sum.repeats, func(y Repeat) bool { return y.At == x.At }) {
			a.frame.sum.repeats = append(a.frame.sum.repeats, x)
		}
	}
}

// addRepeat takes a finding, once a place; none in generated files.
func (r *run) addRepeat(x Repeat) {
	if x.At.Pkg != r.pass.Pkg.Path() || r.isGenerated(x.At.File) {
		return
	}
	x.Test = isTest(x.At.File)
	if r.first("repeat", x.At) {
		r.result.Repeats = append(r.result.Repeats, x)
	}
}

// Name is what the write changes, as the program calls it: the struct, else the table.
func (w *Write) Name() string {
	if w.Type != "" {
		return baseName(w.Type)
	}
	return w.Table
}

// Uniform reports whether every row gets the same values: constants, or what the function was given.
// Have: Updates(map[string]any{"state": "sent", "batch": batchID}).
func (w *Write) Uniform() bool {
	same := func(v Value) bool {
		return len(v.Flows) == 0 && len(v.Refs) == 0 && (v.Text != nil || v.Int != nil) || len(v.Refs) == 0 && isSteady(v)
	}
	if len(w.Atomic) > 0 || slices.ContainsFunc(w.Set, func(t Term) bool { return t.Self || !same(t.Value) }) {
		return false
	}
	if w.Row == nil {
		return len(w.Set) > 0
	}
	return len(w.Row.Image) > 0 && !slices.ContainsFunc(w.Row.Image, func(e Entry) bool { return e.Path == "" || e.Path[0] != '#' || !same(e.Value) })
}

// Arithmetic reports whether the database, or the loop, computes the new values from the rows' old ones and constants alone.
func (w *Write) Arithmetic() bool {
	return w.Row == nil && len(w.Set) > 0 && !slices.ContainsFunc(w.Set, func(t Term) bool { return !t.Self || len(t.Value.Flows) > 0 })
}

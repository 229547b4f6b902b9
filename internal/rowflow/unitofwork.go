package rowflow

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A unit of work may be a port: whatever is behind it, a method that runs a function, and hands it the same interface once more, runs it in a
// transaction. What is done on the other one is beside it.
//
//	type UnitOfWork interface {
//		Do(ctx context.Context, fn func(within UnitOfWork) error) error
//		Users() Users
//	}
//
// A function that is handed a context may find the transaction there, and a port that is an end in itself (a router, a tree) hands out nothing that
// saves: both are left alone.

// work is the operand that a method of a port runs in a transaction, 0 if it runs none.
func work(port types.Type, method *types.Func) int {
	sig, work := method.Signature(), 0
	if sig.Results().Len() != 1 || !isError(sig.Results().At(0).Type()) {
		return 0
	}
	for i := range sig.Params().Len() {
		fn, ok := sig.Params().At(i).Type().Underlying().(*types.Signature)
		if !ok {
			continue
		}
		if work > 0 || fn.Params().Len() != 1 || !types.Identical(fn.Params().At(0).Type(), port) || fn.Results().Len() != 1 || !isError(fn.Results().At(0).Type()) {
			return 0
		}
		work = i + 1
	}
	return work
}

// isUnitOfWork reports whether an interface is a port that runs work on itself, and hands out or is what saves.
func (f *frame) isUnitOfWork(port types.Type) bool {
	is, asked := f.works[port]
	if !asked {
		is = worksOnItself(port)
		f.works[port] = is
	}
	return is
}

func worksOnItself(port types.Type) bool {
	iface, ok := port.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	works, hands := false, writes(port)
	for m := range iface.Methods() {
		works = works || work(port, m) > 0
		hands = hands || m.Signature().Results().Len() > 0 && isRepository(m.Signature().Results().At(0).Type())
	}
	return works && hands
}

// isRepository reports whether a unit of work hands a value of the type out to be worked with: one that saves, or whatever the caller asks for.
// Have: Users() Users; Repository(kind any) (any, error).
func isRepository(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.Empty() || writes(t)
}

// writes reports whether a method of a type is named like one that changes rows.
func writes(t types.Type) bool {
	ms := types.NewMethodSet(t)
	for i := range ms.Len() {
		if _, ok := verbOf(ms.At(i).Obj().Name()); ok && !isError(t) {
			return true
		}
	}
	return false
}

// assumedWork runs a function in the transaction of a unit of work.
func (f *frame) assumedWork(in ssa.CallInstruction, method *types.Func, args []Value) bool {
	i := work(in.Common().Value.Type(), method)
	if i == 0 || i >= len(args) || !f.isUnitOfWork(in.Common().Value.Type()) {
		return false
	}
	t := scope{id: f.txID(in), base: f.baseFlows(args[0]), at: f.pos(in),
		assume: "no implementation of " + method.Name() + " is in sight; it is taken to run the function in a transaction"}
	if q := f.queryOf(args[0]); q != nil && q.Tx != "" { // within another
		t.id = q.Tx
	}
	within := Value{Query: &Query{Tx: t.id, Base: t.base}}
	f.within(t, func() { f.handOver(in, args[i], []Value{within}, "uw") })
	if f.recording && isIdle(in.Common().Args[i-1], in.Common().Value.Type()) {
		f.misuse(Misuse{Category: "unused", Tx: t.at, Assume: t.assume}, t.at, nil)
	}
	return true
}

// isIdle reports whether a function literal does nothing with the unit of work that it is handed, and has no other.
func isIdle(work ssa.Value, port types.Type) bool {
	fn, ok := work.(*ssa.Function)
	if c, is := work.(*ssa.MakeClosure); is {
		fn, ok = c.Fn.(*ssa.Function)
	}
	if !ok || fn.Parent() == nil || len(fn.Params) != 1 {
		return false
	}
	used := slices.ContainsFunc(*fn.Params[0].Referrers(), func(in ssa.Instruction) bool {
		_, debug := in.(*ssa.DebugRef)
		return !debug
	})
	return !used && !slices.ContainsFunc(fn.FreeVars, func(v *ssa.FreeVar) bool { return holds(deref(v.Type()), port) })
}

// holds reports whether a captured variable is a unit of work, or may lead to one: a struct that has it, a function, another interface.
func holds(t, port types.Type) bool {
	switch u := deref(t).Underlying().(type) {
	case *types.Signature:
		return true
	case *types.Interface:
		return types.Identical(t, port) || writes(t)
	case *types.Struct:
		for v := range u.Fields() {
			if types.Identical(v.Type(), port) || isRepository(v.Type()) {
				return true
			}
		}
	}
	return false
}

// workOf is the work that a port is a part of, as far as that is known: it was handed out by a unit of work, or is one. Nil for others.
func (f *frame) workOf(in ssa.CallInstruction, port Value) *Query {
	q := f.queryOf(port)
	if q == nil && f.isUnitOfWork(in.Common().Value.Type()) {
		q = &Query{Base: f.baseFlows(port)}
	}
	return q
}

// handOut tells what a unit of work hands out which work it is a part of.
func (f *frame) handOut(in ssa.CallInstruction, from Value, out []Value) {
	if !f.isUnitOfWork(in.Common().Value.Type()) {
		return
	}
	q, res := f.workOf(in, from), in.Common().Signature().Results()
	for i := range out {
		if isRepository(res.At(i).Type()) {
			out[i].Query = q.rest()
		}
	}
}

// assume is a write that a method of a port is taken to do.
func (f *frame) assume(in ssa.CallInstruction, w *Write) {
	if q := f.workOf(in, f.value(in.Common().Value)); q != nil {
		w.Base, w.Tx = q.Base, q.Tx
	}
	f.write(w)
}

// assumedAny is a write of which no more is known than that it is one, of a port that a unit of work has handed out.
// Have: uow.Users().Update(ctx, id, columns).
func (f *frame) assumedAny(in ssa.CallInstruction, method *types.Func) {
	if _, ok := verbOf(method.Name()); ok && f.workOf(in, f.value(in.Common().Value)) != nil {
		f.assume(in, &Write{At: f.pos(in), Verb: knowledge.Update, Table: portName(in), Settled: true, Assume: assumedWriter(method.Name())})
	}
}

package rowflow

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// spared reports whether a write in a loop cannot, or should not, become one statement for all rows.
func (f *frame) spared(h happening, l *loop) bool {
	varying := spread(l.vars, l.body)
	return f.notPerRow(h, l, varying) || l.batches(varying) || l.paced() || l.hasSavepoint() || f.flushes(h, l) ||
		f.untilItWorks(h, l) || f.countsRows(h, l) || f.keyNeeded(h, l) || f.unitOfWork(h, l)
}

// notPerRow reports whether the statement is not about the row of the iteration, or not about rows of one table.
func (f *frame) notPerRow(h happening, l *loop, varying map[ssa.Value]bool) bool {
	switch h.in.(type) {
	case *ssa.Go, *ssa.Defer:
		return true // in parallel, or later
	}
	if h.handed || h.Type == "" && (h.Table == "" || strings.Contains(h.Table, "%")) || l.elem != nil && f.isHandle(l.elem) {
		return true
	}
	if f.varies(h.in, varying) {
		return false
	}
	return h.Verb != knowledge.Insert || !f.madeIn(h, l) // for range quantity { Create(&Ticket{…}) }
}

// varies reports whether a call gets something that varies. A receiver alone that is an interface is another service each time, unless
// it is a statement of a library.
func (f *frame) varies(in ssa.CallInstruction, varying map[ssa.Value]bool) bool {
	ops := operands(in)
	if in.Common().IsInvoke() && !f.isHandle(ops[0].Type()) && slices.ContainsFunc(ops[:1], func(v ssa.Value) bool { return varying[v] }) {
		ops = ops[1:]
	}
	if in.Common().StaticCallee() == nil && !in.Common().IsInvoke() && varying[ops[0]] {
		return false // another function each time
	}
	return slices.ContainsFunc(ops, func(v ssa.Value) bool { return varying[v] || varying[root(v)] })
}

// madeIn reports whether a row that the call gets is made anew in each iteration.
func (f *frame) madeIn(h happening, l *loop) bool {
	return slices.ContainsFunc(operands(h.in), func(v ssa.Value) bool {
		made, ok := root(v).(*ssa.Alloc)
		return ok && l.body[made.Block()] && typeName(made.Type()) == h.Type
	})
}

// batches reports whether an iteration is about many rows: a step of more than one, a list for an element, rows[i:end].
func (l *loop) batches(varying map[ssa.Value]bool) bool {
	if !l.step || l.elem != nil && isList(l.elem) {
		return true
	}
	for b := range l.body {
		for _, in := range b.Instrs {
			if s, ok := in.(*ssa.Slice); ok && isList(s.X.Type()) && s.Low != nil && varying[s.Low] {
				return true
			}
		}
	}
	return false
}

// paced reports whether the loop waits: for a time, or for another goroutine.
func (l *loop) paced() bool {
	for b := range l.body {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.UnOp:
				if in.Op == token.ARROW {
					return true
				}
			case *ssa.Select:
				if in.Blocking {
					return true
				}
			case *ssa.Call:
				if fn := in.Call.StaticCallee(); fn != nil && fn.Name() == "Sleep" && fn.Pkg != nil && fn.Pkg.Pkg.Path() == "time" {
					return true
				}
			}
		}
	}
	return false
}

// hasSavepoint reports whether an iteration can be undone by itself.
func (l *loop) hasSavepoint() bool {
	for b := range l.body {
		for _, in := range b.Instrs {
			call, ok := in.(ssa.CallInstruction)
			if !ok {
				continue
			}
			c := call.Common()
			if c.IsInvoke() && isSavepoint(c.Method.Name()) || c.StaticCallee() != nil && isSavepoint(c.StaticCallee().Name()) ||
				slices.ContainsFunc(c.Args, func(v ssa.Value) bool { k, ok := v.(*ssa.Const); return ok && isSavepoint(k.String()) }) {
				return true
			}
		}
	}
	return false
}

// flushes reports whether the statement writes a list that iterations fill: if len(batch) == 100 { insert(batch); batch = nil }.
func (f *frame) flushes(h happening, l *loop) bool {
	return slices.ContainsFunc(operands(h.in), func(v ssa.Value) bool {
		if !isList(v.Type()) {
			if box, ok := v.(*ssa.MakeInterface); !ok || !isList(box.X.Type()) {
				return false
			}
		}
		switch list := carried(v).(type) {
		case *ssa.Phi:
			return list.Block() == l.head
		case *ssa.Alloc:
			return !l.body[list.Block()]
		}
		return false
	})
}

// carried is the list that an appended one began as.
func carried(v ssa.Value) ssa.Value {
	for range maxDepth {
		v = root(v)
		switch x := v.(type) {
		case *ssa.Call:
			if b, ok := x.Call.Value.(*ssa.Builtin); !ok || b.Name() != "append" {
				return v
			}
			v = x.Call.Args[0]
		case *ssa.UnOp:
			v = x.X
		default:
			return v
		}
	}
	return v
}

// untilItWorks reports whether the loop ends when the statement succeeds: a retry.
func (f *frame) untilItWorks(h happening, l *loop) bool {
	v := h.in.Value()
	if v == nil || l.head == nil {
		return false
	}
	for _, errs := range errorsOf(v, l.body) {
		for _, ref := range *errs.Referrers() {
			cond, ok := ref.(*ssa.BinOp)
			if !ok || cond.Op != token.EQL && cond.Op != token.NEQ {
				continue
			}
			for _, use := range *cond.Referrers() {
				branch, ok := use.(*ssa.If)
				if !ok || !l.body[branch.Block()] {
					continue
				}
				ok0, ok1 := l.goesOn(branch.Block().Succs[0]), l.goesOn(branch.Block().Succs[1])
				if cond.Op == token.EQL && !ok0 && ok1 || cond.Op == token.NEQ && ok0 && !ok1 {
					return true
				}
			}
		}
	}
	return false
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

// unitOfWork reports whether each iteration has a transaction of its own around several statements: it is meant to succeed or fail alone.
func (f *frame) unitOfWork(h happening, l *loop) bool {
	if h.Tx == "" || !f.begunIn(h.Tx, l) {
		return false
	}
	return slices.ContainsFunc(f.happened, func(o happening) bool {
		return o.Tx == h.Tx && (o.At != h.At || !slices.Equal(o.Via, h.Via))
	})
}

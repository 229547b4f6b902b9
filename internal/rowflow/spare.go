package rowflow

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// spared reports whether a write in a loop cannot, or should not, become one statement for all rows.
func (f *frame) spared(h happening, l *loop) bool {
	varying := spread(l.vars, l.body)
	if l.runsElements(varying) {
		return true
	}
	return f.notPerRow(h, l, varying) || l.batches(varying) || takesRows(h.in, varying) || f.aboutGroup(h, l, varying) || l.paced() || l.hasSavepoint() || f.flushes(h, l) ||
		f.failsAlone(h, l) || f.countsRows(h, l) || f.keyNeeded(h, l) || f.unitOfWork(h, l) || f.resultUsed(h) || f.alsoOutside(h, l) || f.notOneRow(h, l)
}

// notPerRow reports whether the statement is not about the row of the iteration, or not about rows of one table.
func (f *frame) notPerRow(h happening, l *loop, varying map[ssa.Value]bool) bool {
	if _, later := h.in.(*ssa.Defer); later || h.Type == "" && (h.Table == "" || strings.Contains(h.Table, "%")) || l.elem != nil && f.isHandle(l.elem) {
		return true
	}
	if h.Assume != "" && isMessage(h.Type) {
		return true
	}
	if f.varies(h.in, varying) {
		return false
	}
	return h.Verb != knowledge.Insert || !f.madeIn(h, l) // for range quantity { Create(&Ticket{…}) }
}

// runsElements reports whether the iteration calls a function that the element brings: it does something else each time.
// Have: for _, m := range migrations { m.run(tx); tx.Create(&Applied{m.version}) }.
func (l *loop) runsElements(varying map[ssa.Value]bool) bool {
	for b := range l.body {
		for _, in := range b.Instrs {
			call, ok := in.(*ssa.Call)
			if !ok || call.Call.IsInvoke() || call.Call.StaticCallee() != nil {
				continue
			}
			if load, ok := call.Call.Value.(*ssa.UnOp); ok && varying[root(load)] || varying[call.Call.Value] {
				return true
			}
		}
	}
	return false
}

// isMessage reports whether a type's name says that it is what a call is asked for, and no row: UpdateChannelsInput.
func isMessage(typ string) bool {
	w := words(baseName(typ))
	return len(w) > 1 && slices.Contains([]string{"input", "request", "req", "command"}, w[len(w)-1])
}

// varies reports whether a call gets something that varies. A receiver alone that is neither a row nor a library's statement is another
// service each time.
func (f *frame) varies(in ssa.CallInstruction, varying map[ssa.Value]bool) bool {
	ops := operands(in)
	switch fn := in.Common().StaticCallee(); {
	case in.Common().IsInvoke() && !f.isHandle(ops[0].Type()),
		fn != nil && fn.Signature.Recv() != nil && !f.isHandle(ops[0].Type()) && !f.models.isRow(ops[0].Type()):
		ops = ops[1:]
	case fn == nil && !in.Common().IsInvoke() && varying[ops[0]]:
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

// batches reports whether an iteration is about many rows: a step of more than one, a list or a condition for an element, rows[i:end].
func (l *loop) batches(varying map[ssa.Value]bool) bool {
	if !l.step || l.elem != nil && (isList(l.elem) || isFunc(l.elem)) {
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

// takesRows reports whether a call gets a list of its own in each iteration: sync(order.ID, order.Lines).
func takesRows(in ssa.CallInstruction, varying map[ssa.Value]bool) bool {
	ops := operands(in)
	if sig := in.Common().Signature(); sig.Variadic() && isAnything(sig.Params().At(sig.Params().Len()-1).Type()) {
		ops = ops[:len(ops)-1] // the values of one statement: Exec(query, args...)
	}
	return slices.ContainsFunc(ops, func(v ssa.Value) bool {
		if box, ok := v.(*ssa.MakeInterface); ok {
			v = box.X
		}
		made, _ := root(v).(*ssa.Alloc)
		return isList(v.Type()) && (varying[v] || varying[root(v)]) && (made == nil || made.Comment != "varargs")
	})
}

// aboutGroup reports whether the statement is about a list of rows of its own in each iteration, by its conditions: Where("id IN ?", g.IDs).
func (f *frame) aboutGroup(h happening, l *loop, varying map[ssa.Value]bool) bool {
	if h.Verb == knowledge.Insert {
		return false
	}
	isGroup := func(v ssa.Value) bool {
		if box, ok := v.(*ssa.MakeInterface); ok {
			v = box.X
		}
		made, _ := root(v).(*ssa.Alloc)
		list, ok := v.Type().Underlying().(*types.Slice)
		return ok && !isByte(list.Elem()) && (varying[v] || varying[root(v)]) && (made == nil || made.Comment != "varargs")
	}
	for _, cond := range f.conditionCalls(h.in, l) {
		for _, v := range spelledOut(cond.Common().Args) {
			inner, called := v.(*ssa.Call) // asset.IDIn(ids...)
			if isGroup(v) || called && !f.isHandle(v.Type()) && slices.ContainsFunc(inner.Call.Args, isGroup) {
				return true
			}
		}
	}
	return false
}

// conditionCalls are the calls of the iteration that put conditions to a statement.
func (f *frame) conditionCalls(in ssa.CallInstruction, l *loop) []ssa.CallInstruction {
	var out []ssa.CallInstruction
	for _, v := range f.shaping(in, l) {
		call, ok := v.(*ssa.Call)
		if !ok || !f.isHandle(call.Type()) {
			continue
		}
		if slices.Contains([]string{"And", "Filter", "In", "Where", "WhereIn"}, calleeName(&call.Call)) {
			out = append(out, call)
		}
	}
	return out
}

// isAnything reports whether a type is []any.
func isAnything(t types.Type) bool {
	list, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	i, ok := list.Elem().Underlying().(*types.Interface)
	return ok && i.Empty()
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
			if !isBuiltin(x, "append") {
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

// maxDeep is how many functions may lie between a loop and the statement: beyond that, the loop calls an operation of the program of which
// the statement is a detail.
const maxDeep = 3

// unitOfWork reports whether an iteration is an operation of several statements: in a transaction of its own, so that it succeeds or fails
// alone, or on several tables, or far away.
func (f *frame) unitOfWork(h happening, l *loop) bool {
	functions := map[string]bool{}
	for _, via := range h.Via {
		functions[via.Pkg+via.Func] = true
	}
	if len(functions) > maxDeep {
		return true
	}
	own := h.Tx != "" && l != nil && f.begunIn(h.Tx, l)
	tables := map[string]bool{}
	removes := true
	for _, o := range f.happened {
		if o.in != h.in {
			if own && o.Tx == h.Tx && l.body[o.block] {
				return true
			}
			continue
		}
		if own && !slices.Equal(o.Via, h.Via) {
			return true
		}
		tables[o.Name()] = true
		removes = removes && o.Verb == knowledge.Delete
	}
	return len(tables) > 2 && !removes
}

// resultUsed reports whether the loop goes on with what the function that writes returns: it finds or makes something, and the write is
// only how.
func (f *frame) resultUsed(h happening) bool {
	v := h.in.Value()
	if v == nil || len(h.Via) == 0 {
		return false
	}
	results := []ssa.Value{v}
	if _, ok := v.Type().(*types.Tuple); ok {
		results = nil
		for _, ref := range *v.Referrers() {
			results = append(results, ref.(ssa.Value)) // of a tuple, only parts are used
		}
	}
	return slices.ContainsFunc(results, func(v ssa.Value) bool {
		return !isError(v.Type()) && !isBool(v.Type()) && !f.isHandle(v.Type()) && !isNumber(v.Type()) && !f.isAnswer(v.Type()) && len(*v.Referrers()) > 0
	})
}

// isAnswer reports whether a type is a library's answer to a statement: sql.Result.
func (f *frame) isAnswer(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && f.index.Library(n.Obj().Pkg().Path()) != nil
}

package rowflow

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// checked reports whether the function tests how many rows the statement changed.
func (f *frame) checked(h happening) bool { return len(f.rowTests(h)) > 0 }

// countsRows reports whether the number of changed rows is a row's own answer: the statement has a guard, or what follows for this row
// depends on it.
//
//	res := tx.Exec("UPDATE items SET stock = stock - ? WHERE id = ? AND stock >= ?", n, id, n)
//	if res.RowsAffected == 0 { … }
func (f *frame) countsRows(h happening, l *loop) bool {
	if h.out.Counted && h.guarded() {
		return true
	}
	return slices.ContainsFunc(f.happened, func(o happening) bool {
		return o.in != nil && l.body[o.block] && slices.ContainsFunc(f.rowTests(o), func(branch *ssa.If) bool {
			b := branch.Block()
			if o.in == h.in && claimsFirst(branch, l) {
				return true
			}
			return l.body[b.Succs[0]] && l.body[b.Succs[1]] && (o.in == h.in || f.decides(b, h.block))
		})
	})
}

// claimsFirst reports whether the loop goes on with the next row if none was changed, and ends if one was: it looks for one that is free.
//
//	res := tx.Exec("UPDATE seats SET holder = ? WHERE id = ? AND holder IS NULL", who, seat.ID)
//	if res.RowsAffected == 0 { continue }
//	return seat
func claimsFirst(branch *ssa.If, l *loop) bool {
	cmp := branch.Cond.(*ssa.BinOp)
	n, ok := cmp.Y.(*ssa.Const)
	if !ok || n.Value == nil || !isNumber(n.Type()) {
		return false
	}
	none := map[token.Token]int{token.EQL: 0, token.LSS: 0, token.LEQ: 0, token.NEQ: 1, token.GTR: 1, token.GEQ: 1}[cmp.Op]
	if n.Int64() == 1 && (cmp.Op == token.EQL || cmp.Op == token.NEQ) {
		none = 1 - none
	}
	b := branch.Block()
	return l.body[b.Succs[none]] && !l.body[b.Succs[1-none]]
}

// decides reports whether the branch at the end of a block decides whether another is reached.
func (f *frame) decides(branch, b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(f.controls(b), func(c control) bool { return c.at == branch })
}

// guarded reports whether the statement does arithmetic, or has a limit among its conditions.
func (w *Write) guarded() bool {
	return len(w.Atomic) > 0 || slices.ContainsFunc(w.Set, func(t Term) bool { return t.Self }) ||
		slices.ContainsFunc(w.Where, func(t Term) bool { return strings.ContainsAny(t.Op, "<>") })
}

// rowTests are the branches on the number of rows that a statement changed: a number among its results, or RowsAffected of one.
func (f *frame) rowTests(h happening) []*ssa.If {
	v := h.in.Value()
	if v == nil {
		return nil
	}
	var out []*ssa.If
	todo, seen := []ssa.Value{v}, map[ssa.Value]bool{}
	for len(todo) > 0 {
		v := todo[0]
		todo = todo[1:]
		if seen[v] || isError(v.Type()) || v.Referrers() == nil {
			continue
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch in := ref.(type) {
			case *ssa.Extract, *ssa.UnOp, *ssa.Phi, *ssa.Convert:
				todo = append(todo, in.(ssa.Value))
			case *ssa.Store: // info, err := q.Update(…), with info a struct
				if in.Val == v && isVariable(in.Addr) {
					todo = append(todo, in.Addr)
				}
			case *ssa.FieldAddr:
				if fieldName(in.X.Type(), in.Field) == "RowsAffected" {
					todo = append(todo, in)
				}
			case *ssa.Field:
				if fieldName(in.X.Type(), in.Field) == "RowsAffected" {
					todo = append(todo, in)
				}
			case *ssa.Call:
				if in.Call.IsInvoke() && in.Call.Method.Name() == "RowsAffected" || in.Call.StaticCallee() != nil && in.Call.StaticCallee().Name() == "RowsAffected" {
					todo = append(todo, in)
				}
			case *ssa.BinOp:
				if isNumber(v.Type()) {
					out = append(out, branchesOn(in)...)
				}
			}
		}
	}
	return out
}

func isVariable(addr ssa.Value) bool {
	_, ok := addr.(*ssa.Alloc)
	return ok
}

func branchesOn(cond ssa.Value) []*ssa.If {
	var out []*ssa.If
	for _, ref := range *cond.Referrers() {
		if branch, ok := ref.(*ssa.If); ok {
			out = append(out, branch)
		}
	}
	return out
}

// keyNeeded reports whether the statement inserts a row whose generated key another statement of the iteration needs, or is that other.
func (f *frame) keyNeeded(h happening, l *loop) bool {
	for _, o := range f.happened {
		if o.Verb != knowledge.Insert || o.in == nil || !l.body[o.block] || o.in != h.in && f.innermost(o.block) != l {
			continue
		}
		made := spread(f.keysOf(o, l), l.body)
		if o.in != h.in {
			if uses(h.in, made) {
				return true
			}
			continue
		}
		if f.keeps(made, l) && !f.index.BulkKeys(h.Lib) || f.needsLast(h, made, l) {
			return true
		}
		for b := range l.body {
			for _, in := range b.Instrs {
				if call, ok := in.(ssa.CallInstruction); ok && in != o.in && (f.isStatement(call) || call.Common().StaticCallee() == f.fn) && uses(call, made) {
					return true
				}
			}
		}
	}
	return false
}

// needsLast reports whether the row, or its statement, is given a key that an iteration before made.
//
//	r := &Row{ParentID: last}
//	tx.Create(r)
//	last = r.ID
func (f *frame) needsLast(h happening, made map[ssa.Value]bool, l *loop) bool {
	rows := map[ssa.Value]bool{}
	for _, op := range f.shaping(h.in, l) {
		rows[root(op)] = true
	}
	for b := range l.body {
		for _, in := range b.Instrs {
			if b == h.block && f.num[in] >= f.num[h.in] || b != h.block && f.followsBlock(b, h.block, l) {
				continue
			}
			switch in := in.(type) {
			case *ssa.Store:
				if made[in.Val] && rows[root(in.Addr)] {
					return true
				}
			case *ssa.Call: // SetParent(last)
				if ops := operands(in); len(ops) > 1 && f.isHandle(ops[0].Type()) && slices.ContainsFunc(ops[1:], func(v ssa.Value) bool { return made[v] }) {
					return true
				}
			}
		}
	}
	return slices.ContainsFunc(operands(h.in), func(v ssa.Value) bool { // Exec("INSERT …", last, name)
		phi, ok := v.(*ssa.Phi)
		return ok && phi.Block() == l.head && made[v]
	})
}

// keeps reports whether the iteration stores a key that was made, in a row or a list, for those who come after the loop.
func (f *frame) keeps(made map[ssa.Value]bool, l *loop) bool {
	for v := range made {
		for _, ref := range *v.Referrers() {
			switch in := ref.(type) {
			case *ssa.MapUpdate:
				return true
			case *ssa.Store:
				list, ok := root(in.Addr).(*ssa.Alloc)
				if _, cell := in.Addr.(*ssa.Alloc); in.Val == v && !cell && (!ok || list.Comment != "varargs" || appended(list)) {
					return true
				}
			}
		}
	}
	return false
}

// appended reports whether the elements written at a call are those of append.
func appended(list *ssa.Alloc) bool {
	for _, ref := range *list.Referrers() {
		if s, ok := ref.(*ssa.Slice); ok {
			for _, use := range *s.Referrers() {
				if c, ok := use.(*ssa.Call); ok && isBuiltin(c, "append") {
					return true
				}
			}
		}
	}
	return false
}

func (f *frame) innermost(b *ssa.BasicBlock) *loop {
	for _, l := range f.loops() {
		if l.body[b] {
			return l
		}
	}
	return nil
}

func (f *frame) isStatement(in ssa.CallInstruction) bool {
	return slices.ContainsFunc(f.happened, func(h happening) bool { return h.in == in })
}

func uses(in ssa.CallInstruction, made map[ssa.Value]bool) bool {
	return slices.ContainsFunc(operands(in), func(v ssa.Value) bool { return made[v] || made[root(v)] })
}

// keysOf are the values that an insert makes and that the iteration reads: its results, variables that it fills, and the row's key.
func (f *frame) keysOf(h happening, l *loop) []ssa.Value {
	var out []ssa.Value
	if v := h.in.Value(); v != nil && !f.isHandle(v.Type()) {
		out = append(out, v)
	}
	for _, op := range f.shaping(h.in, l) {
		r := root(op)
		if cell, ok := r.(*ssa.Alloc); ok && isScalar(deref(cell.Type())) {
			out = append(out, r) // Scan(&id)
		}
		if typeName(r.Type()) != "" {
			out = append(out, f.keyReads(r, h, l)...)
		}
	}
	return out
}

// shaping are the operands of a call, and of those that shaped its statement: NewInsert().Model(&row).Exec(ctx).
func (f *frame) shaping(in ssa.CallInstruction, l *loop) []ssa.Value {
	out := spelledOut(operands(in))
	for i := 0; i < len(out); i++ {
		if call, ok := out[i].(*ssa.Call); ok && l.body[call.Block()] && f.isHandle(call.Type()) {
			out = append(out, spelledOut(operands(call))...)
		}
	}
	return out
}

// keyReads are the loads of a row's key after the insert, if it is not the program that sets it.
func (f *frame) keyReads(row ssa.Value, h happening, l *loop) []ssa.Value {
	var out []ssa.Value
	last := map[ssa.Value]bool{} // the row of an iteration before
	for todo := []ssa.Value{row}; len(todo) > 0; todo = todo[1:] {
		if todo[0].Referrers() == nil {
			continue
		}
		for _, ref := range *todo[0].Referrers() {
			if phi, ok := ref.(*ssa.Phi); ok && l.body[phi.Block()] && !last[phi] {
				last[phi] = true
				todo = append(todo, phi)
			}
			addr, ok := ref.(*ssa.FieldAddr)
			if !ok || !l.body[addr.Block()] {
				continue
			}
			switch s, _ := coreStruct(deref(addr.X.Type())); {
			case s == nil:
			case s.Field(addr.Field).Embedded():
				todo = append(todo, addr)
			case isKeyField(s.Field(addr.Field).Name(), s.Tag(addr.Field)):
				loads, set := usesOfField(addr)
				if set {
					return nil
				}
				for _, v := range loads {
					if last[todo[0]] || f.follows(v, h.in, l) {
						out = append(out, v)
					}
				}
			}
		}
	}
	return out
}

// usesOfField are the loads of a field; set, if the program gives it a value.
func usesOfField(addr *ssa.FieldAddr) (loads []ssa.Value, set bool) {
	for _, ref := range *addr.Referrers() {
		switch in := ref.(type) {
		case *ssa.UnOp:
			if in.Op == token.MUL {
				loads = append(loads, in)
			}
		case *ssa.Store:
			if _, zero := in.Val.(*ssa.Const); !zero && in.Addr == addr {
				return nil, true
			}
		}
	}
	return loads, false
}

func isKeyField(name, tag string) bool {
	return strings.EqualFold(name, "id") || strings.Contains(tag, "primary") || strings.Contains(tag, "pk") || strings.Contains(tag, "auto")
}

// follows reports whether a value is made after an instruction in the same iteration.
func (f *frame) follows(v ssa.Value, in ssa.Instruction, l *loop) bool {
	at, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	if at.Block() == in.Block() {
		return f.num[at] > f.num[in]
	}
	return f.followsBlock(at.Block(), in.Block(), l)
}

// followsBlock reports whether a block comes after another in the same iteration.
func (f *frame) followsBlock(b, after *ssa.BasicBlock, l *loop) bool {
	return slices.ContainsFunc(after.Succs, func(s *ssa.BasicBlock) bool { return l.body[s] && reachesBlock(s, b, l.head) })
}

package rowflow

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A loop is a natural loop of a function: the blocks from which its head is reached again without leaving it.
//
//	for i, x := range xs {      head: i < len(xs)       vars: i, xs[i]
//		…                       body: the head and what leads back to it
//	}
type loop struct {
	head *ssa.BasicBlock
	body map[*ssa.BasicBlock]bool
	vars []ssa.Value // what is another value in each iteration
	over ssa.Value   // what it goes over: a slice, a map, a number of times, a cursor; nil if that is not seen
	elem types.Type  // what one iteration has in hand, nil for a number
	step bool        // it takes one at a time
}

// loopsOf are the loops of a function, the inner ones before those around them.
func loopsOf(fn *ssa.Function) []*loop {
	byHead := map[*ssa.BasicBlock]*loop{}
	for _, b := range fn.Blocks {
		for _, head := range b.Succs {
			if !head.Dominates(b) {
				continue
			}
			if byHead[head] == nil {
				byHead[head] = &loop{head: head, body: map[*ssa.BasicBlock]bool{head: true}}
			}
			byHead[head].take(b)
		}
	}
	var out []*loop
	for _, head := range fn.Blocks {
		l := byHead[head]
		if l == nil {
			continue
		}
		l.shape(fn)
		at := 0
		for at < len(out) && len(out[at].body) <= len(l.body) {
			at++
		}
		out = slices.Insert(out, at, l)
	}
	if l := yielded(fn); l != nil {
		out = append(out, l)
	}
	return out
}

// take adds a block that leads back to the head, and all that leads to it.
func (l *loop) take(b *ssa.BasicBlock) {
	for todo := []*ssa.BasicBlock{b}; len(todo) > 0; {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !l.body[b] {
			l.body[b] = true
			todo = append(todo, b.Preds...)
		}
	}
}

// shape finds the loop's variable and what it goes over in a branch that leaves the loop.
func (l *loop) shape(fn *ssa.Function) {
	for _, b := range fn.Blocks {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || !l.body[b] || l.over != nil || l.body[b.Succs[0]] == l.body[b.Succs[1]] {
			continue
		}
		switch cond := branch.Cond.(type) {
		case *ssa.BinOp:
			l.counted(cond)
		case *ssa.Extract: // for k, v := range m
			if next, ok := cond.Tuple.(*ssa.Next); ok && next.Block() == l.head {
				l.vars, l.over, l.step = []ssa.Value{next}, next.Iter.(*ssa.Range).X, true
			}
		case *ssa.Call: // for rows.Next()
			if recv := cursor(cond); recv != nil {
				l.vars, l.over, l.step = []ssa.Value{recv}, recv, true
			}
		}
	}
	if l.over != nil {
		l.elem = elementOf(l.over)
	}
}

// yielded is the body of a range over a function: all of it runs once an iteration.
func yielded(fn *ssa.Function) *loop {
	if fn.Synthetic != "range-over-func yield" || len(fn.Params) == 0 {
		return nil
	}
	l := &loop{body: map[*ssa.BasicBlock]bool{}, over: fn.Params[0], step: true}
	for _, b := range fn.Blocks {
		l.body[b] = true
	}
	for _, p := range fn.Params {
		l.vars = append(l.vars, p)
		l.elem = p.Type()
	}
	return l
}

// cursor is the receiver of rows.Next() and the like.
func cursor(call *ssa.Call) ssa.Value {
	c := call.Common()
	switch fn := c.StaticCallee(); {
	case c.IsInvoke() && c.Method.Name() == "Next" && len(c.Args) == 0:
		return c.Value
	case fn != nil && fn.Name() == "Next" && len(c.Args) == 1 && fn.Signature.Recv() != nil:
		return c.Args[0]
	}
	return nil
}

// counted recognizes a number that grows, or falls, by a step until it meets a bound: i < len(xs), i >= 0.
func (l *loop) counted(cond *ssa.BinOp) {
	switch cond.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.NEQ:
	default:
		return
	}
	for i, side := range []ssa.Value{cond.X, cond.Y} {
		v, step := l.induction(side)
		if v == nil {
			continue
		}
		bound := []ssa.Value{cond.Y, cond.X}[i]
		if number, ok := bound.(*ssa.Const); ok && cond.Op != token.LSS && cond.Op != token.LEQ && !number.IsNil() { // for i := len(xs) - 1; i >= 0; i--
			bound = l.start(v)
		}
		l.vars, l.over, l.step = []ssa.Value{v}, bound, step
	}
}

// induction is the variable that a value is, or is one more than: a phi at the head to which each round adds the same; one reports
// whether that is 1.
func (l *loop) induction(v ssa.Value) (variable ssa.Value, one bool) {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL { // captured by a closure: each round has a variable of its own
		switch cell := load.X.(type) {
		case *ssa.Phi:
			return cell, cell.Block() == l.head
		case *ssa.Alloc:
			return cell, l.countsUp(cell)
		}
		return nil, false
	}
	if add, ok := v.(*ssa.BinOp); ok && (add.Op == token.ADD || add.Op == token.SUB) {
		v = add.X
	}
	phi, ok := v.(*ssa.Phi)
	if !ok || !l.body[phi.Block()] {
		return nil, false
	}
	for i, edge := range phi.Edges {
		if !l.body[phi.Block().Preds[i]] {
			continue
		}
		add, ok := edge.(*ssa.BinOp)
		if !ok || add.X != phi || add.Op != token.ADD && add.Op != token.SUB {
			return nil, false
		}
		by, ok := add.Y.(*ssa.Const)
		one = ok && by.Value != nil && by.Value.ExactString() == "1"
	}
	return phi, one
}

// countsUp reports whether the loop stores into the variable: one that was declared before the loop.
func (l *loop) countsUp(cell *ssa.Alloc) bool {
	for _, ref := range *cell.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == cell && l.body[st.Block()] {
			return true
		}
	}
	return false
}

// start is the value that the variable has in the first iteration.
func (l *loop) start(v ssa.Value) ssa.Value {
	if phi, ok := v.(*ssa.Phi); ok {
		for i, edge := range phi.Edges {
			if !l.body[phi.Block().Preds[i]] {
				return edge
			}
		}
	}
	return v
}

// elementOf is the type of what one iteration has in hand; nil for a number of times.
func elementOf(over ssa.Value) types.Type {
	if c, ok := over.(*ssa.Call); ok && isLen(c) {
		over = c.Call.Args[0]
	}
	switch t := over.Type().Underlying().(type) {
	case *types.Slice:
		return t.Elem()
	case *types.Map:
		return t.Elem()
	}
	return nil
}

func isLen(c *ssa.Call) bool { return isBuiltin(c, "len") }

func isBuiltin(c *ssa.Call, name string) bool {
	b, ok := c.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == name
}

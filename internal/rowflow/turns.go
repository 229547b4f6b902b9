package rowflow

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// takesTurns reports whether a block works on what came out of a queue: its tasks are done one after the other. (Several receivers on one
// channel are not seen.)
// Have: for { task := <-q.tasks; find(task.User); … insert(task.User) }.
func takesTurns(b *ssa.BasicBlock) bool {
	for d := b; d != nil; d = d.Idom() {
		for _, in := range d.Instrs {
			switch in := in.(type) {
			case *ssa.UnOp:
				if in.Op == token.ARROW && isQueue(in.X) {
					return true
				}
			case *ssa.Select:
				for _, s := range in.States {
					if s.Dir == types.RecvOnly && isQueue(s.Chan) {
						return true
					}
				}
			}
		}
	}
	return false
}

// isQueue reports whether tasks come out of a channel: it is not one that was made here, or that a call returned, to wait for something, and what
// comes is no mere signal.
func isQueue(ch ssa.Value) bool {
	from := root(ch)
	for load, ok := from.(*ssa.UnOp); ok && load.Op == token.MUL; load, ok = from.(*ssa.UnOp) {
		from = root(load.X)
	}
	switch from.(type) {
	case *ssa.Call, *ssa.MakeChan, *ssa.Alloc:
		return false
	}
	c, ok := ch.Type().Underlying().(*types.Chan)
	if !ok {
		return false
	}
	t := c.Elem()
	s, isStruct := t.Underlying().(*types.Struct)
	return !isBool(t) && !isError(t) && typeName(t) != "time.Time" && !(isStruct && s.NumFields() == 0)
}

package rowflow

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// capture gives a captured variable that is only ever one constant this value: what a statement in a closure does is known there.
// Have: query := "UPDATE accounts SET …"; return inTx(db, func(tx *sql.Tx) error { …; tx.Exec(query, n, id); … }).
func (f *frame) capture(st *state, i int, v *ssa.FreeVar) {
	if c := constantOf(v); c != nil {
		st.own(Root{Kind: Param, N: i})[""] = constValue(c)
	}
}

// constantOf is the constant that a variable has from its declaration on, nil if there is none.
func constantOf(v ssa.Value) *ssa.Const {
	switch v := v.(type) {
	case *ssa.FreeVar:
		return constantOf(boundTo(v))
	case *ssa.Alloc:
		stores := storesTo(v, 0)
		if len(stores) == 1 {
			c, _ := stores[0].(*ssa.Const)
			return c
		}
	}
	return nil
}

// boundTo is the variable of the function around a closure that it has captured.
func boundTo(v *ssa.FreeVar) ssa.Value {
	outer := v.Parent().Parent()
	if outer == nil {
		return nil
	}
	n := slices.Index(v.Parent().FreeVars, v)
	for _, b := range outer.Blocks {
		for _, in := range b.Instrs {
			if made, ok := in.(*ssa.MakeClosure); ok && made.Fn == v.Parent() {
				return made.Bindings[n]
			}
		}
	}
	return nil
}

// storesTo are the values that are stored in a variable, also by closures that captured it; more than one if its address goes elsewhere.
func storesTo(v ssa.Value, depth int) []ssa.Value {
	unknown := []ssa.Value{nil, nil}
	if depth > maxDepth || v.Referrers() == nil {
		return unknown
	}
	var out []ssa.Value
	for _, ref := range *v.Referrers() {
		switch in := ref.(type) {
		case *ssa.UnOp:
		case *ssa.DebugRef:
		case *ssa.Store:
			if in.Addr != v {
				return unknown
			}
			out = append(out, in.Val)
		case *ssa.MakeClosure:
			fn := in.Fn.(*ssa.Function)
			for i, b := range in.Bindings {
				if b == v {
					out = append(out, storesTo(fn.FreeVars[i], depth+1)...)
				}
			}
		default:
			return unknown
		}
	}
	return out
}

package rowflow

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// spread follows values through the instructions of some blocks, memory and calls included, and returns all that was made from them.
// What it takes for dependent may not be: it tells apart the arguments that differ from one iteration to the next from those that
// cannot.
func spread(from []ssa.Value, within map[*ssa.BasicBlock]bool) map[ssa.Value]bool {
	seen := map[ssa.Value]bool{}
	todo := append([]ssa.Value{}, from...)
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if v == nil || seen[v] || isError(v.Type()) {
			continue
		}
		seen[v] = true
		refs := v.Referrers()
		if refs == nil {
			continue
		}
		for _, ref := range *refs {
			if within[ref.Block()] {
				todo = append(todo, madeBy(ref, v, within)...)
			}
		}
	}
	return seen
}

// madeBy is what an instruction makes of an operand: its result, and the memory that it changes.
func madeBy(in ssa.Instruction, operand ssa.Value, within map[*ssa.BasicBlock]bool) []ssa.Value {
	switch in := in.(type) {
	case *ssa.Store:
		if in.Val == operand {
			return memoryOf(in.Addr, within)
		}
	case *ssa.MapUpdate:
		if in.Map != operand {
			return memoryOf(in.Map, within)
		}
	case ssa.CallInstruction:
		var out []ssa.Value
		if v := in.Value(); v != nil {
			out = append(out, v)
		}
		for _, arg := range spelledOut(in.Common().Args) { // rows.Scan(&x), json.Unmarshal(b, &x)
			if _, ok := root(arg).(*ssa.Alloc); ok {
				out = append(out, root(arg))
			}
		}
		return out
	case ssa.Value:
		return []ssa.Value{in}
	}
	return nil
}

// memoryOf is the variable, or the memory made by one of the blocks, that an address lies in.
func memoryOf(addr ssa.Value, within map[*ssa.BasicBlock]bool) []ssa.Value {
	switch r := root(addr).(type) {
	case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice:
		return []ssa.Value{r}
	case ssa.Instruction:
		if within[r.Block()] {
			return []ssa.Value{r.(ssa.Value)}
		}
	}
	return nil
}

// root is what an address was taken from: &x of &x.items[i].name.
func root(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.Slice:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.Convert:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		default:
			return v
		}
	}
}

// operands are what a call gets, receiver and function value first, without contexts.
func operands(in ssa.CallInstruction) []ssa.Value {
	c := in.Common()
	var out []ssa.Value
	if c.IsInvoke() || c.StaticCallee() == nil {
		out = append(out, c.Value)
	}
	for _, a := range c.Args {
		if !isContext(a.Type()) {
			out = append(out, a)
		}
	}
	return out
}

// spelledOut adds to arguments the elements of a variadic one.
func spelledOut(args []ssa.Value) []ssa.Value {
	out := slices.Clone(args)
	for _, arg := range args {
		list, ok := root(arg).(*ssa.Alloc)
		if !ok || list.Comment != "varargs" {
			continue
		}
		for _, ref := range *list.Referrers() {
			if at, ok := ref.(*ssa.IndexAddr); ok {
				for _, use := range *at.Referrers() {
					if st, ok := use.(*ssa.Store); ok {
						out = append(out, st.Val)
					}
				}
			}
		}
	}
	return out
}

func isContext(t types.Type) bool { return t.String() == "context.Context" }

// fixed reports whether what a loop goes over is written in the program: a constant, a literal, a package's variable that does not grow.
func (r *run) fixed(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return true
	case *ssa.Global:
		return !r.grows(v)
	case *ssa.Slice: // []string{"a", "b"}
		lit, ok := v.X.(*ssa.Alloc)
		return ok && lit.Comment == "slicelit"
	case *ssa.MakeMap:
		return isLiteral(v)
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return false
		}
		if in := root(v.X); in != v.X {
			return r.holdsFixed(in)
		}
		return r.fixed(v.X)
	case *ssa.Extract: // for role, perms := range map[string][]string{"admin": {"read", "write"}}
		next, ok := v.Tuple.(*ssa.Next)
		return ok && r.holdsFixed(next.Iter.(*ssa.Range).X)
	case *ssa.Lookup:
		return r.holdsFixed(v.X)
	case *ssa.Field:
		return r.fixed(v.X)
	case *ssa.Call:
		if isLen(v) {
			return r.fixed(v.Call.Args[0])
		}
		fn := v.Call.StaticCallee()
		return fn != nil && r.returnsLiteral(fn)
	case *ssa.BinOp:
		return r.fixed(v.X) && r.fixed(v.Y)
	}
	return false
}

// holdsFixed reports whether the lists in a list that is written in the program are written there, too.
func (r *run) holdsFixed(v ssa.Value) bool {
	switch lit := v.(type) {
	case *ssa.Slice:
		return r.fixed(lit) && r.filledFixed(lit.X)
	case *ssa.MakeMap:
		return r.fixed(lit) && r.filledFixed(lit)
	case *ssa.Alloc:
		return r.filledFixed(lit)
	case *ssa.UnOp: // var manager = &Manager{}: who fills its fields is not seen
		if _, global := lit.X.(*ssa.Global); global && isPointer(lit.Type()) {
			return false
		}
	}
	return r.fixed(v)
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// filledFixed reports whether the lists that are stored in a literal are written in the program. An address that is handed on may be filled by others.
func (r *run) filledFixed(lit ssa.Value) bool {
	_, shared := lit.(*ssa.MakeMap)
	return !slices.ContainsFunc(*lit.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.IndexAddr:
			return !r.filledFixed(ref)
		case *ssa.FieldAddr:
			return !r.filledFixed(ref)
		case *ssa.Store:
			return ref.Addr != lit || !r.fixedWithin(ref.Val)
		case *ssa.MapUpdate:
			return ref.Map == lit && !r.fixedWithin(ref.Value)
		case *ssa.UnOp, *ssa.Slice, *ssa.DebugRef:
			return false
		}
		return !shared
	})
}

// fixedWithin reports whether a value is written in the program, with all lists that it holds.
func (r *run) fixedWithin(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Alloc: // []*Group{{Perms: perms}}
		return r.filledFixed(v)
	case *ssa.UnOp:
		if v.Op == token.MUL { // a struct that is written out
			return r.holdsFixed(root(v.X))
		}
	}
	_, basic := v.Type().Underlying().(*types.Basic)
	return basic || r.fixed(v)
}

// isLiteral reports whether a map has constant keys only, and is filled before anybody else sees it.
func isLiteral(m *ssa.MakeMap) bool {
	for _, ref := range *m.Referrers() {
		if up, ok := ref.(*ssa.MapUpdate); ok {
			if _, ok := up.Key.(*ssa.Const); !ok {
				return false
			}
		}
	}
	return true
}

// returnsLiteral reports whether all that a function returns first is a literal: func defaults() []Plan { return []Plan{…} }.
func (r *run) returnsLiteral(fn *ssa.Function) bool {
	found := false
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		if len(ret.Results) == 0 {
			return false
		}
		if _, call := ret.Results[0].(*ssa.Call); call || !r.fixed(ret.Results[0]) {
			return false
		}
		found = true
	}
	return found
}

// isArray reports whether a type is an array, as lists that are written out are kept in.
func isArray(t types.Type) bool {
	a, ok := t.Underlying().(*types.Array)
	return ok && !isByte(a.Elem())
}

// isList reports whether a type is a list of rows or keys; bytes are a value.
func isList(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Slice)
	return ok && !isByte(s.Elem())
}

// isSavepoint reports whether a call's name says that it marks a point to return to.
func isSavepoint(name string) bool { return strings.Contains(strings.ToLower(name), "savepoint") }

package rowflow

import (
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// callInstr interprets a call, a go statement or a defer: the callee's effects happen here.
func (f *frame) callInstr(in ssa.CallInstruction) {
	results := f.call(in)
	if f.holdsToReturn(in) {
		f.lockToReturn()
	}
	v, ok := in.(ssa.Value)
	if !ok {
		return
	}
	if _, tuple := v.Type().(*types.Tuple); tuple {
		f.tuples[v] = results
	} else if len(results) > 0 {
		f.vals[v] = results[0]
	} else {
		f.vals[v] = Value{}
	}
}

// call finds what is called, in this order: a built-in, what knowledge says, a summary, nothing.
func (f *frame) call(in ssa.CallInstruction) []Value {
	c := in.Common()
	if b, ok := c.Value.(*ssa.Builtin); ok {
		return []Value{f.builtin(in, b, c.Args)}
	}
	args := make([]Value, len(c.Args))
	for i, a := range c.Args {
		args[i] = f.value(a)
	}
	f.noteOutside(in, isRemote(c.Signature()))
	if c.IsInvoke() {
		recv := f.value(c.Value)
		return f.invoke(in, c.Method, append([]Value{recv}, args...))
	}
	if fn, ok := c.Value.(*ssa.Function); ok {
		return f.callFunc(in, Func{Fn: fn}, args, "")
	}
	return f.callValue(in, f.value(c.Value), args, "")
}

// callFunc calls a known function with its receiver among the arguments.
func (f *frame) callFunc(in ssa.CallInstruction, fn Func, args []Value, tag string) []Value {
	if obj := object(fn.Fn); obj != nil {
		f.noteOutside(in, obj.Pkg() != nil && f.index.Outside(obj.Pkg().Path(), receiver(obj), obj.Name()))
		if known, out := f.known(in, obj, args); known {
			return out
		}
		if sum := f.summaryOf(obj, fn.Fn); sum != nil {
			return f.apply(in, sum, args, tag)
		}
		f.noteOutside(in, soundsOutside(obj))
		return f.unknown(in, fn.Fn.Name(), args, tag)
	}
	sum := f.run.summary(fn.Fn)
	if sum == nil {
		return f.unknown(in, fn.Fn.Name(), args, tag)
	}
	all := append([]Value{}, args...)
	for len(all) < len(fn.Fn.Params) {
		all = append(all, Value{})
	}
	f.brought = outermost(fn.Fn) != outermost(f.fn)
	return f.apply(in, sum, append(all[:len(fn.Fn.Params)], fn.Bind...), tag)
}

// outermost is the declared function that a closure stands in.
func outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// object is the declared function behind an SSA function: an instance's generic origin, a bound method's method.
func object(fn *ssa.Function) *types.Func {
	obj, ok := fn.Object().(*types.Func)
	if !ok {
		return nil
	}
	return obj.Origin()
}

// summaryOf is the summary of a declared function, from this package or from the facts of another.
func (f *frame) summaryOf(obj *types.Func, fn *ssa.Function) *Summary {
	if obj.Pkg() == f.pass.Pkg {
		if fn == nil || len(fn.Blocks) == 0 || fn.Synthetic != "" {
			fn = f.prog.FuncValue(obj)
		}
		if fn == nil {
			return nil
		}
		return f.run.summary(fn)
	}
	return f.factSummary(obj)
}

// maxTag bounds functions that are handed themselves, by the length of the tag that tells their calls apart.
const maxTag = 24

// callValue calls a function value: each function that it may be, or the caller's function that it stands for.
func (f *frame) callValue(in ssa.CallInstruction, fn Value, args []Value, tag string) []Value {
	if len(tag) > maxTag {
		return f.unknown(in, "", nil, tag)
	}
	var out []Value
	for i, g := range fn.funcs {
		t := tag
		if i > 0 {
			t += "f" + strconv.Itoa(i)
		}
		a := args
		if b, ok := boundMethod(g.Fn); ok { // r.Save as a value: the receiver is the captured variable
			g, a = Func{Fn: b}, append(append([]Value{}, g.Bind...), args...)
		}
		out = joinResults(out, f.callFunc(in, g, a, t))
	}
	if len(fn.funcs) > 0 {
		return out
	}
	var from []Flow
	for _, fl := range fn.Flows {
		if fl.Root.Kind == Param && fl.How == 0 {
			from = append(from, fl)
		}
	}
	if len(from) == 0 {
		if f.iterate(in, fn, args, tag) {
			return nil
		}
		return f.unknown(in, "", args, tag)
	}
	return f.symbolic(in, from, args, tag)
}

// boundMethod is the method behind a method value's wrapper.
func boundMethod(fn *ssa.Function) (*ssa.Function, bool) {
	if obj, ok := fn.Object().(*types.Func); ok && fn.Synthetic != "" && len(fn.FreeVars) == 1 {
		if m := fn.Prog.FuncValue(obj); m != nil && m != fn {
			return m, true
		}
	}
	return fn, false
}

func joinResults(a, b []Value) []Value {
	for i, v := range b {
		if i < len(a) {
			a[i] = join(a[i], v)
		} else {
			a = append(a, v)
		}
	}
	return a
}

// symbolic notes a call of a function that came in as a parameter: the caller knows it. What it leaves in its operands, and what it
// returns, is named by Callback roots until then.
func (f *frame) symbolic(in ssa.CallInstruction, fn []Flow, args []Value, tag string) []Value {
	n := f.num[in]*8 + len(tag)%8
	if f.recording {
		e := &CallbackCall{N: n, Fn: fn}
		_, e.Apart = in.(*ssa.Go)
		for _, a := range args {
			e.Args = append(e.Args, f.outward(a, false))
		}
		if f.handsOnTx(args) {
			for _, t := range f.open() {
				e.Tx = append(e.Tx, outwardBase(t.base))
			}
		}
		f.sum.Effects = append(f.sum.Effects, Effect{Call: e})
		f.called = append(f.called, calledBack{in, e})
	}
	for i, a := range args {
		for _, r := range a.Refs {
			if t := f.typeAt(r); r.Root.Kind == Local && (t == nil || !isFunc(t)) {
				f.st.store([]Ref{r}, Value{Flows: []Flow{{Root: Root{Kind: Callback, N: n, Sub: i}}}})
			}
		}
	}
	var out []Value
	res := in.Common().Signature().Results()
	for i := range res.Len() {
		root := Root{Kind: Callback, N: n, Sub: -1 - i}
		f.types[root] = res.At(i).Type()
		f.st.own(root)[""] = Value{Flows: []Flow{{Root: root}}}
		v := Value{Flows: []Flow{{Root: root}}}
		if !isScalar(res.At(i).Type()) {
			v = Value{Refs: []Ref{{Root: root}}}
		}
		out = append(out, v)
	}
	return out
}

func (f *frame) builtin(in ssa.CallInstruction, b *ssa.Builtin, args []ssa.Value) Value {
	switch b.Name() {
	case "append":
		return f.appended(in, args)
	case "copy":
		src := f.value(args[1])
		f.st.store(refsAt(f.value(args[0]), "[]"), f.part(src, "[]", element(args[1].Type())))
	case "delete":
		m := f.value(args[0])
		f.st.store(refsAt(m, f.key(args[1])), Value{})
	case "min", "max":
		var flows []Flow
		for _, a := range args {
			flows = unionFlows(flows, f.value(a).Flows)
		}
		return Value{Flows: changed(flows, Computed, f.pos(in), b.Name())}
	}
	return Value{}
}

// appended is a new slice that holds the old elements and the new ones; of a column, it is computed from it.
func (f *frame) appended(in ssa.CallInstruction, args []ssa.Value) Value {
	root := f.local(in, 0, args[0].Type())
	m := map[string]Value{}
	var base []Flow
	for i, arg := range args {
		v := f.value(arg)
		flows := v.Flows
		for _, r := range v.Refs {
			flows = unionFlows(flows, f.st.load(r).Flows)
			for _, e := range f.st.parts(r) {
				p := anyElement(e.Path)
				m[p] = join(m[p], e.Value)
			}
		}
		if i == 0 && f.isEmptied(arg, in.Block()) {
			flows = nil
		}
		if i == 0 {
			base = flows
		} else {
			base = unionFlows(base, f.filtered(in, v, flows))
			m["[]"] = join(m["[]"], Value{Flows: extend(flows, "[]")})
		}
	}
	m[""] = Value{Flows: changed(base, Computed, f.pos(in), "append")}
	if el := extend(base, "[]"); len(el) > 0 {
		m["[]"] = join(m["[]"], Value{Flows: el})
	}
	f.st.mem[root] = m
	delete(f.st.shared, root)
	return Value{Refs: []Ref{{Root: root}}}
}

// anyElement forgets which element a path begins with: "[2].Qty" is "[].Qty".
func anyElement(path string) string {
	if i := strings.IndexByte(path, ']'); i > 0 && path[0] == '[' {
		return "[]" + path[i+1:]
	}
	return path
}

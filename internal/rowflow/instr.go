package rowflow

import (
	"fmt"
	goconstant "go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// keysPath is where a map's keys are kept, apart from its values.
const keysPath = "[key]"

// step interprets one instruction.
func (f *frame) step(instr ssa.Instruction) {
	switch in := instr.(type) {
	case *ssa.Alloc:
		root := f.local(in, 0, in.Type())
		f.st.mem[root] = map[string]Value{}
		delete(f.st.shared, root)
		f.vals[in] = Value{Refs: []Ref{{Root: root}}}
	case *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeChan:
		v := in.(ssa.Value)
		root := f.local(instr, 0, v.Type())
		f.st.mem[root] = map[string]Value{}
		delete(f.st.shared, root)
		f.vals[v] = Value{Refs: []Ref{{Root: root}}}
	case *ssa.MakeClosure:
		fn := Func{Fn: in.Fn.(*ssa.Function)}
		for _, b := range in.Bindings {
			fn.Bind = append(fn.Bind, f.value(b))
		}
		f.vals[in] = Value{funcs: []Func{fn}}
	case *ssa.Store:
		f.storeTo(f.value(in.Addr), f.value(in.Val), in.Val.Type())
	case *ssa.MapUpdate:
		m := f.value(in.Map)
		f.storeTo(Value{Refs: refsAt(m, f.key(in.Key))}, f.value(in.Value), in.Value.Type())
		if k := f.value(in.Key); len(k.Flows) > 0 {
			for _, r := range refsAt(m, keysPath) {
				f.st.store([]Ref{r}, join(f.st.load(r), Value{Flows: k.Flows}))
			}
		}
	case *ssa.Send:
		f.sendAway(f.value(in.X))
		f.storeTo(Value{Refs: refsAt(f.value(in.Chan), "[]")}, f.value(in.X), in.X.Type())
	case *ssa.Return:
		f.ret(in)
	case *ssa.Defer:
		if !f.isLater(in) {
			f.callInstr(in)
		}
	case *ssa.RunDefers:
		f.runDefers()
	case ssa.CallInstruction:
		f.callInstr(in)
	case ssa.Value:
		f.vals[in] = f.eval(in)
	}
}

// storeTo writes a value of the given type to an address.
func (f *frame) storeTo(addr, v Value, typ types.Type) {
	if isAggregate(typ) {
		f.st.copy(addr.Refs, v)
		return
	}
	f.st.store(addr.Refs, v)
}

// eval is the value of an instruction that only computes.
func (f *frame) eval(v ssa.Value) Value {
	switch v := v.(type) {
	case *ssa.Phi:
		return f.phi(v)
	case *ssa.BinOp:
		return f.binary(v)
	case *ssa.UnOp:
		return f.unary(v)
	case *ssa.ChangeType:
		return f.value(v.X)
	case *ssa.Convert:
		return f.value(v.X)
	case *ssa.MultiConvert:
		return f.value(v.X)
	case *ssa.ChangeInterface:
		return f.value(v.X)
	case *ssa.MakeInterface:
		return f.boxed(v)
	case *ssa.SliceToArrayPointer:
		return f.value(v.X)
	case *ssa.Slice:
		return f.sliced(v)
	case *ssa.TypeAssert:
		return f.assert(v)
	case *ssa.FieldAddr:
		return f.fieldAddr(v)
	case *ssa.Field:
		return f.part(f.value(v.X), fieldName(v.X.Type(), v.Field), v.Type())
	case *ssa.IndexAddr:
		x := f.value(v.X)
		return Value{Refs: refsAt(x, f.elementAt(v.Index)), Flows: picks(x.Flows)}
	case *ssa.Index:
		return f.part(f.value(v.X), f.elementAt(v.Index), v.Type())
	case *ssa.Lookup:
		return f.lookup(v)
	case *ssa.Range:
		return f.value(v.X)
	case *ssa.Next:
		iter := f.value(v.Iter)
		f.tuples[v] = []Value{{}, f.part(iter, keysPath, types.Typ[types.String]), f.part(iter, "[]", types.NewInterfaceType(nil, nil))}
		return Value{}
	case *ssa.Extract:
		if t := f.tuples[v.Tuple]; v.Index < len(t) {
			return t[v.Index]
		}
	case *ssa.Select:
		for _, x := range sends(v) {
			f.sendAway(f.value(x))
		}
	}
	return Value{}
}

// fieldAddr is the address of a field. A statement that is embedded in another, by value, is the same.
// Have: type productDo struct { gen.DO }; q.Where(…).DO.Update(…).
func (f *frame) fieldAddr(v *ssa.FieldAddr) Value {
	x := f.value(v.X)
	out := Value{Refs: refsAt(x, fieldName(v.X.Type(), v.Field))}
	if s, ok := coreStruct(deref(v.X.Type())); ok && x.Query != nil && s.Field(v.Field).Embedded() && f.isHandle(s.Field(v.Field).Type()) && isAggregate(s.Field(v.Field).Type()) {
		out.Query = x.Query
	}
	return out
}

// boxed keeps the type of a value that is nothing but its type: Model(User{}), (*User)(nil).
func (f *frame) boxed(v *ssa.MakeInterface) Value {
	x := f.value(v.X)
	if c, ok := v.X.(*ssa.Const); ok && x.Int != nil {
		x.Query = f.flag(c.Type(), *x.Int)
	}
	if _, ok := v.X.(*ssa.Const); ok && named(v.X.Type()) != nil {
		root := f.local(v, 0, v.X.Type())
		return Value{Refs: []Ref{{Root: root}}}
	}
	return x
}

func constValue(c *ssa.Const) Value {
	if c.Value == nil {
		return Value{}
	}
	switch c.Value.Kind() {
	case goconstant.String:
		s := goconstant.StringVal(c.Value)
		return Value{Text: &s}
	case goconstant.Int:
		if n, ok := goconstant.Int64Val(c.Value); ok {
			return Value{Int: &n}
		}
	case goconstant.Bool:
		n := truth(goconstant.BoolVal(c.Value))
		return Value{Int: &n}
	}
	return Value{}
}

// refsAt are the addresses of a part of what a value points to.
func refsAt(v Value, path string) []Ref {
	out := make([]Ref, 0, len(v.Refs))
	for _, r := range v.Refs {
		out = append(out, Ref{r.Root, joinPath(r.Path, path)})
	}
	return out
}

func fieldName(t types.Type, i int) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := coreStruct(t); ok {
		return s.Field(i).Name()
	}
	return "?"
}

func (f *frame) elementAt(v ssa.Value) string {
	if c, ok := v.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == goconstant.Int {
		return fmt.Sprintf("[%s]", c.Value.ExactString())
	}
	return "[]"
}

func (f *frame) key(v ssa.Value) string {
	if k := f.value(v); k.Text != nil && len(k.Holes) == 0 {
		t := k.Text
		return "#" + pathSafe(*t)
	}
	return "[]"
}

// part is the content of a part of a struct, array or map value.
func (f *frame) part(v Value, path string, typ types.Type) Value {
	return f.at(Value{Refs: refsAt(v, path), Flows: extend(v.Flows, path)}, typ)
}

// at is the content of an address, as the type that the program sees there.
func (f *frame) at(addr Value, typ types.Type) Value {
	if isAggregate(typ) {
		return addr
	}
	out := Value{}
	for _, r := range addr.Refs {
		out = join(out, f.st.load(r))
	}
	if len(addr.Refs) == 0 {
		out.Flows = unionFlows(out.Flows, addr.Flows)
	} else {
		out.Flows = unionFlows(out.Flows, picks(addr.Flows))
	}
	if isError(typ) {
		return Value{Flows: out.Flows} // it tells of a row, but holds none
	}
	if len(out.Refs) == 0 && !isScalar(typ) {
		out.Refs = addr.Refs // a pointer kept nowhere: what it points to has the path that it was found at
	} else if !isScalar(typ) {
		out.Refs = union(out.Refs, f.asLoaded(addr.Refs, out), maxRefs)
	}
	return out
}

// asLoaded are the addresses of pointers and maps that may still be those which came with their struct, for only one path has set them.
// Have: if p.Meta == nil { p.Meta = map[string]any{} }; p.Meta[k] = v.
func (f *frame) asLoaded(addr []Ref, now Value) []Ref {
	var out []Ref
	for _, r := range addr {
		head, last := cutPath(r.Path)
		if last == "" {
			continue
		}
		came := extend(f.st.load(Ref{r.Root, head}).Flows, last)
		if slices.ContainsFunc(came, func(fl Flow) bool { return fl.How == 0 && mentions(now.Flows, fl) }) {
			out = append(out, r)
		}
	}
	return out
}

func (f *frame) unary(v *ssa.UnOp) Value {
	x := f.value(v.X)
	switch v.Op {
	case token.MUL:
		if from := f.outside(v); from != nil {
			return Value{Flows: from}
		}
		out := f.at(x, v.Type())
		if field, ok := v.X.(*ssa.FieldAddr); ok && out.Query == nil && f.isHandle(v.Type()) { // tx.Product
			if q := f.value(field.X).Query; q != nil {
				out.Query = q.rest()
			}
		}
		return out
	case token.ARROW:
		return f.part(x, "[]", v.Type())
	case token.NOT, token.SUB, token.XOR:
		out := changed(x.Flows, Computed, f.pos(v), v.Op.String())
		if v.Op == token.NOT {
			invertMissing(out, x.Flows)
		}
		return Value{Flows: out}
	}
	return Value{}
}

func (f *frame) binary(v *ssa.BinOp) Value {
	x, y := f.value(v.X), f.value(v.Y)
	how := Computed
	switch v.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		how = Compared
	}
	if v.Op == token.ADD && (isConstText(v.X) || isConstText(v.Y) || (otherStart(v.Y) || otherEnd(v.X)) && !sameOrigin(x, y)) {
		how = 0 // a prefix or a suffix: the same text in another form
	}
	flows := unionFlows(x.Flows, y.Flows)
	if how == Compared && f.recording {
		f.judgeCompared(v, flows)
	}
	if v.Op == token.EQL || v.Op == token.NEQ {
		flows = unionFlows(flows, f.isThere(v, x, y))
	}
	out := Value{Flows: changed(flows, how, f.pos(v), v.Op.String())}
	if how == Compared {
		out.Flows = markMissing(out.Flows, v)
	}
	if v.Op == token.ADD && (x.Text != nil || y.Text != nil) {
		t := f.concat(x, y)
		out.Text, out.Holes, out.Query = t.Text, t.Holes, joinQueries(x.Query, y.Query)
	}
	return out
}

// otherStart reports whether the start of a text was cut off. Where it gets another for it, it is expanded or replaced, and nothing is
// added to it.
// Have: home + path[i:].
func otherStart(text ssa.Value) bool {
	cut, ok := text.(*ssa.Slice)
	return ok && isScalar(cut.Type()) && cut.Low != nil && cut.High == nil
}

// otherEnd reports the same of its end.
// Have: name[:i] + ext.
func otherEnd(text ssa.Value) bool {
	cut, ok := text.(*ssa.Slice)
	return ok && isScalar(cut.Type()) && cut.Low == nil && cut.High != nil
}

// sameOrigin reports whether two values are made from the same row.
func sameOrigin(x, y Value) bool {
	return slices.ContainsFunc(x.Flows, func(a Flow) bool {
		return slices.ContainsFunc(y.Flows, func(b Flow) bool { return a.Read == b.Read && a.Root == b.Root })
	})
}

func isConstText(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == goconstant.String
}

func (f *frame) lookup(v *ssa.Lookup) Value {
	x := f.value(v.X)
	if _, ok := v.X.Type().Underlying().(*types.Map); !ok {
		return Value{Flows: x.Flows}
	}
	elem := v.X.Type().Underlying().(*types.Map).Elem()
	out := f.part(x, f.key(v.Index), elem)
	picked := f.picked(v)
	if choices(elem) {
		out.Flows = unionFlows(out.Flows, picked)
	}
	if v.CommaOk {
		f.tuples[v] = []Value{out, {Flows: picked}}
	}
	return out
}

// carriedTx is the transaction of a connection that comes out of a context: who puts one there has begun it, if anybody has.
const carriedTx = "carried"

// fromContext reports whether a call takes a value out of a context.
func fromContext(call *ssa.Call) bool {
	return call.Call.IsInvoke() && call.Call.Method.Name() == "Value" && call.Call.Method.Pkg() != nil && call.Call.Method.Pkg().Path() == "context"
}

func (f *frame) assert(v *ssa.TypeAssert) Value {
	x := f.value(v.X)
	for _, r := range x.Refs {
		if t := f.types[r.Root]; r.Path == "" && (t == nil || types.IsInterface(t)) && r.Root.Kind == Local {
			f.types[r.Root] = v.AssertedType
		}
	}
	x = f.carried(v, x)
	if call, ok := v.X.(*ssa.Call); ok && x.Query == nil && f.isHandle(v.AssertedType) && fromContext(call) {
		x.Query = &Query{Tx: carriedTx, Perhaps: true}
	}
	if isScalar(v.AssertedType) {
		x = Value{Flows: f.at(x, v.AssertedType).Flows, Text: x.Text, Holes: x.Holes}
	}
	if v.CommaOk {
		f.tuples[v] = []Value{x, {}}
	}
	return x
}

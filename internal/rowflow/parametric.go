package rowflow

import (
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// parametric is what a generic function of which nothing is known was given, by type parameter. Of a type that it knows nothing of it can
// only hand on values that it got. Source: Wadler, Theorems for free! (1989).
//
// Have: lo.ForEach(items, func(item *Item, _ int) { … }), open := lo.Filter(items, isOpen), bySKU := lo.KeyBy(items, sku),
// i := slices.IndexFunc(items, …), for _, item := range slices.Backward(items) { … }.
type parametric struct {
	*frame
	in    ssa.CallInstruction
	sig   *types.Signature // as it is declared
	given map[*types.TypeParam]Value
}

// parametric is nil where the callee is not generic.
func (f *frame) parametric(in ssa.CallInstruction, name string, args []Value) *parametric {
	fn := in.Common().StaticCallee()
	if fn == nil || object(fn) == nil || fn.Name() != name {
		return nil
	}
	sig := object(fn).Signature()
	if sig.TypeParams().Len() == 0 || sig.Params().Len() != len(args) {
		return nil
	}
	p := &parametric{f, in, sig, map[*types.TypeParam]Value{}}
	for i, a := range args {
		p.take(sig.Params().At(i).Type(), in.Common().Args[i].Type(), a)
	}
	return p
}

// take notes what a value of the declared type t, here of the type is, brings.
func (p *parametric) take(t, is types.Type, v Value) {
	if param, ok := types.Unalias(t).(*types.TypeParam); ok {
		p.given[param] = join(p.given[param], v)
		if t = core(param); t == nil {
			return
		}
	}
	key, elem := parts(t)
	isKey, isElem := parts(is)
	if key != nil && isKey != nil {
		p.take(key, isKey, p.part(v, keysPath, isKey))
	}
	if elem != nil && isElem != nil {
		p.take(elem, isElem, p.part(v, "[]", isElem))
	}
}

// callback is what the function hands to the i-th operand, a function. Operands are run in their order, so that what one returns reaches those
// behind it.
func (p *parametric) callback(i int) []Value {
	sig, ok := p.sig.Params().At(i).Type().Underlying().(*types.Signature)
	if !ok {
		return nil
	}
	var args []Value
	for v := range sig.Params().Variables() {
		param, _ := types.Unalias(v.Type()).(*types.TypeParam)
		args = append(args, p.given[param])
	}
	return args
}

// back takes note of what the i-th operand, a function, returned.
func (p *parametric) back(i int, results []Value) {
	sig, ok := p.sig.Params().At(i).Type().Underlying().(*types.Signature)
	is, isFunc := p.in.Common().Args[i].Type().Underlying().(*types.Signature)
	for n := 0; ok && isFunc && n < min(sig.Results().Len(), len(results)); n++ {
		p.take(sig.Results().At(n).Type(), is.Results().At(n).Type(), results[n])
	}
}

// result adds to a result what it holds of the operands.
func (p *parametric) result(i int, v Value) Value {
	t, is := p.sig.Results().At(i).Type(), p.in.Common().Signature().Results().At(i).Type()
	if param, ok := types.Unalias(t).(*types.TypeParam); ok {
		if t = core(param); t == nil && isOpaque(param) {
			if got, ok := p.given[param]; ok {
				return got
			}
		}
	}
	if t == nil {
		return v
	}
	key, elem := parts(t)
	isKey, isElem := parts(is)
	if got, ok := p.held(elem); ok && isElem != nil {
		p.storeTo(Value{Refs: refsAt(v, "[]")}, got, isElem)
	}
	if got, ok := p.held(key); ok && isKey != nil {
		p.storeTo(Value{Refs: refsAt(v, keysPath)}, flowsOnly(got), isKey)
	}
	return v
}

// held is what was given for a part's type, if it is a type parameter.
func (p *parametric) held(t types.Type) (Value, bool) {
	if t == nil {
		return Value{}, false
	}
	param, ok := types.Unalias(t).(*types.TypeParam)
	if !ok {
		return Value{}, false
	}
	got, ok := p.given[param]
	return got, ok
}

// core is the type that all types of a constraint share: []E of ~[]E. Nil if there is none.
func core(p *types.TypeParam) types.Type {
	iface, ok := p.Constraint().Underlying().(*types.Interface)
	if !ok || iface.NumEmbeddeds() != 1 {
		return nil
	}
	u, ok := iface.EmbeddedType(0).(*types.Union)
	if !ok || u.Len() != 1 {
		return nil
	}
	return u.Term(0).Type()
}

// isOpaque reports whether nothing can be computed with values of a type parameter.
func isOpaque(p *types.TypeParam) bool {
	iface, ok := p.Constraint().Underlying().(*types.Interface)
	return ok && (iface.IsMethodSet() || iface.IsComparable())
}

// parts are the types that a list, a map or an iterator holds.
func parts(t types.Type) (key, elem types.Type) {
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return nil, u.Elem()
	case *types.Array:
		return nil, u.Elem()
	case *types.Map:
		return u.Key(), u.Elem()
	case *types.Chan:
		return nil, u.Elem()
	case *types.Signature: // func(yield func(K, V) bool)
		return yields(u)
	}
	return nil, nil
}

// yields are the types that an iterator hands out.
func yields(seq *types.Signature) (key, elem types.Type) {
	if seq.Params().Len() != 1 || seq.Results().Len() != 0 {
		return nil, nil
	}
	yield, ok := seq.Params().At(0).Type().Underlying().(*types.Signature)
	if !ok || yield.Results().Len() != 1 || !isBool(yield.Results().At(0).Type()) {
		return nil, nil
	}
	switch p := yield.Params(); p.Len() {
	case 1:
		return nil, p.At(0).Type()
	case 2:
		return p.At(0).Type(), p.At(1).Type()
	}
	return nil, nil
}

// runHanded runs the functions among the operands of an unknown call.
func (f *frame) runHanded(in ssa.CallInstruction, p *parametric, args []Value, tag string) {
	for i, a := range args {
		if len(a.funcs) == 0 || len(tag) >= maxDepth {
			continue
		}
		var given []Value
		if p != nil {
			given = p.callback(i)
		}
		out := f.handOver(in, a, given, tag+"u"+strconv.Itoa(i))
		if p != nil {
			p.back(i, out)
		}
	}
}

// iterate runs the body of a loop over an iterator, if the value is one, for what it hands out.
// Have: for _, item := range slices.Backward(items) { … }, for item := range maps.Values(m) { … }.
func (f *frame) iterate(in ssa.CallInstruction, seq Value, args []Value, tag string) bool {
	sig := in.Common().Signature()
	key, elem := yields(sig)
	if elem == nil || len(args) != 1 || len(args[0].funcs) == 0 || len(seq.Refs) == 0 {
		return false
	}
	given := []Value{f.part(seq, "[]", elem)}
	if key != nil {
		given = []Value{f.part(seq, keysPath, key), given[0]}
	}
	f.perRow = true
	f.callValue(in, Value{funcs: args[0].funcs}, given, tag+"i")
	f.perRow = false
	return true
}

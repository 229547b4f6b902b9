package rowflow

import (
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// unknown is a call of which nothing is known. Functions among its arguments are assumed to be called here, once; a number made from
// several operands is computed from them.
func (f *frame) unknown(in ssa.CallInstruction, name string, args []Value, tag string) []Value {
	p := f.parametric(in, name, args)
	f.runHanded(in, p, args, tag)
	flows := f.scalars(in, args)
	res := in.Common().Signature().Results()
	var out []Value
	for i := range res.Len() {
		from := flows
		switch t := res.At(i).Type(); {
		case isScalar(t) && i == 0 && !isAmount(t): // notFound(err), err.Error()
			from = unionFlows(from, f.outcomesAmong(args))
		case !f.models.isColumn(t) && i == 0 && len(f.cutBy(in, args, t)) > 0:
			from = changed(f.cutBy(in, args, t), Computed, f.pos(in), name)
		case !f.models.isColumn(t):
			from = nil // a document or a row of its own: not the value of a column
		case isAmount(t) && (sources(in, t) > 1 || isAggregate(t)) && !handsOn(in, name, i):
			from = changed(flows, Computed, f.pos(in), name)
		}
		v := f.result(in, i, res.At(i).Type(), from)
		if p != nil {
			v = p.result(i, v)
		}
		out = append(out, v)
	}
	return out
}

// handsOn reports whether a generic function can only hand on what it was given: its result is of a type parameter that has no operators.
// Have: lo.Ternary[T any](ok bool, a, b T) T, lo.If(ok, a).Else(b).
func handsOn(in ssa.CallInstruction, name string, i int) bool {
	fn := in.Common().StaticCallee()
	if fn == nil || object(fn) == nil || fn.Name() != name {
		return false
	}
	p, ok := object(fn).Origin().Signature().Results().At(i).Type().(*types.TypeParam)
	if !ok {
		return false
	}
	iface, ok := p.Constraint().Underlying().(*types.Interface)
	return ok && iface.IsMethodSet()
}

// sources counts what a result is made from. A list made from one value and constants is that value in another form: strings.Split(s, ",").
func sources(in ssa.CallInstruction, result types.Type) int {
	args := in.Common().Args
	if _, list := result.Underlying().(*types.Slice); !list {
		return len(args)
	}
	n := 0
	for _, a := range args {
		if _, constant := a.(*ssa.Const); !constant {
			n++
		}
	}
	return n
}

// isAmount reports whether values of the type are calculated with: numbers, decimals, times. What an unknown function makes of a text
// (a hash, a cipher, a trimmed name) is the same value in another form.
func isAmount(t types.Type) bool {
	if b, ok := t.Underlying().(*types.Basic); ok {
		return b.Info()&types.IsNumeric != 0
	}
	switch u := t.Underlying().(type) {
	case *types.Slice: // a list without an element, a map with one more; bytes are a text
		return !isByte(u.Elem())
	case *types.Map:
		return true
	}
	return named(t) != nil
}

func isByte(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Byte
}

// isColumn reports whether a type may hold the value of a column: scalars, lists and maps, and structs that hide what they hold, as
// decimals and times do. A struct with fields to see is a row or a message.
func (m *models) isColumn(t types.Type) bool {
	n := named(t)
	if n == nil {
		return true
	}
	if has := m.methodsOf(n); has.value || has.text {
		return true
	}
	s := n.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		if s.Field(i).Exported() {
			return false
		}
	}
	return true
}

// result is what an unknown call returns: a value made from the scalars that it was given, and an identity of its own.
func (f *frame) result(in ssa.CallInstruction, i int, t types.Type, flows []Flow) Value {
	if isError(t) {
		return Value{}
	}
	root := f.local(in, 1+i, t)
	if isBool(t) {
		flows = changed(flows, Compared, f.pos(in), "")
	}
	flows = append(flows[:len(flows):len(flows)], Flow{Root: root})
	if isScalar(t) {
		return Value{Flows: flows}
	}
	f.st.mem[root] = map[string]Value{"": {Flows: flows}}
	delete(f.st.shared, root)
	return Value{Refs: []Ref{{Root: root}}}
}

// scalars are the flows of the arguments that are values, not rows: numbers, strings, decimals, times.
func (f *frame) scalars(in ssa.CallInstruction, args []Value) []Flow {
	var out []Flow
	for _, a := range args {
		for _, v := range append([]Value{a}, f.variadic(a)...) {
			out = unionFlows(out, f.cells(v))
		}
	}
	return out
}

// variadic lists the elements of a slice that was written out at the call.
func (f *frame) variadic(a Value) []Value {
	var out []Value
	for _, r := range a.Refs {
		for i := 0; ; i++ {
			v, ok := f.st.mem[r.Root][joinPath(r.Path, "["+strconv.Itoa(i)+"]")]
			if !ok {
				break
			}
			out = append(out, v)
		}
	}
	return out
}

// cells are the flows of a value that is one column, or a part of one; a whole row is none.
func (f *frame) cells(v Value) []Flow {
	flows := v.Flows
	for _, r := range v.Refs {
		if t := f.typeAt(r); t != nil && !f.models.isColumn(t) {
			continue
		}
		flows = unionFlows(flows, f.st.load(r).Flows)
	}
	var out []Flow
	for _, fl := range flows {
		if fl.Read != "" && (fl.Path == "" || fl.isOutcome()) {
			continue
		}
		out = append(out, fl)
	}
	return out
}

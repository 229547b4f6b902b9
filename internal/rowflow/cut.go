package rowflow

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A list that is kept in a column, and cut, is another value of the column:
//
//	p.Queue = p.Queue[1:]
//	p.Tags = slices.DeleteFunc(p.Tags, isOld)

// listColumns are the columns that a list is kept in: none of a list of rows.
func (f *frame) listColumns(v Value) []Flow {
	flows := v.Flows
	for _, r := range v.Refs {
		flows = unionFlows(flows, f.st.load(r).Flows)
	}
	var out []Flow
	for _, fl := range flows {
		read := f.sum.Reads[fl.Read]
		if read == nil || fl.Path == "" || fl.isOutcome() {
			continue
		}
		if c := f.models.cell(read.Type, read.Table, fl.Path); c.Column != "" && !c.Assoc && !c.Below {
			out = append(out, fl)
		}
	}
	return out
}

// sliced is a part of a list, a text or an array.
func (f *frame) sliced(v *ssa.Slice) Value {
	x := f.value(v.X)
	list, ok := v.X.Type().Underlying().(*types.Slice)
	if !ok || isByte(list.Elem()) || v.Low == nil && v.High == nil {
		return x
	}
	columns := f.listColumns(x)
	if len(columns) == 0 {
		return x
	}
	return f.cut(v, x, changed(columns, Computed, f.pos(v), "slice"))
}

// cut is a list of its own with the elements of another.
func (f *frame) cut(in ssa.Instruction, of Value, flows []Flow) Value {
	root := f.local(in, 0, in.(ssa.Value).Type())
	m := map[string]Value{}
	for _, r := range of.Refs {
		for _, e := range f.st.parts(r) {
			p := anyElement(e.Path)
			m[p] = join(m[p], e.Value)
		}
	}
	m[""] = Value{Flows: flows}
	f.st.mem[root] = m
	delete(f.st.shared, root)
	return Value{Refs: []Ref{{Root: root}}}
}

// cutBy are the columns of the list that a call which nothing is known of was given first, if it returns a list of the same type.
func (f *frame) cutBy(in ssa.CallInstruction, args []Value, result types.Type) []Flow {
	given := in.Common().Args
	if _, list := result.Underlying().(*types.Slice); !list || len(args) < 2 || len(given) != len(args) || !types.Identical(given[0].Type(), result) {
		return nil
	}
	return f.listColumns(args[0])
}

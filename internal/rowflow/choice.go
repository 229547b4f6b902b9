package rowflow

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A column may choose between constants, which then tell of it: a state that is mapped to another type where the row is loaded, the states that may
// follow it.
//
// Have: Status: statusOf[row.Status]; var next = map[string][]string{"new": {"sent"}}; if !slices.Contains(next[p.State], to) { return errState }.

// picked is what tells which entry of a table of constants a lookup takes, and whether there is one.
func (f *frame) picked(v *ssa.Lookup) []Flow {
	if !isTable(v.X) {
		return nil
	}
	var out []Flow
	for _, fl := range f.value(v.Index).Flows {
		if fl.How&(Computed|Edited) == 0 && (fl.Read != "" && fl.Path != "" && !fl.isOutcome() || fl.Root.Kind == Param) {
			fl.How |= Compared | Decided
			out = append(out, fl)
		}
	}
	return out
}

// picks are the columns that only chose a value.
func picks(flows []Flow) []Flow {
	return slices.DeleteFunc(slices.Clone(flows), func(fl Flow) bool { return fl.How&Decided == 0 })
}

// isTable reports whether a map is a variable of the package, one that the function makes with constant keys, or an entry of such a map.
func isTable(m ssa.Value) bool {
	switch m := m.(type) {
	case *ssa.UnOp:
		_, global := m.X.(*ssa.Global)
		return global
	case *ssa.Lookup:
		return isTable(m.X)
	case *ssa.MakeMap:
		for _, ref := range *m.Referrers() {
			if set, ok := ref.(*ssa.MapUpdate); ok && !isConstant(set.Key) {
				return false
			}
		}
		return true
	}
	return false
}

// choices reports whether a type is that of constants which may tell states apart, or of lists and sets of them: texts, too, in a table.
func choices(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Slice:
		t = u.Elem()
	case *types.Map:
		t = u.Key()
	}
	return isChoice(t) || isText(t)
}

// isChoice reports whether constants of a type tell states apart: it is a truth value, or a type of its own.
func isChoice(t types.Type) bool {
	_, is := types.Unalias(t).(*types.Named)
	return isScalar(t) && (is || isBool(t)) && t.String() != "time.Duration"
}

func isConstant(v ssa.Value) bool {
	_, ok := v.(*ssa.Const)
	return ok
}

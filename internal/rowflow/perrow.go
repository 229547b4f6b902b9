package rowflow

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// calledBack is a call of a function that came in as a parameter.
type calledBack struct {
	in   ssa.CallInstruction
	call *CallbackCall
}

// handOver runs a function that unknown code was handed: when, and how often, is not known, unless the code was given a list too, and the
// function takes an element of it.
// Have: lo.ForEach(items, func(item Item, _ int) { … }).
func (f *frame) handOver(in ssa.CallInstruction, fn Value, args []Value, tag string) []Value {
	if f.takesElement(in, fn) {
		f.perRow = true
	} else {
		f.handed++
		defer func() { f.handed-- }()
	}
	out := f.callValue(in, Value{funcs: fn.funcs}, args, tag)
	f.perRow = false
	return out
}

func (f *frame) takesElement(in ssa.CallInstruction, fn Value) bool {
	params := paramsOf(fn)
	if len(params) == 0 || params[0] == nil {
		return false
	}
	return slices.ContainsFunc(in.Common().Args, func(v ssa.Value) bool {
		list, ok := v.Type().Underlying().(*types.Slice)
		return ok && types.Identical(list.Elem(), params[0]) && !f.fixed(v)
	})
}

// isSetUp reports whether a function's name says that it fills the database when the program starts, once.
func isSetUp(fn *ssa.Function) bool {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	name := fn.Name()
	if name != "" {
		name = strings.ToUpper(name[:1]) + name[1:]
	}
	w := words(name)
	return startsWith(name, "Init", "Initialize", "Initial", "Seed", "Setup", "SetUp", "Bootstrap") || len(w) > 1 && slices.Contains([]string{"init", "initial", "seed"}, w[len(w)-1])
}

// mentions reports whether what a write does to rows depends on one of the function's parameters; captured variables do not count.
func (s *Summary) mentions(w *Write) bool {
	found := false
	var visit func(flows []Flow)
	depth := 0
	visit = func(flows []Flow) {
		for _, fl := range flows {
			if fl.Root.Kind == Param && fl.Root.N < s.params {
				found = true
			}
			if r := s.Reads[fl.Read]; r != nil && depth < 2 {
				depth++
				walkTerms(r.Where, visit)
				depth--
			}
		}
	}
	walkTerms(w.Set, visit)
	walkTerms(w.Where, visit)
	if w.Row != nil {
		walk(*w.Row, visit)
		found = found || slices.ContainsFunc(w.Row.Refs, func(r Ref) bool { return r.Root.Kind == Param && r.Root.N < s.params })
	}
	return found
}

// loops are the function's loops, the inner ones first.
func (f *frame) loops() []*loop {
	if f.nest == nil {
		f.nest = loopsOf(f.fn)
	}
	return f.nest
}

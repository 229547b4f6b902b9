package rowflow

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// grows reports whether a variable of the package is a map or list to which the running program adds: sessions[id] = s.
func (r *run) grows(g *ssa.Global) bool {
	if r.growing == nil {
		r.growing = map[*ssa.Global]bool{}
		for _, fn := range r.functions() {
			r.noteGrowth(fn)
		}
	}
	return r.growing[g]
}

// noteGrowth notes the variables to which a function adds; not what fills them when the program starts.
func (r *run) noteGrowth(fn *ssa.Function) {
	if fn.Name() == "init" || isSetUp(fn) {
		return
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.MapUpdate:
				r.addTo(in.Map)
			case *ssa.Store: // sessions = append(sessions, s)
				if call, ok := in.Val.(*ssa.Call); ok && isBuiltin(call, "append") {
					r.addTo(call.Call.Args[0])
				}
			}
		}
	}
}

func (r *run) addTo(v ssa.Value) {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		if g, ok := load.X.(*ssa.Global); ok {
			r.growing[g] = true
		}
	}
}

package rowflow

import (
	"fmt"
	"go/token"
	"runtime/debug"

	"golang.org/x/tools/go/ssa"
)

// A LeftOut is a function of which the engine knows nothing, and says nothing: it was beyond a budget, or the engine failed in it.
type LeftOut struct {
	Pos   token.Pos
	Func  string
	Why   string
	Stack string // of a failure
}

// A beyond is a budget that a function did not keep to. It ends the function's analysis, as a panic.
type beyond string

// guarded analyzes a function and keeps what goes wrong to it.
func (r *run) guarded(fn *ssa.Function) (s *Summary) {
	defer func() {
		if p := recover(); p != nil {
			s = nil
			r.leaveOut(fn, p)
		}
	}()
	return r.analyze(fn)
}

// leaveOut notes why a function has no summary.
func (r *run) leaveOut(fn *ssa.Function, cause any) {
	l := LeftOut{Pos: fn.Pos(), Func: fn.String()}
	if b, ok := cause.(beyond); ok {
		l.Why = "beyond the budget: " + string(b)
	} else {
		l.Why, l.Stack = fmt.Sprintf("internal error: %v", cause), string(debug.Stack())
	}
	r.result.LeftOut = append(r.result.LeftOut, l)
}

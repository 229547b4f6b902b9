package rowflow

import (
	"fmt"
	"go/token"
	"runtime/debug"
	"time"

	"golang.org/x/tools/go/ssa"
)

// A LeftOut is a function of which the engine knows nothing, and says nothing: it was beyond a budget, or the engine failed in it.
// One that only took long is named, too, and has a summary all the same.
type LeftOut struct {
	Pos   token.Pos
	Func  string
	Why   string
	Stack string // of a failure
}

// slow is how long a function may take before it is named.
const slow = time.Second

// A beyond is a budget that a function did not keep to. It ends the function's analysis, as a panic.
type beyond string

// guarded analyzes a function and keeps what goes wrong to it. The time that callees take is theirs.
func (r *run) guarded(fn *ssa.Function) (s *Summary) {
	start, callees := time.Now(), r.spent
	defer func() {
		if p := recover(); p != nil {
			s = nil
			r.leaveOut(fn, p)
		}
		own := time.Since(start) - (r.spent - callees)
		r.spent += own
		if own > slow {
			r.result.LeftOut = append(r.result.LeftOut, LeftOut{Pos: fn.Pos(), Func: fn.String(), Why: fmt.Sprintf("slow: it took %.1f s", own.Seconds())})
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

package rowflow

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// laterPasses reports whether a branch that tests a time is taken by a later one all the more: who comes after it was set to now gets through as
// well. A test against now itself fails then.
//
//	if p.Last.Before(today) { return reset(p) }     p.Last = now passes again
//	if time.Since(p.Last) < day { return errWait }  p.Last = now does not
func (f *frame) laterPasses(c control, tested Flow) bool {
	grows, limit := f.grows(c.branch().Cond, tested)
	return (grows > 0) == (c.side == 0) && grows != 0 && !isNow(limit)
}

// grows tells whether a condition becomes true (1) or false (-1) as the column grows, and what it is compared with; 0 if that is not known.
func (f *frame) grows(cond ssa.Value, tested Flow) (sign int, limit ssa.Value) {
	switch c := cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			sign, limit = f.grows(c.X, tested)
			return -sign, limit
		}
	case *ssa.BinOp:
		x, y := f.trend(c.X, tested), f.trend(c.Y, tested)
		limit = c.Y
		if x == 0 {
			limit = c.X
		}
		switch c.Op {
		case token.GTR, token.GEQ:
			return x - y, limit
		case token.LSS, token.LEQ:
			return y - x, limit
		}
	case *ssa.Call:
		args := c.Call.Args
		if fn := c.Call.StaticCallee(); fn != nil && len(args) == 2 && isTimeMethod(fn) {
			x, y := f.trend(args[0], tested), f.trend(args[1], tested)
			limit = args[1]
			if x == 0 {
				limit = args[0]
			}
			switch fn.Name() {
			case "After":
				return x - y, limit
			case "Before":
				return y - x, limit
			}
		}
	}
	return 0, nil
}

// trend tells whether a value grows (1) or falls (-1) as the column grows; 0 if it has nothing to do with it, or that is not known.
func (f *frame) trend(v ssa.Value, tested Flow) int {
	if !madeFrom(f.flat(f.value(v)).Flows, tested) {
		return 0
	}
	switch v := v.(type) {
	case *ssa.Convert:
		return f.trend(v.X, tested)
	case *ssa.BinOp:
		switch v.Op {
		case token.SUB:
			return f.trend(v.X, tested) - f.trend(v.Y, tested)
		case token.ADD:
			return f.trend(v.X, tested) + f.trend(v.Y, tested)
		case token.QUO:
			return f.trend(v.X, tested)
		}
		return 0
	case *ssa.Call:
		return f.callTrend(v, tested)
	}
	return 1
}

func (f *frame) callTrend(v *ssa.Call, tested Flow) int {
	fn, args := v.Call.StaticCallee(), v.Call.Args
	switch {
	case fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "time" || len(args) == 0:
		return 0
	case fn.Name() == "Since":
		return -f.trend(args[0], tested)
	case fn.Name() == "Sub":
		return f.trend(args[0], tested) - f.trend(args[1], tested)
	}
	return f.trend(args[0], tested) // Unix, Add, AddDate, Truncate, Hours
}

func isTimeMethod(fn *ssa.Function) bool {
	return fn.Pkg != nil && fn.Pkg.Pkg.Path() == "time" && fn.Signature.Recv() != nil
}

// isNow reports whether a value is the time at hand, in whatever unit.
func isNow(v ssa.Value) bool {
	for range maxDepth {
		call, ok := v.(*ssa.Call)
		if !ok || call.Call.StaticCallee() == nil {
			return false
		}
		if fn := call.Call.StaticCallee(); fn.Pkg != nil && fn.Pkg.Pkg.Path() == "time" && fn.Name() == "Now" {
			return true
		}
		if fn := call.Call.StaticCallee(); !isTimeMethod(fn) || len(call.Call.Args) != 1 {
			return false
		}
		v = call.Call.Args[0]
	}
	return false
}

package rowflow

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// missingCompared is the side of a branch on a comparison on which the row is not there. A count that is compared with a limit asks how many rows
// there are, and not whether there is one.
// Have: err != nil, err == ErrNotFound, p == nil, count < 1; if count >= 5 { return errTooMany }.
func missingCompared(v *ssa.BinOp) (side int, ok bool) {
	x, op, y := v.X, v.Op, v.Y
	if _, constant := x.(*ssa.Const); constant {
		x, op, y = y, mirrored(op), x
	}
	c, constant := y.(*ssa.Const)
	switch {
	case isError(x.Type()) && isNil(y): // if err != nil
		return int(truth(op == token.EQL)), true
	case isNumber(x.Type()):
		return missingNumber(op, c)
	case isText(x.Type()) && !constant: // id == other
		return 0, false
	case op == token.EQL:
		return 0, true
	}
	return 1, op == token.NEQ
}

// missingNumber is that of a number of rows, or a key, that is compared with a constant: n == 0, n < 1, n != 1.
func missingNumber(op token.Token, c *ssa.Const) (side int, ok bool) {
	if c == nil || c.Value == nil {
		return 0, false
	}
	switch c.Value.ExactString() {
	case "0":
		side = int(truth(op == token.NEQ || op == token.GTR))
		return side, op == token.EQL || op == token.LEQ || side == 1
	case "1":
		side = int(truth(op == token.EQL || op == token.GEQ))
		return side, op == token.NEQ || op == token.LSS || side == 1
	}
	return 0, false
}

// mirrored is the comparison with its operands exchanged: 0 < n is n > 0.
func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.LEQ:
		return token.GEQ
	case token.GTR:
		return token.LSS
	case token.GEQ:
		return token.LEQ
	}
	return op
}

// asksForOne reports whether a number is compared with the constant 1: of a count that says whether there is a row, of a key which row it is.
func asksForOne(cond ssa.Value) bool {
	eq, ok := cond.(*ssa.BinOp)
	return ok && slices.ContainsFunc([]ssa.Value{eq.X, eq.Y}, func(v ssa.Value) bool {
		c, ok := v.(*ssa.Const)
		return ok && c.Value != nil && isNumber(c.Type()) && c.Value.ExactString() == "1"
	})
}

// comparedWithTruth is what is compared with true or false, and whether the comparison says the same: has == true, has != false.
func comparedWithTruth(v *ssa.BinOp) (of ssa.Value, same, ok bool) {
	of = v.X
	c, constant := v.Y.(*ssa.Const)
	if !constant {
		of = v.Y
		c, constant = v.X.(*ssa.Const)
	}
	if !constant || !isBool(of.Type()) || c.Value == nil {
		return nil, false, false
	}
	return of, isTrue(c) == (v.Op == token.EQL), true
}

func isTrue(c *ssa.Const) bool { return constant.BoolVal(c.Value) }

// markMissing notes which of the two a comparison says, so that it is known of a helper's result too: return n == 0. Whether the row is there is
// no longer in one that says neither: return n >= limit.
func markMissing(flows []Flow, v *ssa.BinOp) []Flow {
	if _, same, ok := comparedWithTruth(v); ok {
		if !same {
			invertMissing(flows, slices.Clone(flows))
		}
		return flows
	}
	side, ok := missingCompared(v)
	if !ok {
		return slices.DeleteFunc(flows, Flow.isOutcome)
	}
	for i, fl := range flows {
		if fl.isOutcome() {
			flows[i].Op = []string{isMissing, isPresent}[side]
		}
	}
	return flows
}

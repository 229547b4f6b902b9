package bulkloop

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// diagnostic stands at the statement, or at the call in the loop that leads to it; the loop and the calls in between are related to it.
func diagnostic(pass *analysis.Pass, x rowflow.Repeat, edited bool) analysis.Diagnostic {
	d := analysis.Diagnostic{Category: x.Category, URL: url + "#" + x.Category}
	pos := rowflow.TokenPos(pass, x.At)
	d.Pos = pos
	if call := rowflow.CallAt(pass, pos); call != nil {
		d.End = call.End()
		if pass.Fset.Position(call.Pos()).Line == x.At.Line {
			d.Pos = call.Pos()
		}
	}
	loop, over := loopAround(pass, pos)
	if loop != nil {
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: loop.Pos(), Message: "loop over " + over})
	}
	for _, via := range x.Via {
		if pos := rowflow.TokenPos(pass, via); pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: "call " + via.Func})
		}
	}
	d.Message = message(x, over, edited)
	return d
}

// loopAround is the loop around a place, or the call of a function that calls another for each row, and what it goes over.
func loopAround(pass *analysis.Pass, pos token.Pos) (ast.Node, string) {
	for _, f := range pass.Files {
		if pos < f.FileStart || f.FileEnd <= pos {
			continue
		}
		path, _ := astutil.PathEnclosingInterval(f, pos, pos)
		for i, n := range path {
			switch n := n.(type) {
			case *ast.RangeStmt:
				return n, types.ExprString(n.X)
			case *ast.ForStmt:
				if n.Cond != nil {
					return n, types.ExprString(bound(n))
				}
			case *ast.FuncLit:
				if call, ok := path[i+1].(*ast.CallExpr); ok && len(call.Args) > 1 {
					return call, types.ExprString(call.Args[0])
				}
			}
		}
	}
	return nil, "rows"
}

// bound is what a loop counts to, or down from: lines of i < len(lines), body.Quantity of i <= body.Quantity, lines of i := len(lines) - 1; i >= 0.
func bound(loop *ast.ForStmt) ast.Expr {
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	init, counts := loop.Init.(*ast.AssignStmt)
	if !ok || !counts || len(init.Lhs) != 1 || len(init.Rhs) != 1 || types.ExprString(cond.X) != types.ExprString(init.Lhs[0]) {
		return loop.Cond
	}
	to := cond.Y
	if _, number := to.(*ast.BasicLit); number {
		to = init.Rhs[0]
	}
	if less, ok := to.(*ast.BinaryExpr); ok && less.Op == token.SUB {
		to = less.X
	}
	if call, ok := to.(*ast.CallExpr); ok && len(call.Args) == 1 && types.ExprString(call.Fun) == "len" {
		to = call.Args[0]
	}
	return to
}

// message says what runs how often, what one statement would be, and what a transaction makes of it.
func message(x rowflow.Repeat, over string, edited bool) string {
	row := x.Write.Name()
	m := fmt.Sprintf("one statement a row: %s is %s once for each of %s; %s would do for all; %s", row, done[x.Category], over, instead(x, edited), scopes[x.Scope])
	if x.Write.Assume != "" {
		m += " (assumed: " + x.Write.Assume + ")"
	}
	return m
}

var done = map[string]string{"insert": "inserted", "update": "updated", "delete": "deleted"}

var scopes = map[rowflow.TxScope]string{
	rowflow.NoTx:     "no transaction around the loop is in sight: an error would leave it half done",
	rowflow.GivenTx:  "a transaction is around the loop if the caller has begun one",
	rowflow.AroundTx: "all run in one transaction",
	rowflow.EachTx:   "each runs in a transaction of its own",
}

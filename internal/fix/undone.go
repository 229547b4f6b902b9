package fix

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// undone checks that an error leaves nothing behind that the loop would not have left. In a transaction the rows that were written before it
// are undone: the statement runs on one that the function begins itself, and leaves without a commit; or on that of the function that a
// transaction runs, which returns the error. Without one, the rows before it stay, and fewer of them do if a statement writes many or none.
func (l *rowLoop) undone(x rowflow.Repeat) error {
	handle := l.handleOf(l.write.Node().(ast.Expr))
	switch {
	case handle == nil:
		return refusal("the connection is not a variable of the function")
	case x.Scope == rowflow.EachTx:
		return refusal("each row has a transaction of its own")
	case x.Scope != rowflow.AroundTx:
		return nil
	}
	if lit, runs := l.runByTransaction(handle); runs {
		if !l.fails(lit) {
			return refusal("an error would leave other rows behind")
		}
		return nil
	}
	if !l.begunHere(handle) || l.committedLater(handle) {
		return refusal("an error may leave other rows behind")
	}
	return nil
}

// handleOf is the variable that a chain of calls starts from: tx of tx.User.Create().Save(ctx).
func (s *site) handleOf(e ast.Expr) types.Object {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.CallExpr:
			sel, ok := x.Fun.(*ast.SelectorExpr)
			if !ok {
				return nil
			}
			if id, ok := sel.X.(*ast.Ident); ok { // orm.Save(ctx, tx, p): the transaction is an argument
				if _, pkg := s.info.Uses[id].(*types.PkgName); pkg {
					return s.handleArg(x)
				}
			}
			e = sel.X
		case *ast.SelectorExpr:
			if v, ok := s.info.Uses[x.Sel].(*types.Var); ok && !v.IsField() { // database.DB
				return v
			}
			e = x.X
		case *ast.Ident:
			if v, ok := s.info.Uses[x].(*types.Var); ok {
				return v
			}
			return nil
		default:
			return nil
		}
	}
}

// handleArg is the second argument of a function that takes a context and a connection.
func (s *site) handleArg(call *ast.CallExpr) types.Object {
	if len(call.Args) < 2 || !isContext(s.info.TypeOf(call.Args[0])) {
		return nil
	}
	if id, ok := ast.Unparen(call.Args[1]).(*ast.Ident); ok {
		if v, ok := s.info.Uses[id].(*types.Var); ok {
			return v
		}
	}
	return nil
}

// runByTransaction is the function around the statement that was handed to another, and is given the handle by it.
func (l *rowLoop) runByTransaction(handle types.Object) (*ast.FuncLit, bool) {
	for c := range l.write.Enclosing((*ast.FuncLit)(nil)) {
		fn := c.Node().(*ast.FuncLit)
		if _, call := c.Parent().Node().(*ast.CallExpr); !call {
			return nil, false
		}
		return fn, fn.Type.Params.Pos() <= handle.Pos() && handle.Pos() < fn.Type.Params.End()
	}
	return nil, false
}

// fails reports whether the function returns an error last, and the unit's test returns one.
func (l *rowLoop) fails(fn *ast.FuncLit) bool {
	results := fn.Type.Results
	ret, ok := l.test.Body.List[len(l.test.Body.List)-1].(*ast.ReturnStmt)
	return ok && results != nil && len(results.List) > 0 && l.isError(results.List[len(results.List)-1].Type) && l.returnsError(ret)
}

// begunHere reports whether the handle is a variable of this function that a call begins a transaction in: tx, err := db.BeginTx(ctx, nil).
func (l *rowLoop) begunHere(handle types.Object) bool {
	for _, use := range l.uses[handle] {
		assign, ok := use.Parent().Node().(*ast.AssignStmt)
		if !ok || len(assign.Rhs) != 1 || len(assign.Lhs) == 0 || assign.Lhs[0] != use.Node() {
			continue
		}
		call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
		if fn := l.callee(callOrNil(call, ok)); fn != nil && (strings.HasPrefix(fn.Name(), "Begin") || fn.Name() == "Tx") {
			return true
		}
	}
	for _, use := range l.uses[handle] { // session := engine.NewSession(); session.Begin()
		if sel, ok := use.Parent().Node().(*ast.SelectorExpr); ok && sel.Sel.Name == "Begin" {
			return true
		}
	}
	return false
}

// committedLater reports whether a deferred function may commit what was written before the error.
func (l *rowLoop) committedLater(handle types.Object) bool {
	for _, use := range l.uses[handle] {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		if !ok || !strings.HasPrefix(sel.Sel.Name, "Commit") {
			continue
		}
		for range use.Enclosing((*ast.DeferStmt)(nil)) {
			return true
		}
	}
	return false
}

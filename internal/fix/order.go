package fix

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// relation says whether one thing has happened when another happens.
type relation int

const (
	never  relation = iota // it comes later, or its branch leaves before
	maybe                  // on some paths
	always                 // on every path
)

// order tells whether e has happened when t happens.
func order(e, t inspector.Cursor, info *types.Info) relation {
	if e.Node().Pos() >= t.Node().Pos() && !e.Contains(t) {
		return never
	}
	if e.Contains(t) {
		switch e.Node().(type) {
		case *ast.RangeStmt: // the variables are set when the body runs
			return always
		}
		return never
	}
	conditional, cur := false, e
	for ; !cur.Parent().Contains(t); cur = cur.Parent() {
		switch cur.ParentEdgeKind() {
		case edge.IfStmt_Body, edge.IfStmt_Else, edge.CaseClause_Body, edge.CommClause_Body, edge.CommClause_Comm, edge.ForStmt_Body,
			edge.ForStmt_Post, edge.RangeStmt_Body, edge.FuncLit_Body, edge.DeferStmt_Call, edge.GoStmt_Call:
			conditional = true
		case edge.BinaryExpr_Y:
			if op := cur.Parent().Node().(*ast.BinaryExpr).Op; op == token.LAND || op == token.LOR {
				conditional = true
			}
		}
		if list := listOf(cur); len(list) > 0 && leaves(list[len(list)-1], cur, t, info) {
			return never
		}
	}
	if inOther(cur, t) {
		return never
	}
	if conditional {
		return maybe
	}
	return always
}

// inOther reports whether cur is in one branch of a statement and t in another.
func inOther(cur, t inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.IfStmt_Body:
		return true // t is in Else
	case edge.BlockStmt_List:
		switch cur.Node().(type) {
		case *ast.CaseClause, *ast.CommClause:
			return true
		}
	}
	return false
}

// listOf is the list of statements that a statement is in, nil if it is in none.
func listOf(cur inspector.Cursor) []ast.Stmt {
	switch cur.ParentEdgeKind() {
	case edge.BlockStmt_List:
		return cur.Parent().Node().(*ast.BlockStmt).List
	case edge.CaseClause_Body:
		return cur.Parent().Node().(*ast.CaseClause).Body
	case edge.CommClause_Body:
		return cur.Parent().Node().(*ast.CommClause).Body
	}
	return nil
}

// leaves reports whether control does not come out of a statement towards t. The statement stands in the same list as cur.
func leaves(stmt ast.Stmt, cur, t inspector.Cursor, info *types.Info) bool {
	switch stmt := stmt.(type) {
	case *ast.ReturnStmt:
		return !inClosure(cur, t)
	case *ast.BlockStmt:
		return len(stmt.List) > 0 && leaves(stmt.List[len(stmt.List)-1], cur, t, info)
	case *ast.IfStmt:
		return stmt.Else != nil && leaves(stmt.Body, cur, t, info) && leaves(stmt.Else, cur, t, info)
	case *ast.ExprStmt:
		call, ok := stmt.X.(*ast.CallExpr)
		return ok && ends(call, info)
	case *ast.BranchStmt:
		return stmt.Label == nil && branchLeaves(stmt, cur, t)
	}
	return false
}

// inClosure reports whether a closure around cur does not contain t: its return leaves only the closure.
func inClosure(cur, t inspector.Cursor) bool {
	for c := range cur.Enclosing((*ast.FuncLit)(nil)) {
		return !c.Contains(t)
	}
	return false
}

// branchLeaves reports whether break or continue leaves what contains t.
func branchLeaves(stmt *ast.BranchStmt, cur, t inspector.Cursor) bool {
	targets := []ast.Node{(*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)}
	if stmt.Tok == token.BREAK {
		targets = append(targets, (*ast.SwitchStmt)(nil), (*ast.TypeSwitchStmt)(nil), (*ast.SelectStmt)(nil))
	}
	if stmt.Tok != token.BREAK && stmt.Tok != token.CONTINUE {
		return false
	}
	for c := range cur.Enclosing(targets...) {
		return c.Contains(t)
	}
	return false
}

// ends reports whether a call does not return.
func ends(call *ast.CallExpr, info *types.Info) bool {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		b, ok := info.Uses[fun].(*types.Builtin)
		return ok && b.Name() == "panic"
	case *ast.SelectorExpr:
		fn, ok := info.Uses[fun.Sel].(*types.Func)
		if !ok || fn.Pkg() == nil {
			return false
		}
		switch fn.Pkg().Path() + "." + fn.Name() {
		case "os.Exit", "log.Fatal", "log.Fatalf", "log.Fatalln", "log.Panic", "log.Panicf", "log.Panicln":
			return true
		}
	}
	return false
}

// repeats reports whether t may happen more often than e: a loop or a closure that lies around t does not lie around e. A closure that
// is given its connection by its caller is a transaction: what it did before is undone before it runs again.
func (s *site) repeats(e, t inspector.Cursor) bool {
	for c := range t.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil)) {
		if c.Contains(e) || c == e {
			return false
		}
		lit, ok := c.Node().(*ast.FuncLit)
		if !ok || c.ParentEdgeKind() != edge.CallExpr_Args || !s.bringsHandle(lit) {
			return true
		}
	}
	return false
}

// bringsHandle reports whether the statement runs on a parameter of the closure.
func (s *site) bringsHandle(lit *ast.FuncLit) bool {
	base, ok := s.placeOf(baseOf(s.call()))
	if !ok {
		return false
	}
	for v := range s.info.TypeOf(lit).(*types.Signature).Params().Variables() {
		if v == base.root {
			return true
		}
	}
	return false
}

// baseOf is what a chain of calls starts from: the db of db.Model(&p).Where(…).Update(…).
func baseOf(e ast.Expr) ast.Expr {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.CallExpr:
			e = x.Fun
		case *ast.SelectorExpr:
			if _, ok := ast.Unparen(x.X).(*ast.CallExpr); ok {
				e = x.X
				continue
			}
			return x.X
		default:
			return e
		}
	}
}

package fix

import (
	"go/ast"

	"golang.org/x/tools/go/ast/edge"
)

// place puts the call where the write was. What it gives is an error; a guard that no longer holds is orm.ErrConflict, and takes the
// path that the guard takes:
//
//	if err := db.Save(&p).Error; err != nil {        if err := orm.Update(…); errors.Is(err, orm.ErrConflict) {
//		return err                                       return errSoldOut
//	}                                                } else if err != nil {
//	                                                     return err
//	                                                 }
func (r *rewrite) place(call string, guards []guard) error {
	body, needed, err := r.otherwise(guards, r.changes)
	if err != nil {
		return err
	}
	expr, err := r.errorValue()
	if err != nil {
		return err
	}
	stmt := statement(r.write)
	if len(guards) == 0 {
		r.plain(call, expr)
		return nil
	}
	if !needed {
		return refusal("what follows must not take the refusal for a failure")
	}
	if (&counted{site: r.site}).mentionsErr(body) {
		return refusal("the guard's answer tells an error")
	}
	errs, err := r.e.use("errors")
	if err != nil {
		return err
	}
	indent := r.indent(stmt.Node().Pos())
	lost := func(err string) string {
		return errs + ".Is(" + err + ", " + r.pkg + ".ErrConflict) " + r.braced(body, indent)
	}
	switch n := stmt.Node().(type) {
	case *ast.IfStmt:
		return r.inIf(n, call, expr, lost)
	case *ast.ReturnStmt:
		return r.returned(n, call, expr, lost, indent)
	case *ast.ExprStmt:
		r.e.replace(n.Pos(), n.End(), "if err := "+call+"; "+lost("err"))
		return nil
	case *ast.AssignStmt:
		return r.assigned(n, call, expr, lost, indent)
	}
	return refusal("the statement's result is used within a larger one")
}

// errorValue is the expression that the new call takes the place of: db.Save(&p).Error, or the whole call where it gives a result and
// an error.
func (r *rewrite) errorValue() (ast.Expr, error) {
	if isHandle(r.callee(r.site.call())) {
		sel, ok := r.write.Parent().Node().(*ast.SelectorExpr)
		if ok && sel.Sel.Name == "Error" && r.write.ParentEdgeKind() == edge.SelectorExpr_X {
			return sel, nil
		}
		if _, ok := r.write.Parent().Node().(*ast.ExprStmt); ok {
			return r.site.call(), nil
		}
		return nil, refusal("the statement's result is used for more than its error")
	}
	if a, ok := r.write.Parent().Node().(*ast.AssignStmt); ok && len(a.Lhs) == 2 && a.Rhs[0] == r.site.call() {
		if id, ok := a.Lhs[0].(*ast.Ident); ok && id.Name == "_" {
			return r.site.call(), nil
		}
	}
	return nil, refusal("the statement's result is used for more than its error")
}

// plain replaces the expression, and the _ before its error.
func (r *rewrite) plain(call string, expr ast.Expr) {
	r.e.replace(expr.Pos(), expr.End(), call)
	if a := r.blank(expr); a != nil {
		r.e.replace(a.Lhs[0].Pos(), a.Lhs[1].Pos(), "")
	}
}

// blank is the assignment _, err = … whose value an expression is, nil if it is none.
func (r *rewrite) blank(expr ast.Expr) *ast.AssignStmt {
	if a, ok := r.write.Parent().Node().(*ast.AssignStmt); ok && a.Rhs[0] == expr && len(a.Lhs) == 2 {
		return a
	}
	return nil
}

// inIf is if err := …; err != nil { … }: the refusal comes first, the rest goes on as else.
func (r *rewrite) inIf(n *ast.IfStmt, call string, expr ast.Expr, lost func(string) string) error {
	a, ok := n.Init.(*ast.AssignStmt)
	if !ok || a.Rhs[0] != expr || !isErrCheck(n.Cond) {
		return refusal("the statement's result is used within a larger one")
	}
	id, ok := a.Lhs[len(a.Lhs)-1].(*ast.Ident)
	if !ok {
		return refusal("the statement's error is kept in a larger variable")
	}
	r.plain(call, expr)
	r.e.insert(n.Cond.Pos(), lost(id.Name)+" else if ")
	return nil
}

// returned is return db.Save(&p).Error.
func (r *rewrite) returned(n *ast.ReturnStmt, call string, expr ast.Expr, lost func(string) string, indent string) error {
	if n.Results[len(n.Results)-1] != expr {
		return refusal("the statement's result is used within a larger one")
	}
	name, define := "err", ":="
	_, obj := r.pass.Pkg.Scope().Innermost(n.Pos()).LookupParent("err", n.Pos())
	if obj != nil {
		if obj.Parent() != r.pass.Pkg.Scope().Innermost(n.Pos()) {
			name = r.fresh(r.write, "failed", "failure")
		} else {
			define = "="
		}
	}
	lead := r.between(n.Pos(), expr.Pos())
	r.e.replace(n.Pos(), n.End(), name+" "+define+" "+call+"\n"+indent+"if "+lost(name)+"\n"+indent+lead+name)
	return nil
}

// assigned is err = …, with the check of the error, or its return, behind it.
func (r *rewrite) assigned(a *ast.AssignStmt, call string, expr ast.Expr, lost func(string) string, indent string) error {
	id, ok := a.Lhs[len(a.Lhs)-1].(*ast.Ident)
	if !ok || id.Name == "_" || a.Rhs[0] != expr {
		return refusal("the statement's error is not kept")
	}
	r.plain(call, expr)
	r.e.insert(a.End(), "\n"+indent+"if "+lost(id.Name))
	return nil
}

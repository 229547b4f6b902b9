package fix

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/inspector"
)

// counted adds the path for "no row met the conditions" behind a call that gives a result and an error.
//
//	_, err = db.Exec(…)                          res, err := db.Exec(…)
//	return err                                   if err != nil {
//	                                                 return err
//	                                             }
//	                                             if rows, err := res.RowsAffected(); err != nil {
//	                                                 return err
//	                                             } else if rows == 0 {
//	                                                 return errNotEnough
//	                                             }
//	                                             return nil
type counted struct {
	*site
	e    *edits
	kind resultKind
	body *ast.BlockStmt // what happens then
	also string         // what must hold besides: " && n != 0"
	res  string         // the names of the result …
	rows string         // … of the number of rows …
	err  string         // … and of the error of counting them: that of the statement's own, which the code handles
}

func (c *counted) write() error {
	stmt := statement(c.site.write)
	c.res = c.fresh(c.site.write, "res", "result", "updated")
	c.rows = c.fresh(c.site.write, "rows", "affected", "changed")
	if c.kind == rowsItself {
		c.res = c.rows
	}
	c.err = c.errOf(stmt.Node())
	if c.mentionsErr(c.body) {
		return refusal("the guard's answer tells an error")
	}
	switch n := stmt.Node().(type) {
	case *ast.AssignStmt:
		return c.assigned(stmt, n)
	case *ast.IfStmt:
		return c.inIf(n)
	case *ast.ReturnStmt:
		if len(n.Results) == 1 && n.Results[0] == c.call() && c.kind != resultOnly {
			return c.returned(n)
		}
	case *ast.ExprStmt:
		if c.kind == resultOnly && n.X == c.call() {
			return c.only(n)
		}
	}
	return refusal("the statement's result is used within a larger one")
}

// errOf is the variable that a statement keeps the error in, err if it keeps it in none.
func (c *counted) errOf(stmt ast.Node) string {
	if n, ok := stmt.(*ast.IfStmt); ok {
		stmt = n.Init
	}
	if a, ok := stmt.(*ast.AssignStmt); ok && len(a.Lhs) == 2 {
		if id, ok := a.Lhs[1].(*ast.Ident); ok && id.Name != "_" {
			return id.Name
		}
	}
	return "err"
}

// mentionsErr reports whether a block reads the variable of the error, or returns without saying what: the check has one of its own.
func (c *counted) mentionsErr(b *ast.BlockStmt) bool {
	found := false
	ast.Inspect(b, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			found = found || n.Name == c.err
		case *ast.ReturnStmt:
			found = found || len(n.Results) == 0 && c.signature().Results().Len() > 0
		}
		return true
	})
	return found
}

// returned is return db.Exec(…): the result is looked at before it is handed on.
func (c *counted) returned(n *ast.ReturnStmt) error {
	if c.kind == rowsError {
		return refusal("the statement's result is the function's own")
	}
	indent := c.indent(n.Pos())
	err := c.fresh(c.site.write, "err", "failed")
	check := c.checks("if "+err+" == nil &&", c.res, "", indent)
	c.e.replace(n.Pos(), c.call().Pos(), c.res+", "+err+" := ")
	c.e.insert(n.End(), "\n"+indent+check+"\n"+indent+"return "+c.res+", "+err)
	return nil
}

// only is MustExec, which panics on errors.
func (c *counted) only(n *ast.ExprStmt) error {
	indent := c.indent(n.Pos())
	c.e.insert(n.End(), "\n"+indent+"if "+c.rows+", err := "+c.res+".RowsAffected(); err == nil && "+c.rows+" == 0"+c.also+" "+c.braced(c.body, indent))
	c.e.insert(n.Pos(), c.res+" := ")
	return nil
}

// inIf is if _, err := db.Exec(…); err != nil { … }: the checks go on as else.
func (c *counted) inIf(n *ast.IfStmt) error {
	a, ok := n.Init.(*ast.AssignStmt)
	if !ok || a.Rhs[0] != c.call() || len(a.Lhs) != 2 || n.Else != nil || !isErrCheck(n.Cond) {
		return refusal("the statement's result is used within a larger one")
	}
	if a.Tok != token.DEFINE {
		return refusal("the statement's error is kept in a variable of a larger scope")
	}
	name, err := c.result(a)
	if err != nil {
		return err
	}
	indent := c.indent(n.Pos())
	c.e.insert(n.End(), c.checks(" else if", name, c.braced(n.Body, indent), indent))
	return nil
}

// checks are the conditions on the number of rows, in a chain of ifs that starts with lead.
func (c *counted) checks(lead, res, failed, indent string) string {
	none := c.braced(c.body, indent)
	switch c.kind {
	case rowsPlain:
		return lead + " " + res + ".RowsAffected() == 0" + c.also + " " + none
	case rowsItself:
		return lead + " " + res + " == 0" + c.also + " " + none
	}
	return lead + " " + c.rows + ", " + c.err + " := " + res + ".RowsAffected(); " + c.err + " != nil " + failed + " else if " + c.rows + " == 0" + c.also + " " + none
}

// result is the variable that the result is in, made if it was _.
func (c *counted) result(a *ast.AssignStmt) (string, error) {
	id, ok := a.Lhs[0].(*ast.Ident)
	if !ok {
		return "", refusal("the statement's result is kept in a larger variable")
	}
	if id.Name != "_" {
		obj := c.info.ObjectOf(id)
		for _, use := range c.uses[obj] {
			sel, ok := use.Parent().Node().(*ast.SelectorExpr)
			if (ok && sel.Sel.Name == "RowsAffected" || c.kind == rowsItself) && use.Node().Pos() > a.End() {
				return "", nil // it is checked already
			}
		}
		return id.Name, nil
	}
	c.e.replace(id.Pos(), id.End(), c.res)
	return c.res, nil
}

// assigned is _, err := db.Exec(…), with the check of the error, or its return, behind it.
func (c *counted) assigned(stmt inspector.Cursor, a *ast.AssignStmt) error {
	if len(a.Lhs) != 2 || a.Rhs[0] != c.call() {
		return refusal("the statement's result is used within a larger one")
	}
	res, err := c.result(a)
	if err != nil || res == "" {
		return err
	}
	if res == c.res && a.Tok == token.ASSIGN {
		if err := c.define(a); err != nil {
			return err
		}
	}
	indent := c.indent(a.Pos())
	errName := c.text(a.Lhs[1])
	switch n := next(stmt).(type) {
	case *ast.IfStmt:
		if n.Init != nil || n.Else != nil || !isErrCheck(n.Cond) || !endsIn(n.Body, c.info) {
			break
		}
		c.e.insert(n.End(), "\n"+indent+c.checks("if", res, c.braced(n.Body, indent), indent))
		return nil
	case *ast.ReturnStmt:
		if len(n.Results) == 0 || errName == "_" || !c.returnsErr(n, a.Lhs[1]) {
			break
		}
		failed := "{\n" + indent + "\t" + c.text(n) + "\n" + indent + "}"
		c.e.insert(n.Pos(), "if "+errName+" != nil "+failed+"\n"+indent+c.checks("if", res, failed, indent)+"\n"+indent)
		last := n.Results[len(n.Results)-1]
		c.e.replace(last.Pos(), last.End(), "nil")
		return nil
	}
	return refusal("the code does not handle the statement's error where it comes up")
}

// returnsErr reports whether a return's last result is the error variable, as it is.
func (c *counted) returnsErr(n *ast.ReturnStmt, err ast.Expr) bool {
	last, ok := ast.Unparen(n.Results[len(n.Results)-1]).(*ast.Ident)
	id, ok2 := err.(*ast.Ident)
	return ok && ok2 && c.info.ObjectOf(last) == c.info.ObjectOf(id)
}

// define turns _, err = … into res, err := … where that sets the same err: one that is declared in the same block. An err of a larger
// scope that nobody else reads may be another.
func (c *counted) define(a *ast.AssignStmt) error {
	id, ok := a.Lhs[1].(*ast.Ident)
	if !ok {
		return refusal("the statement's error is kept in a larger variable")
	}
	obj := c.info.ObjectOf(id)
	here := c.pass.Pkg.Scope().Innermost(a.Pos())
	if id.Name != "_" && obj != nil && obj.Parent() != here {
		return refusal("the statement's error is kept in a variable of a larger scope")
	}
	c.e.replace(a.TokPos, a.TokPos+1, ":=")
	return nil
}

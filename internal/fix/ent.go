package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// entCall is the chain of calls with which ent writes the row: client.Product.UpdateOneID(id).SetStock(n).Save(ctx).
type entCall struct {
	*site
	sel     *ast.SelectorExpr // of Save or Exec
	builder *types.Named      // ProductUpdateOne, or ProductUpdate
	one     bool
}

// nativeEnt has the database add to the column, where the generated builder can, and moves guards into its predicates:
//
//	p.Update().SetStock(p.Stock - n)                        p.Update().AddStock(-n)
//	UpdateOneID(id).SetStock(p.Stock - n)                   UpdateOneID(id).Where(product.StockGTE(n)).AddStock(-n)
//
// What UpdateOne does not find is a NotFoundError; Update counts.
func nativeEnt(s *site) (analysis.SuggestedFix, error) {
	c, err := newEntCall(s)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e := s.newEdits()
	changes, err := c.sets(e)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := c.sameRow(changes[0].place); err != nil {
		return analysis.SuggestedFix{}, err
	}
	guards, err := s.guards(changes)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := c.guarded(e, guards, changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := e.stale(changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return e.fix(title("Add"+last(changes[0].place.path), changes, guards))
}

func newEntCall(s *site) (*entCall, error) {
	sel, ok := ast.Unparen(s.call().Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Save" && sel.Sel.Name != "Exec" {
		return nil, refusal("the statement is not run by Save or Exec")
	}
	n := namedOf(s.info.TypeOf(sel.X))
	if n == nil {
		return nil, refusal("the statement is put together elsewhere")
	}
	c := &entCall{site: s, sel: sel, builder: n, one: strings.HasSuffix(n.Obj().Name(), "UpdateOne")}
	if !c.one && !strings.HasSuffix(n.Obj().Name(), "Update") {
		return nil, refusal("the statement is no update")
	}
	return c, nil
}

// model is the name of the row's type, and the package of its predicates.
func (c *entCall) model() (name string, predicates *types.Package) {
	name = strings.TrimSuffix(strings.TrimSuffix(c.builder.Obj().Name(), "One"), "Update")
	pkg := c.builder.Obj().Pkg()
	for _, p := range pkg.Imports() {
		if p.Path() == pkg.Path()+"/"+strings.ToLower(name) {
			return name, p
		}
	}
	return name, nil
}

// sets turns the Set of each computed column into an Add.
func (c *entCall) sets(e *edits) ([]change, error) {
	var out []change
	for call := ast.Unparen(c.sel.X); ; {
		x, ok := call.(*ast.CallExpr)
		if !ok {
			break
		}
		sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
		if !ok {
			break
		}
		if field, ok := strings.CutPrefix(sel.Sel.Name, "Set"); ok && len(x.Args) == 1 {
			ch, err := c.set(e, sel, field, x.Args[0])
			switch {
			case err == nil:
				out = append(out, ch)
			case normal(field) == c.f.Cell.Column:
				return nil, err
			}
		}
		call = ast.Unparen(sel.X)
	}
	if len(out) == 0 {
		return nil, refusal("the statement does not show the column's new value")
	}
	return out, nil
}

// set is SetStock(p.Stock - n), which becomes AddStock(-n).
func (c *entCall) set(e *edits, sel *ast.SelectorExpr, field string, v ast.Expr) (change, error) {
	on := c.on(field, field)
	x, err := on.eval(v, c.write, evalDepth)
	if err == nil {
		err = on.usable(x)
	}
	if err != nil {
		return change{}, err
	}
	add, _, _ := types.LookupFieldOrMethod(c.builder, true, c.builder.Obj().Pkg(), "Add"+field)
	fn, ok := add.(*types.Func)
	if !ok || fn.Signature().Params().Len() != 1 {
		return change{}, refusal("ent has no Add" + field)
	}
	if _, p := c.model(); p == nil || p.Scope().Lookup(field+"Validator") != nil {
		return change{}, refusal("ent would not check the new value of " + field + " any more")
	}
	sum, ok := c.sum(x)
	if !ok {
		return change{}, refusal("ent has no expression for it")
	}
	for _, a := range x.args() {
		if tv, ok := c.info.Types[a.arg]; ok && tv.Value == nil && !types.AssignableTo(tv.Type, fn.Signature().Params().At(0).Type()) {
			return change{}, refusal("Add" + field + " takes another type than the operand has")
		}
	}
	e.replace(sel.Sel.Pos(), sel.Sel.End(), "Add"+field)
	e.replace(v.Pos(), v.End(), sum)
	e.unused(v)
	return change{place: *x.leaf().cell, column: field, expr: x}, nil
}

// sameRow checks that the row that is written is the one that was read.
func (c *entCall) sameRow(cell place) error {
	row, _ := cell.row()
	if p, ok := c.placeOf(baseOf(c.call())); ok && p == row || sameKey(c.f) {
		return nil
	}
	for _, method := range []string{"UpdateOne", "UpdateOneID"} {
		for _, call := range callsIn(c.sel.X, method) {
			p, ok := c.placeOf(call.Args[0])
			if of, field := p.row(); ok && (p == row || of == row && isKey(field)) {
				return nil
			}
		}
	}
	return refusal("the conditions do not show that the row that is written is the one that was read")
}

var entSigns = map[token.Token]string{token.EQL: "EQ", token.NEQ: "NEQ", token.LSS: "LT", token.LEQ: "LTE", token.GTR: "GT", token.GEQ: "GTE"}

// guarded adds the guards to the predicates, and the path that the code takes when they do not hold.
func (c *entCall) guarded(e *edits, guards []guard, changes []change) error {
	if len(guards) == 0 {
		return nil
	}
	if m, _, _ := types.LookupFieldOrMethod(c.builder, true, c.builder.Obj().Pkg(), "Where"); m == nil {
		return refusal("this version of ent takes no conditions here")
	}
	_, predicates := c.model()
	pkg, err := e.use(predicates.Path())
	if err != nil {
		return err
	}
	var list []string
	for _, g := range guards {
		for _, x := range g.holds {
			fn, ok := predicates.Scope().Lookup(x.column + entSigns[x.op]).(*types.Func)
			if !ok || x.x.cell == nil || len(x.y.args()) != 1 {
				return refusal("ent has no predicate for the condition on " + x.column)
			}
			if tv, ok := c.info.Types[x.y.arg]; ok && tv.Value == nil && !types.AssignableTo(tv.Type, fn.Signature().Params().At(0).Type()) {
				return refusal("the condition compares " + x.column + " with another type")
			}
			list = append(list, pkg+"."+fn.Name()+"("+c.goText(x.y.arg)+")")
		}
	}
	e.insert(c.sel.X.End(), c.between(c.sel.X.End(), c.sel.Sel.Pos())+"Where("+strings.Join(list, ", ")+")")
	body, needed, err := c.otherwise(guards, changes)
	if err != nil || !needed {
		return err
	}
	if !c.one {
		if c.sel.Sel.Name != "Save" {
			return refusal("the call does not give the number of rows that it changed")
		}
		also, err := c.uncounted(changes)
		if err != nil {
			return err
		}
		return (&counted{site: c.site, e: e, kind: rowsItself, body: body, also: also}).write()
	}
	return c.notFound(e, body)
}

// notFound is the path of a row that UpdateOne did not find.
//
//	if err := u.Exec(ctx); err != nil {      if err := u.Exec(ctx); shop.IsNotFound(err) { return errSoldOut } else if err != nil {
func (c *entCall) notFound(e *edits, body *ast.BlockStmt) error {
	if (&counted{site: c.site}).mentionsErr(body) {
		return refusal("the guard's answer tells an error")
	}
	pkg, err := e.use(c.builder.Obj().Pkg().Path())
	if err != nil {
		return err
	}
	stmt := statement(c.write)
	indent := c.indent(stmt.Node().Pos())
	check := func(name string) string { return "if " + pkg + ".IsNotFound(" + name + ") " + c.braced(body, indent) }
	switch n := stmt.Node().(type) {
	case *ast.IfStmt:
		a, ok := n.Init.(*ast.AssignStmt)
		if !ok || a.Rhs[0] != c.call() || !isErrCheck(n.Cond) {
			break
		}
		e.insert(n.Cond.Pos(), strings.TrimPrefix(check(c.text(a.Lhs[len(a.Lhs)-1])), "if ")+" else if ")
		return nil
	case *ast.AssignStmt:
		id, ok := n.Lhs[len(n.Lhs)-1].(*ast.Ident)
		if !ok || id.Name == "_" || n.Rhs[0] != c.call() {
			break
		}
		e.insert(c.lineEnd(n), "\n"+indent+check(id.Name))
		return nil
	case *ast.ReturnStmt:
		if len(n.Results) != 1 || n.Results[0] != c.call() || c.sel.Sel.Name != "Exec" {
			break
		}
		name, define := "err", " := "
		if _, obj := c.pass.Pkg.Scope().Innermost(n.Pos()).LookupParent(name, n.Pos()); obj != nil {
			if obj.Parent() != c.pass.Pkg.Scope().Innermost(n.Pos()) {
				name = c.fresh(c.write, "failed", "failure")
			} else {
				define = " = "
			}
		}
		e.replace(n.Pos(), c.call().Pos(), name+define)
		e.insert(n.End(), "\n"+indent+check(name)+"\n"+indent+"return "+name)
		return nil
	}
	return refusal("the statement's result is used within a larger one")
}

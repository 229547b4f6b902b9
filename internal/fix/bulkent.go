package fix

import (
	"go/ast"
	"go/types"
	"strings"
)

// inEnt gathers ent's builders for CreateBulk:
//
//	tx.User.Create().SetName(name).Save(ctx)   →   tx.User.CreateBulk(chunk...).Save(ctx)
func inEnt(l *rowLoop) error {
	sel, ok := l.site.call().Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Save" && sel.Sel.Name != "Exec" {
		return errOwnForm
	}
	builder := l.info.TypeOf(sel.X)
	n := namedOf(builder)
	client := clientOf(sel.X)
	if n == nil || client == nil || !strings.HasSuffix(n.Obj().Name(), "Create") || !simple(client) {
		return errOwnForm
	}
	bulk, _, _ := types.LookupFieldOrMethod(l.info.TypeOf(client), true, l.pass.Pkg, "CreateBulk")
	if bulk == nil || entHooks(n) {
		return refusal("inserting a row does more than that")
	}
	if err := l.prepares(nil); err != nil {
		return err
	}
	for _, s := range chain(sel.X) { // the arguments of the setters
		for _, a := range callOf(l, s).Args {
			if !l.pure(a, pureDepth) {
				return refusal("making the row does more than that")
			}
		}
	}
	typ, err := l.typeText(builder)
	if err != nil {
		return err
	}
	list, chunk := l.listName("rows", "list"), l.chunkName()
	l.sub(sel.X.Pos(), sel.X.End(), l.text(client)+".CreateBulk("+chunk+"...)")
	behind, err := l.chunks(list, "100", chunk, "")
	if err != nil {
		return err
	}
	l.gather(list, "[]"+typ, l.text(sel.X), behind)
	return nil
}

// clientOf is what Create is called on at the start of the chain: tx.User.
func clientOf(e ast.Expr) ast.Expr {
	sels := chain(e)
	if len(sels) == 0 || sels[len(sels)-1].Sel.Name != "Create" {
		return nil
	}
	return sels[len(sels)-1].X
}

func callOf(l *rowLoop, sel *ast.SelectorExpr) *ast.CallExpr {
	c, _ := l.write.FindNode(sel)
	call, ok := c.Parent().Node().(*ast.CallExpr)
	return callOrNil(call, ok)
}

// entHooks reports whether the schema has hooks: its package then has a variable of them.
func entHooks(builder *types.Named) bool {
	name := strings.ToLower(strings.TrimSuffix(builder.Obj().Name(), "Create"))
	for _, p := range builder.Obj().Pkg().Imports() {
		if p.Path() == builder.Obj().Pkg().Path()+"/"+name {
			return p.Scope().Lookup("Hooks") != nil
		}
	}
	return true
}

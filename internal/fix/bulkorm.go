package fix

import (
	"go/ast"
	"strings"
)

// inOrm hands all rows to our package's BulkCreate, which splits them itself:
//
//	orm.Save(ctx, tx, p, orm.ForceInsert)   →   orm.BulkCreate(ctx, tx, products)
func inOrm(l *rowLoop) error {
	call := l.site.call()
	fn := l.callee(call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != ormPath || fn.Name() != "Save" || len(call.Args) != 4 || !strings.HasSuffix(l.text(call.Args[3]), ".ForceInsert") {
		return errOwnForm
	}
	r, err := l.row(call.Args[2])
	if err != nil {
		return err
	}
	if !pointer(r.t) || !plainRow(r.t, "") {
		return refusal("inserting a row does more than that")
	}
	if err := l.prepares(r.obj); err != nil {
		return err
	}
	if !l.pure(call.Args[2], pureDepth) {
		return refusal("making the row does more than that")
	}
	over := l.listName("rows", "list")
	loop, ranges := l.loop.(*ast.RangeStmt)
	whole := ranges && l.whole(r) && pointers(l.info.TypeOf(loop.X))
	if whole {
		over = l.text(loop.X)
	}
	sel := call.Fun.(*ast.SelectorExpr).Sel
	l.sub(sel.Pos(), sel.End(), "BulkCreate")
	l.sub(call.Args[2].Pos(), call.Args[3].End(), over)
	behind, err := l.once()
	switch {
	case err != nil:
		return err
	case whole && len(l.prep) == 0:
		l.replaceLoop(behind)
	case whole:
		l.after(behind)
	default:
		typ, err := l.typeText(r.t)
		if err != nil {
			return err
		}
		l.gather(over, "[]"+typ, l.text(r.expr), behind)
	}
	return nil
}

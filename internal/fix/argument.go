package fix

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// An argument is what the caller gives for a parameter.
type argument struct {
	w    *wrapper
	expr ast.Expr
	text string
	addr bool // text is of what the parameter points to
}

// given are the arguments by the names of their parameters, the receiver's too. Each must be the same wherever the statement names it.
func (w *wrapper) given(x *expansion) (map[string]*argument, error) {
	out := map[string]*argument{}
	call := x.call()
	if w.decl.Recv != nil && len(w.decl.Recv.List[0].Names) == 1 {
		arg, err := w.receiver(x, call)
		if err != nil {
			return nil, err
		}
		out[w.decl.Recv.List[0].Names[0].Name] = arg
	}
	i := 0
	for _, field := range w.decl.Type.Params.List {
		for _, name := range field.Names {
			if i >= len(call.Args) || call.Ellipsis.IsValid() {
				return nil, inHelper(w.name)
			}
			out[name.Name] = x.argument(w, call.Args[i])
			i++
		}
	}
	for _, a := range call.Args {
		if !x.pure(a, pureDepth) {
			return nil, refusal(x.text(a) + " is called for the statement")
		}
	}
	return out, nil
}

func (x *expansion) argument(w *wrapper, e ast.Expr) *argument {
	e = ast.Unparen(e)
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND && simple(u.X) {
		return &argument{w: w, expr: e, text: x.text(u.X), addr: true}
	}
	return &argument{w: w, expr: e, text: x.text(e)}
}

// receiver is what the method is called on, the embedded fields on the way spelled out.
func (w *wrapper) receiver(x *expansion, call *ast.CallExpr) (*argument, error) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || !simple(sel.X) || x.info.Selections[sel] == nil {
		return nil, inHelper(w.name)
	}
	chosen := x.info.Selections[sel]
	arg, t := &argument{w: w, expr: sel.X, text: x.text(sel.X)}, chosen.Recv()
	for _, i := range chosen.Index()[:len(chosen.Index())-1] {
		field := deref(t).Underlying().(*types.Struct).Field(i)
		if !field.Exported() && field.Pkg() != x.pass.Pkg {
			return nil, inHelper(w.name)
		}
		arg.text, t = arg.text+"."+field.Name(), field.Type()
	}
	_, wants := w.decl.Recv.List[0].Type.(*ast.StarExpr)
	arg.addr = wants && !pointer(t)
	return arg, nil
}

// in is the argument in the place of the parameter.
func (a *argument) in(c inspector.Cursor) (string, error) {
	switch kind := c.ParentEdgeKind(); {
	case kind == edge.SelectorExpr_X:
		if lit := literalOf(a.expr); lit != nil {
			return "", inHelper(a.w.name)
		}
		if !simple(a.expr) && !a.addr {
			return "(" + a.text + ")", nil
		}
		return a.text, nil
	case kind == edge.UnaryExpr_X && c.Parent().Node().(*ast.UnaryExpr).Op == token.AND:
		if a.addr || !simple(a.expr) {
			return "", inHelper(a.w.name)
		}
		return a.text, nil
	case a.addr:
		return "&" + a.text, nil
	case kind == edge.CallExpr_Args || kind == edge.KeyValueExpr_Value || kind == edge.CompositeLit_Elts || simple(a.expr):
		return a.text, nil
	}
	if _, lit := a.expr.(*ast.BasicLit); lit {
		return a.text, nil
	}
	return "(" + a.text + ")", nil
}

// literalOf is a struct that is written down, or whose address is taken.
func literalOf(e ast.Expr) *ast.CompositeLit {
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = u.X
	}
	lit, _ := e.(*ast.CompositeLit)
	return lit
}

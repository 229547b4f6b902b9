package fix

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// A wrapper is a function that does nothing but run a statement, as its source has it.
type wrapper struct {
	fn     *types.Func
	name   string // for messages
	file   *ast.File
	fset   *token.FileSet
	src    []byte
	decl   *ast.FuncDecl
	expr   ast.Expr // what it runs …
	tail   string   // … and what it returns of it, if it is kept in a variable: .Error
	pair   bool     // the statement gives a result and an error, of which only that is returned
	at     *ast.CallExpr
	lparen int // where the statement's parenthesis stands in the text
}

// wrapperOf finds the source of a function whose statement is at a place.
func wrapperOf(pass *analysis.Pass, fn *types.Func, at rowflow.Pos) (*wrapper, error) {
	w := &wrapper{fn: fn, name: at.Func, fset: pass.Fset}
	if !w.find(pass) || w.decl.Body == nil || !w.wraps(w.decl.Body.List) {
		return nil, inHelper(w.name)
	}
	ast.Inspect(w.expr, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if p := w.fset.Position(call.Lparen); p.Line == at.Line && p.Column == at.Col {
				w.at = call
			}
		}
		return true
	})
	if w.at == nil {
		return nil, inHelper(w.name)
	}
	return w, nil
}

// find finds the declaration: in this package, or in the file of another that it was compiled from.
func (w *wrapper) find(pass *analysis.Pass) bool {
	files := pass.Files
	name := pass.Fset.Position(w.fn.Pos()).Filename
	read := pass.ReadFile
	if w.fn.Pkg() != pass.Pkg {
		if !filepath.IsAbs(name) {
			return false
		}
		w.fset = token.NewFileSet()
		f, err := parser.ParseFile(w.fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return false
		}
		files, read = []*ast.File{f}, os.ReadFile
	}
	for _, f := range files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Name.Name == w.fn.Name() && receiverName(d) == receiverOf(w.fn) {
				src, err := read(w.fset.Position(f.FileStart).Filename)
				w.file, w.decl, w.src = f, d, src
				return err == nil
			}
		}
	}
	return false
}

// receiverName is the type that a method is declared on.
func receiverName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) != 1 {
		return ""
	}
	t := d.Recv.List[0].Type
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return "?"
}

func receiverOf(fn *types.Func) string {
	if fn.Signature().Recv() == nil {
		return ""
	}
	if n := namedOf(fn.Signature().Recv().Type()); n != nil {
		return n.Obj().Name()
	}
	return "?"
}

// wraps reports whether a body runs one statement and returns its error.
//
//	return E                    err := E; return err              if err := E; err != nil { return err }; return nil
//	E                           _, err := E; return err           res := E; return res.Error
func (w *wrapper) wraps(list []ast.Stmt) bool {
	if len(list) == 3 && declaresOnly(list[0]) {
		list = list[1:]
	}
	results := w.fn.Signature().Results()
	if results.Len() == 0 && len(list) == 1 {
		run, ok := list[0].(*ast.ExprStmt)
		if ok {
			w.expr = run.X
		}
		return ok
	}
	if results.Len() != 1 || len(list) == 0 {
		return false
	}
	last, ok := list[len(list)-1].(*ast.ReturnStmt)
	switch {
	case !ok:
		return false
	case len(list) == 1 && len(last.Results) == 1:
		w.expr = last.Results[0]
		return true
	case len(list) != 2:
		return false
	}
	switch first := list[0].(type) {
	case *ast.AssignStmt:
		return w.keeps(first) && w.returns(last, first.Lhs[len(first.Lhs)-1])
	case *ast.IfStmt:
		kept, ok := first.Init.(*ast.AssignStmt)
		if !ok || !w.keeps(kept) || first.Else != nil || len(first.Body.List) != 1 || len(last.Results) != 1 || !isNil(last.Results[0]) {
			return false
		}
		inner, ok := first.Body.List[0].(*ast.ReturnStmt)
		v := kept.Lhs[len(kept.Lhs)-1]
		return ok && w.returns(inner, v) && isErrCheck(first.Cond) && w.textOf(first.Cond.(*ast.BinaryExpr).X) == w.textOf(v)+w.tail
	}
	return false
}

// declaresOnly reports whether a statement declares variables and sets none: var err error.
func declaresOnly(stmt ast.Stmt) bool {
	d, ok := stmt.(*ast.DeclStmt)
	if !ok || d.Decl.(*ast.GenDecl).Tok != token.VAR {
		return false
	}
	return !slices.ContainsFunc(d.Decl.(*ast.GenDecl).Specs, func(spec ast.Spec) bool { return len(spec.(*ast.ValueSpec).Values) > 0 })
}

// keeps takes what is assigned for the statement.
func (w *wrapper) keeps(a *ast.AssignStmt) bool {
	if len(a.Rhs) != 1 || len(a.Lhs) > 2 {
		return false
	}
	w.expr, w.pair = a.Rhs[0], len(a.Lhs) == 2
	return !w.pair || w.textOf(a.Lhs[0]) == "_"
}

// returns reports whether a return gives the variable, or the error in it.
func (w *wrapper) returns(ret *ast.ReturnStmt, v ast.Expr) bool {
	if len(ret.Results) == 0 {
		names := w.decl.Type.Results.List[0].Names
		return len(names) == 1 && names[0].Name == w.textOf(v)
	}
	switch w.textOf(ret.Results[0]) {
	case w.textOf(v):
		return true
	case w.textOf(v) + ".Error":
		w.tail = ".Error"
		return !w.pair
	}
	return false
}

func (w *wrapper) textOf(n ast.Node) string {
	f := w.fset.File(w.file.FileStart)
	return string(w.src[f.Offset(n.Pos()):f.Offset(n.End())])
}

// text is the statement in the caller's words.
func (w *wrapper) text(x *expansion) (string, error) {
	at, ok := inspector.New([]*ast.File{w.file}).Root().FindNode(w.expr)
	if !ok {
		return "", inHelper(w.name)
	}
	given, err := w.given(x)
	if err != nil {
		return "", err
	}
	f := w.fset.File(w.file.FileStart)
	from := f.Offset(w.expr.Pos())
	w.lparen = f.Offset(w.at.Lparen) - from
	var out strings.Builder
	for c := range at.Preorder((*ast.Ident)(nil), (*ast.SelectorExpr)(nil), (*ast.FuncLit)(nil)) {
		n := c.Node()
		if f.Offset(n.Pos()) < from { // in a field that was given
			continue
		}
		text, err := w.part(x, c, given)
		if err != nil {
			return "", err
		}
		if text == "" {
			continue
		}
		out.Write(w.src[from:f.Offset(n.Pos())])
		out.WriteString(text)
		from = f.Offset(n.End())
		if n.Pos() < w.at.Lparen {
			w.lparen += len(text) - int(n.End()-n.Pos())
		}
	}
	out.Write(w.src[from:f.Offset(w.expr.End())])
	return out.String() + w.tail, nil
}

// part is a name of the statement, or the field of a parameter that the caller gives as a literal, in the caller's words; empty if that
// is to be told of its parts.
func (w *wrapper) part(x *expansion, c inspector.Cursor, given map[string]*argument) (string, error) {
	switch n := c.Node().(type) {
	case *ast.Ident:
		return w.word(x, c, n, given)
	case *ast.SelectorExpr:
		id, ok := n.X.(*ast.Ident)
		if !ok || given[id.Name] == nil || literalOf(given[id.Name].expr) == nil {
			return "", nil
		}
		for _, e := range literalOf(given[id.Name].expr).Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok && x.text(kv.Key) == n.Sel.Name {
				return x.argument(w, kv.Value).in(c)
			}
		}
	}
	return "", inHelper(w.name)
}

// word is a name of the statement in the caller's words.
func (w *wrapper) word(x *expansion, c inspector.Cursor, id *ast.Ident, given map[string]*argument) (string, error) {
	own := w.fn.Pkg() == x.pass.Pkg
	switch c.ParentEdgeKind() {
	case edge.SelectorExpr_Sel:
		if !own && !id.IsExported() {
			return "", inHelper(w.name)
		}
		return id.Name, nil
	case edge.KeyValueExpr_Key:
		if lit, ok := c.Parent().Parent().Node().(*ast.CompositeLit); ok {
			if _, isMap := lit.Type.(*ast.MapType); !isMap {
				return id.Name, nil // a field
			}
		}
	}
	if arg := given[id.Name]; arg != nil {
		return arg.in(c)
	}
	for _, spec := range w.file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		if spec.Name != nil && spec.Name.Name == id.Name || spec.Name == nil && packageNamed(w.fn.Pkg(), path) == id.Name {
			return w.qualifier(x, path)
		}
	}
	obj := w.fn.Pkg().Scope().Lookup(id.Name)
	switch {
	case obj == nil:
		obj = types.Universe.Lookup(id.Name)
	case !own && id.IsExported():
		pkg, err := w.qualifier(x, w.fn.Pkg().Path())
		return pkg + "." + id.Name, err
	case !own:
		return "", inHelper(w.name)
	}
	if obj == nil || !x.visible(obj, x.write) {
		return "", inHelper(w.name)
	}
	return id.Name, nil
}

// qualifier is the name of a package in the caller's file, which may import it: an internal one is for what lies around it.
func (w *wrapper) qualifier(x *expansion, path string) (string, error) {
	around, _, internal := strings.Cut("/"+path+"/", "/internal/")
	if internal && !strings.HasPrefix("/"+x.pass.Pkg.Path()+"/", around+"/") {
		return "", inHelper(w.name)
	}
	return x.e.use(path)
}

// packageNamed is the name of a package that another imports.
func packageNamed(pkg *types.Package, path string) string {
	for _, p := range pkg.Imports() {
		if p.Path() == path {
			return p.Name()
		}
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

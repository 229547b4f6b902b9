package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// A site is the code around a finding.
type site struct {
	pass  *analysis.Pass
	info  *types.Info
	f     rowflow.Finding
	file  *ast.File
	src   []byte
	fn    inspector.Cursor // the function around it, closures' parents included
	write inspector.Cursor // the call that writes
	read  inspector.Cursor // the call that reads, in this function or beneath the call …
	given *types.Var       // … or the parameter in which the row came
	// The statement stands in a function of its own: its text serves that as well.
	expanded bool
	// The column that the questions are about: the finding's, unless on says otherwise. In normal form, and as the struct has it.
	colName, fieldName string

	uses map[types.Object][]inspector.Cursor
	evs  map[types.Object][]event
	// Questions that were answered before: the paths to a value branch, and meet again.
	taintsSeen map[question]bool
	valuesSeen map[question]answer
}

// siteOf is the code around a call.
func siteOf(pass *analysis.Pass, call *ast.CallExpr) (*site, error) {
	s := &site{pass: pass, info: pass.TypesInfo, uses: map[types.Object][]inspector.Cursor{}, evs: map[types.Object][]event{},
		taintsSeen: map[question]bool{}, valuesSeen: map[question]answer{}}
	s.file = rowflow.File(pass, filepath.Base(pass.Fset.Position(call.Pos()).Filename))
	if s.file == nil || generated(s.file) {
		return nil, refusal("the file is generated")
	}
	var err error
	if s.src, err = pass.ReadFile(pass.Fset.File(s.file.FileStart).Name()); err != nil {
		return nil, refusal("the file cannot be read")
	}
	root := inspector.New([]*ast.File{s.file}).Root()
	s.write, _ = root.FindNode(call)
	for c := range s.write.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		s.fn = c // the outermost
	}
	if !s.fn.Valid() {
		return nil, refusal("the statement is outside of a function")
	}
	for c := range s.fn.Preorder((*ast.Ident)(nil), (*ast.BranchStmt)(nil)) {
		switch n := c.Node().(type) {
		case *ast.Ident:
			if obj := s.info.ObjectOf(n); obj != nil {
				s.uses[obj] = append(s.uses[obj], c)
			}
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				return nil, refusal("the function uses goto")
			}
		}
	}
	return s, nil
}

// newSite finds the code of a finding.
func newSite(pass *analysis.Pass, f rowflow.Finding) (*site, error) {
	if f.Read.Assume != "" && f.Read.Via != nil || f.Write.Assume != "" {
		return nil, refusal("the call is only assumed to write the row")
	}
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, f.Write.At))
	if call == nil {
		return nil, refusal("the statement is in another package")
	}
	s, err := siteOf(pass, call)
	if err != nil {
		return nil, err
	}
	s.f, s.colName, s.fieldName = f, f.Cell.Column, f.Cell.Field
	if err := s.findRead(); err != nil {
		return nil, err
	}
	return s, nil
}

// findRead finds the call that reads, or the parameter that brings the row.
func (s *site) findRead() error {
	p := rowflow.TokenPos(s.pass, s.f.Read.At)
	if call := rowflow.CallAt(s.pass, p); call != nil {
		c, ok := s.fn.FindNode(call)
		if !ok {
			return refusal("the row is read in another function")
		}
		s.read = c
		return nil
	}
	if s.f.Read.Assume == "" {
		return refusal("the row is read in another function")
	}
	sig := s.signature()
	for v := range sig.Params().Variables() {
		if n := namedOf(v.Type()); n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path()+"."+n.Obj().Name() == s.f.Read.Type {
			s.given = v
		}
	}
	if s.given == nil {
		return refusal("the row is read by the callers")
	}
	return nil
}

// signature is that of the function around the finding.
func (s *site) signature() *types.Signature { return s.signatureOf(s.fn) }

// call is the call that writes.
func (s *site) call() *ast.CallExpr { return s.write.Node().(*ast.CallExpr) }

// text is the source of a node.
func (s *site) text(n ast.Node) string { return s.between(n.Pos(), n.End()) }

// between is the source from one place to another.
func (s *site) between(from, to token.Pos) string {
	f := s.pass.Fset.File(s.file.FileStart)
	return string(s.src[f.Offset(from):f.Offset(to)])
}

// commented reports whether a comment stands between two places.
func (s *site) commented(from, to token.Pos) bool {
	return slices.ContainsFunc(s.file.Comments, func(c *ast.CommentGroup) bool { return from <= c.Pos() && c.End() <= to })
}

// namedOf is the named type behind pointers, nil if there is none.
func namedOf(t types.Type) *types.Named {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return namedOf(p.Elem())
	}
	n, _ := types.Unalias(t).(*types.Named)
	return n
}

// isNamed reports whether a type, or what it points to, is the named type of a package.
func isNamed(t types.Type, path, name string) bool {
	n := namedOf(t)
	return n != nil && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == path
}

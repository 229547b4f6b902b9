package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// pureDepth is how deep calls of this package's functions are looked into.
const pureDepth = 3

// pure reports whether running a node neither sees nor changes the database, nor anything else outside of the program: it may be done for
// all rows before the first is written.
func (s *site) pure(n ast.Node, depth int) bool {
	ok := true
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			ok = ok && s.pureCall(n, depth)
		case *ast.GoStmt, *ast.DeferStmt, *ast.SelectStmt, *ast.SendStmt, *ast.LabeledStmt, *ast.FuncLit:
			ok = false
		case *ast.UnaryExpr:
			ok = ok && n.Op != token.ARROW
		}
		return ok
	})
	return ok
}

func (s *site) pureCall(call *ast.CallExpr, depth int) bool {
	if tv := s.info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return true
	}
	fn := s.callee(call)
	if fn == nil {
		return false
	}
	if fn.Pkg() == nil {
		return true // error.Error
	}
	if fn.Pkg() == s.pass.Pkg && depth > 0 {
		body := s.bodyOf(fn)
		return body != nil && s.pure(body, depth-1)
	}
	return purePackage(fn.Pkg().Path())
}

// bodyOf is the body of a function of this package.
func (s *site) bodyOf(fn *types.Func) *ast.BlockStmt {
	if d := s.declOf(fn); d != nil {
		return d.Body
	}
	return nil
}

// declOf is the declaration of a function of this package.
func (s *site) declOf(fn *types.Func) *ast.FuncDecl {
	for _, f := range s.pass.Files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && s.info.Defs[d.Name] == fn.Origin() {
				return d
			}
		}
	}
	return nil
}

// purePackage reports whether the functions of a package compute, and do nothing else.
func purePackage(path string) bool {
	for _, p := range []string{"strings", "strconv", "bytes", "unicode", "math", "time", "fmt", "errors", "slices", "maps", "sort", "regexp", "path",
		"encoding", "crypto", "hash", "html", "cmp", "github.com/google/uuid", "github.com/gofrs/uuid", "github.com/satori/go.uuid",
		"github.com/shopspring/decimal", "github.com/rs/xid", "github.com/oklog/ulid"} {
		if path == p || strings.HasPrefix(path, p+"/") {
			return true
		}
	}
	return false
}

// prepared checks that what the loop does before the statement can be done for all rows first: it is pure, goes on to the next row or
// leaves with an error, and sees of the rows of this type only the one at hand, whose key and defaults the statement fills in.
func (l *rowLoop) prepares(row types.Object) error {
	for _, stmt := range l.prep {
		if !l.pure(stmt, pureDepth) || l.names(stmt, l.handleOf(l.write.Node().(ast.Expr))) {
			return refusal("the loop does something else, too")
		}
		if !l.branches(stmt) {
			return refusal("the loop may end early")
		}
		if row != nil && !l.keepsRow(stmt, row) {
			return refusal("the row is used elsewhere")
		}
	}
	return nil
}

// branches reports whether the jumps of a statement go on with the loop, or leave the function with an error.
func (l *rowLoop) branches(stmt ast.Stmt) bool {
	ok := true
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BranchStmt:
			ok = ok && n.Label == nil
		case *ast.ReturnStmt:
			ok = ok && l.returnsNonNil(n)
		}
		return ok
	})
	return ok
}

// returnsNonNil reports whether a return's last result is made to be an error: fmt.Errorf("no name").
func (l *rowLoop) returnsNonNil(ret *ast.ReturnStmt) bool {
	if len(ret.Results) == 0 {
		return false
	}
	call, ok := ret.Results[len(ret.Results)-1].(*ast.CallExpr)
	fn := l.callee(callOrNil(call, ok))
	return fn != nil && fn.Pkg() != nil && (fn.Pkg().Path() == "fmt" && fn.Name() == "Errorf" || fn.Pkg().Path() == "errors" && fn.Name() == "New")
}

// jumps reports whether some rows are passed over.
func (l *rowLoop) jumps() bool {
	found := false
	for _, stmt := range l.prep {
		ast.Inspect(stmt, func(n ast.Node) bool {
			_, branch := n.(*ast.BranchStmt)
			found = found || branch
			return !found
		})
	}
	return found
}

// keepsRow reports whether a statement sees of the row's type only the row at hand, and of that its fields.
func (l *rowLoop) keepsRow(stmt ast.Stmt, row types.Object) bool {
	t := namedOf(row.Type())
	if list, ok := row.Type().Underlying().(*types.Slice); ok {
		t = namedOf(list.Elem())
	}
	ok := true
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if base := l.info.TypeOf(n.X); base != nil && t != nil && namedOf(base) == t {
				if l.isRow(n.X, row) {
					return false // a field of the row at hand
				}
				ok = false
			}
		case *ast.Ident:
			ok = ok && (l.info.Uses[n] != row)
		}
		return ok
	})
	return ok
}

// isRow reports whether an expression is the row at hand: line, *line, lines[i] with the loop's i.
func (l *rowLoop) isRow(e ast.Expr, row types.Object) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, list := row.Type().Underlying().(*types.Slice)
		return l.info.Uses[e] == row && !list
	case *ast.StarExpr:
		return l.isRow(e.X, row)
	case *ast.IndexExpr:
		return l.listAt(e) == row
	}
	return false
}

// isKey reports whether a name is the loop's index: of range, or of for i := 0; i < len(list); i++.
func (l *rowLoop) isKey(id *ast.Ident) bool {
	var key ast.Expr
	switch loop := l.loop.(type) {
	case *ast.RangeStmt:
		key = loop.Key
	case *ast.ForStmt:
		if init, ok := loop.Init.(*ast.AssignStmt); ok && len(init.Lhs) == 1 && l.over() != "" {
			key = init.Lhs[0]
		}
	}
	name, ok := key.(*ast.Ident)
	return ok && l.info.Defs[name] != nil && l.info.Uses[id] == l.info.Defs[name]
}

// over is the text of the list whose elements the loop takes one by one.
func (l *rowLoop) over() string {
	switch loop := l.loop.(type) {
	case *ast.RangeStmt:
		return l.text(loop.X)
	case *ast.ForStmt: // i < len(list); i++
		cond, ok := loop.Cond.(*ast.BinaryExpr)
		post, counts := loop.Post.(*ast.IncDecStmt)
		if !ok || !counts || cond.Op != token.LSS || post.Tok != token.INC || l.text(post.X) != l.text(cond.X) {
			return ""
		}
		if call, ok := cond.Y.(*ast.CallExpr); ok && len(call.Args) == 1 && l.text(call.Fun) == "len" {
			return l.text(call.Args[0])
		}
	}
	return ""
}

package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// ForRepeat is the repair of a statement that runs once a row: one statement for a chunk of rows at a time. It is offered where nobody can
// tell the difference but by the time that it takes:
//
//	for _, p := range products {                         for chunk := range slices.Chunk(products, 100) {
//		if err := tx.Create(p).Error; err != nil {   →       if err := tx.Create(&chunk).Error; err != nil {
//			return err                                           return err
//		}                                                    }
//	}                                                    }
//
// The loop stands in the function that a transaction runs, so that an error undoes the rows before it either way; it does nothing else; the
// rows get their keys in memory either way; no hook runs for a row.
func ForRepeat(pass *analysis.Pass, x rowflow.Repeat) []analysis.SuggestedFix {
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, x.At))
	if call == nil || len(x.Via) > 0 {
		return nil
	}
	s, err := siteOf(pass, call)
	if err != nil {
		return nil
	}
	fix, err := s.inChunks()
	if err != nil {
		return nil
	}
	return []analysis.SuggestedFix{fix}
}

// inChunks makes the edits.
func (s *site) inChunks() (analysis.SuggestedFix, error) {
	loop, err := s.onlyInLoop()
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	b, call, err := s.bulkForm()
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e := s.newEdits()
	chunk := s.fresh(s.write, "chunk", "rows", "part")
	if err := b.write(e, loop, call, chunk); err != nil {
		return analysis.SuggestedFix{}, err
	}
	name, err := e.use("slices")
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e.replace(loop.Pos(), loop.Body.Lbrace, "for "+chunk+" := range "+name+".Chunk("+s.text(loop.X)+", 100) ")
	return e.fix("write 100 rows with each statement")
}

// onlyInLoop is the loop around the statement, if it goes over a slice, does nothing but run the statement and return its error, and is what
// a transaction runs.
func (s *site) onlyInLoop() (*ast.RangeStmt, error) {
	c := statement(s.write)
	check, ok := c.Node().(*ast.IfStmt)
	if !ok {
		return nil, refusal("the error is not looked at")
	}
	loop, ok := c.Parent().Parent().Node().(*ast.RangeStmt)
	if !ok || len(loop.Body.List) != 1 || loop.Tok != token.DEFINE {
		return nil, refusal("the loop does something else, too")
	}
	if _, name := loop.X.(*ast.Ident); !name {
		return nil, refusal("the loop goes over an expression")
	}
	if _, list := s.info.TypeOf(loop.X).Underlying().(*types.Slice); !list {
		return nil, refusal("the loop goes over something else than a slice")
	}
	if !s.returnsError(check) || !s.ranByTransaction(c) {
		return nil, refusal("an error would leave other rows behind")
	}
	if version.Compare(s.pass.Pkg.GoVersion(), "go1.23") < 0 {
		return nil, refusal("slices.Chunk came with Go 1.23")
	}
	return loop, nil
}

// returnsError reports whether an if does nothing but return the statement's error: if err := …; err != nil { return err }.
func (s *site) returnsError(check *ast.IfStmt) bool {
	init, ok := check.Init.(*ast.AssignStmt)
	cond, isTest := check.Cond.(*ast.BinaryExpr)
	if !ok || !isTest || cond.Op != token.NEQ || check.Else != nil || len(check.Body.List) != 1 || init.Tok != token.DEFINE {
		return false
	}
	err, ok := init.Lhs[len(init.Lhs)-1].(*ast.Ident)
	ret, isReturn := check.Body.List[0].(*ast.ReturnStmt)
	if !ok || !isReturn || len(ret.Results) == 0 {
		return false
	}
	for _, other := range init.Lhs[:len(init.Lhs)-1] {
		if id, ok := other.(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	last, ok := ret.Results[len(ret.Results)-1].(*ast.Ident)
	tested, isName := cond.X.(*ast.Ident)
	return ok && isName && s.info.Uses[last] == s.info.Defs[err] && s.info.Uses[tested] == s.info.Defs[err] && s.text(cond.Y) == "nil"
}

// ranByTransaction reports whether a statement stands in a function that a transaction runs, and the row is written through the handle that
// the function is given.
func (s *site) ranByTransaction(c inspector.Cursor) bool {
	for lit := range c.Enclosing((*ast.FuncLit)(nil)) {
		call, ok := lit.Parent().Node().(*ast.CallExpr)
		if !ok {
			return false
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "Transaction" && sel.Sel.Name != "RunInTx" {
			return false
		}
		base := s.write.Node().(ast.Expr)
		for _, m := range chain(base) {
			base = m.X
		}
		handle, ok := base.(*ast.Ident)
		if !ok {
			return false
		}
		obj := s.info.Uses[handle]
		fn := lit.Node().(*ast.FuncLit)
		return obj != nil && fn.Type.Params.Pos() <= obj.Pos() && obj.Pos() < fn.Type.Params.End()
	}
	return false
}

// chain are the selectors of the calls in an expression, the outermost first: Exec, Model, NewInsert of tx.NewInsert().Model(p).Exec(ctx).
func chain(e ast.Expr) []*ast.SelectorExpr {
	var out []*ast.SelectorExpr
	for {
		call, ok := e.(*ast.CallExpr)
		if !ok {
			return out
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return out
		}
		out = append(out, sel)
		e = sel.X
	}
}

// A bulk is a statement about one row that takes many as well.
type bulk struct {
	library string // import path of the handle's package
	calls   string // names of the methods, in the order in which they are called
	at      int    // the one of them that names the row …
	row     bool   // … by the row itself, or by a condition, which becomes …
	name    string // … a call of this method, if it is another
	in      string // … with this condition
	wrap    string // … and the keys in a call of this function of the library
}

var bulks = []bulk{
	{library: "gorm.io/gorm", calls: "Create", row: true},
	{library: "gorm.io/gorm", calls: "Where Delete", in: "%s IN ?"},
	{library: "github.com/jinzhu/gorm", calls: "Where Delete", in: "%s IN (?)"},
	{library: "github.com/uptrace/bun", calls: "NewInsert Model Exec", at: 1, row: true},
	{library: "github.com/uptrace/bun", calls: "NewDelete Model Where Exec", at: 2, in: "%s IN (?)", wrap: "In"},
	{library: "xorm.io/xorm", calls: "Where Delete", name: "In", in: "%s"},
}

// bulkForm is the form of the statement, and the call that names the row.
func (s *site) bulkForm() (bulk, *ast.CallExpr, error) {
	sels := chain(s.call())
	var names []string
	for _, sel := range sels {
		names = append([]string{sel.Sel.Name}, names...)
	}
	for _, b := range bulks {
		at := len(sels) - 1 - b.at
		if b.calls != strings.Join(names, " ") {
			continue
		}
		fn, ok := s.info.Uses[sels[at].Sel].(*types.Func)
		if !ok || fn.Pkg() == nil || fn.Pkg().Path() != b.library {
			continue
		}
		call := s.call()
		for range at {
			call = call.Fun.(*ast.SelectorExpr).X.(*ast.CallExpr)
		}
		return b, call, nil
	}
	return bulk{}, nil, refusal("the statement has a form of its own")
}

// write makes the call that names one row name those of a chunk.
func (b bulk) write(e *edits, loop *ast.RangeStmt, call *ast.CallExpr, chunk string) error {
	s := e.s
	row := s.info.TypeOf(s.call().Args[0])
	if b.row {
		if len(call.Args) != 1 || !s.isElement(loop, call.Args[0]) {
			return refusal("the row is not the element itself")
		}
		if row = s.info.TypeOf(call.Args[0]); !plainRow(row) {
			return refusal("inserting a row does more than that")
		}
		e.replace(call.Args[0].Pos(), call.Args[0].End(), "&"+chunk)
		return nil
	}
	if b.calls == "NewDelete Model Where Exec" {
		row = s.info.TypeOf(call.Fun.(*ast.SelectorExpr).X.(*ast.CallExpr).Args[0])
	}
	if hasHooks(row) {
		return refusal("deleting a row does more than that")
	}
	return b.writeKeys(e, loop, call, chunk)
}

// writeKeys turns Where("id = ?", id) into a condition on all keys of a chunk.
func (b bulk) writeKeys(e *edits, loop *ast.RangeStmt, call *ast.CallExpr, chunk string) error {
	s := e.s
	if len(call.Args) != 2 || len(s.call().Args) != 1 || !s.isValue(loop, call.Args[1]) {
		return refusal("the row is not found by the element alone")
	}
	text, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return refusal("the condition is put together")
	}
	where, err := strconv.Unquote(text.Value)
	column, ok := strings.CutSuffix(where, " = ?")
	if err != nil || !ok || strings.ContainsAny(column, " ()?'") {
		return refusal("the condition is not one on a column")
	}
	keys := chunk
	if b.wrap != "" {
		pkg, err := e.use(b.library)
		if err != nil {
			return err
		}
		keys = pkg + "." + b.wrap + "(" + chunk + ")"
	}
	if b.name != "" {
		sel := call.Fun.(*ast.SelectorExpr).Sel
		e.replace(sel.Pos(), sel.End(), b.name)
	}
	e.replace(call.Args[0].Pos(), call.Args[1].End(), strconv.Quote(strings.ReplaceAll(b.in, "%s", column))+", "+keys)
	return nil
}

package fix

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// gormCall is the call with which GORM writes the row: recv.Method(args).
type gormCall struct {
	*site
	sel  *ast.SelectorExpr
	v1   bool
	path string // GORM's import path
}

// nativeGorm has the database compute the columns by gorm.Expr:
//
//	db.Save(&p)                                      db.Model(&p).Update("stock", gorm.Expr("stock - ?", n))
//	db.Save(&p), several columns changed             db.Model(&p).Updates(map[string]any{"stock": gorm.Expr(…), "name": p.Name})
//	db.Model(&p).Update("stock", p.Stock-n)          db.Model(&p).Update("stock", gorm.Expr("stock - ?", n))
//	db.Model(&p).Updates(Product{Stock: p.Stock-n})  db.Model(&p).Updates(map[string]any{"stock": gorm.Expr("stock - ?", n)})
func nativeGorm(s *site) (analysis.SuggestedFix, error) {
	g, err := newGormCall(s)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	switch g.sel.Sel.Name {
	case "Exec", "Scan", "Row", "Rows":
		return nativeSQL(s)
	case "Save":
		return g.whole(g.call().Args[0])
	case "Update", "UpdateColumn":
		if i := g.valueArg(); i < len(g.call().Args) {
			return g.oneColumn(g.call().Args[i-1], g.call().Args[i])
		}
	}
	if len(g.call().Args) == 0 {
		return analysis.SuggestedFix{}, refusal("the columns are set elsewhere")
	}
	return g.columns(g.call().Args[len(g.call().Args)-1])
}

func newGormCall(s *site) (*gormCall, error) {
	sel, ok := ast.Unparen(s.call().Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, refusal("the statement is run by a function value")
	}
	fn, ok := s.info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil {
		return nil, refusal("the statement is run by a function value")
	}
	g := &gormCall{site: s, sel: sel, path: fn.Pkg().Path()}
	if g.v1 = g.path == "github.com/jinzhu/gorm"; !g.v1 && g.path != "gorm.io/gorm" {
		return nil, refusal("the statement runs through an interface")
	}
	return g, nil
}

// valueArg is the index of the new value: Update("stock", v), and Update(ctx, "stock", v) of the generic interface.
func (g *gormCall) valueArg() int {
	if isNamed(g.info.TypeOf(g.sel.X), g.path, "DB") {
		return 1
	}
	return 2
}

// whole repairs the writing of a row as it is in memory.
func (g *gormCall) whole(arg ast.Expr) (analysis.SuggestedFix, error) {
	row, ok := g.placeOf(arg)
	if !ok {
		return analysis.SuggestedFix{}, refusal("the row that is saved is no variable")
	}
	changes, err := g.changesOf(row)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if changes, err = g.selected(changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := g.hooksSeeTheRow(row); err != nil {
		return analysis.SuggestedFix{}, err
	}
	e := g.newEdits()
	text, err := g.update(e, changes)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	model := ""
	if !g.chain("Model") {
		model = ".Model(" + g.address(arg, row) + ")"
	}
	e.insert(g.sel.X.End(), model)
	e.replace(g.sel.Sel.Pos(), g.call().End(), text)
	return g.finish(e, changes)
}

// address is a pointer to the row as GORM's Model takes it.
func (g *gormCall) address(arg ast.Expr, row place) string {
	if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok && u.Op == token.AND {
		if _, ptr := g.info.TypeOf(u.X).Underlying().(*types.Pointer); ptr {
			return g.text(u.X) // Save(&p) of a pointer p
		}
	}
	if _, ptr := g.info.TypeOf(arg).Underlying().(*types.Pointer); !ptr {
		return "&" + g.text(arg)
	}
	return g.text(arg)
}

// selected leaves out the columns that Select and Omit of the chain leave out.
func (g *gormCall) selected(changes []change) ([]change, error) {
	only, limited, err := g.names("Select")
	if err != nil {
		return nil, err
	}
	omit, _, err := g.names("Omit")
	if err != nil {
		return nil, err
	}
	var out []change
	for _, c := range changes {
		if (!limited || only["*"] || only[normal(c.column)] || only[normal(last(c.place.path))]) && !omit[normal(c.column)] && !omit[normal(last(c.place.path))] {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, refusal("the code does not show which columns change")
	}
	return out, nil
}

// names are the columns that calls of a method in the chain name.
func (g *gormCall) names(method string) (set map[string]bool, any bool, err error) {
	set = map[string]bool{}
	for _, c := range g.calls(method) {
		any = true
		for _, a := range c.Args {
			tv := g.info.Types[a]
			if tv.Value == nil || tv.Value.Kind() != constant.String {
				return nil, true, refusal("the columns that are written are a variable")
			}
			for _, name := range strings.Split(constant.StringVal(tv.Value), ",") {
				set[normal(strings.TrimSpace(name))] = true
			}
		}
	}
	return set, any, nil
}

// calls are the calls of a method in the chain, without the last one.
func (g *gormCall) calls(method string) []*ast.CallExpr { return callsIn(g.sel.X, method) }

// callsIn are the calls of a method in a chain of calls.
func callsIn(chain ast.Expr, method string) []*ast.CallExpr {
	var out []*ast.CallExpr
	for e := ast.Unparen(chain); ; {
		c, ok := e.(*ast.CallExpr)
		if !ok {
			return out
		}
		sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
		if !ok {
			return out
		}
		if sel.Sel.Name == method {
			out = append(out, c)
		}
		e = ast.Unparen(sel.X)
	}
}

func (g *gormCall) chain(method string) bool { return len(g.calls(method)) > 0 }

// update is the method that writes the changes.
func (g *gormCall) update(e *edits, changes []change) (string, error) {
	if len(changes) == 1 {
		v, err := g.value(e, changes[0])
		return fmt.Sprintf("Update(%q, %s)", changes[0].column, v), err
	}
	indent := g.indent(g.call().Pos())
	width := 0
	for _, c := range changes {
		width = max(width, len(c.column))
	}
	text := "Updates(" + g.mapType() + "{\n"
	for _, c := range changes {
		v, err := g.value(e, c)
		if err != nil {
			return "", err
		}
		text += fmt.Sprintf("%s\t%q: %s%s,\n", indent, c.column, strings.Repeat(" ", width-len(c.column)), v)
	}
	return text + indent + "})", nil
}

// value is what is written to a column: an expression, or what memory holds.
func (g *gormCall) value(e *edits, c change) (string, error) {
	if c.expr == nil {
		return g.nameOf(c.place), nil
	}
	name, err := e.use(g.path)
	if err != nil {
		return "", err
	}
	p, err := g.phrase(e, c)
	return name + ".Expr(" + p + ")", err
}

// phrase is the expression's text and values. A column that is a word of SQL is given as a clause.Column, which GORM quotes.
func (g *gormCall) phrase(e *edits, c change) (string, error) {
	if !reserved(c.column) {
		return g.quoted(g.phraseOf(c.expr, c.column)), nil
	}
	column, err := g.quotedColumn(e, c.column)
	if err != nil {
		return "", err
	}
	return g.withColumn(g.phraseOf(c.expr, columnMark), column), nil
}

// columnMark stands for a column until its value is put among the others.
const columnMark = "\x00"

func (g *gormCall) quotedColumn(e *edits, column string) (string, error) {
	if g.v1 {
		return "", refusal(column + " is a word of SQL, which each database quotes in its own way")
	}
	name, err := e.use("gorm.io/gorm/clause")
	return fmt.Sprintf("%s.Column{Name: %q}", name, column), err
}

// hooksSeeTheRow refuses models with hooks that change the row before it is saved: what they change would no longer be written.
func (g *gormCall) hooksSeeTheRow(row place) error {
	n := namedOf(g.typeOf(row))
	if n == nil {
		return nil
	}
	for _, hook := range []string{"BeforeSave", "BeforeUpdate"} {
		m, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), hook)
		if fn, ok := m.(*types.Func); ok && !g.constant(fn) {
			return refusal("the hook " + hook + " of " + n.Obj().Name() + " may change other columns")
		}
	}
	return nil
}

package pksave

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// A meaning is what a function's name says of the save in it.
type meaning int

const (
	unclear meaning = iota
	insert
	update
)

// fixes offers the statement that was meant, where the function says which: an insert, or an update of the columns that were set.
//
//	func (s *Store) AddProduct(…)     s.db.Save(&p)   →   s.db.Create(&p)
//	func (s *Store) UpdatePrice(…)    s.db.Save(&p)   →   s.db.Select("Price").Save(&p)
func fixes(pass *analysis.Pass, s rowflow.KeySave) []analysis.SuggestedFix {
	if s.Category != "upsert" || len(s.Write.Via) > 0 {
		return nil // the call is a helper's, which others call with rows that they have loaded
	}
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, s.At))
	if call == nil {
		return nil
	}
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || fun.Sel.Name != "Save" {
		return nil
	}
	means := meant(s.At.Func)
	if means == insert && s.Looked {
		return nil // a row that is there may be meant to be replaced
	}
	switch s.Write.Lib {
	case "gorm":
		return gormFix(fun, s, means)
	case "orm":
		return ormFix(call, fun, s, means)
	}
	return nil
}

// meant reads the first word of a function's name: "(*Store).addProduct" inserts.
func meant(fn string) meaning {
	name := strings.ToLower(fn[strings.LastIndexByte(fn, '.')+1:])
	for _, w := range []string{"create", "add", "insert", "register"} {
		if strings.HasPrefix(name, w) {
			return insert
		}
	}
	for _, w := range []string{"update", "change", "edit", "modify", "rename", "set"} {
		if strings.HasPrefix(name, w) {
			return update
		}
	}
	return unclear
}

func gormFix(fun *ast.SelectorExpr, s rowflow.KeySave, means meaning) []analysis.SuggestedFix {
	switch {
	case means == insert:
		return edit("insert only: a row that has the key is an error", fun.Sel.Pos(), fun.Sel.End(), "Create")
	case means == update && len(s.Set) > 0:
		cols := `"` + strings.Join(s.Set, `", "`) + `"`
		return edit("update only what was set", fun.Sel.Pos(), fun.Sel.Pos(), "Select("+cols+").")
	}
	return nil
}

func ormFix(call *ast.CallExpr, fun *ast.SelectorExpr, s rowflow.KeySave, means meaning) []analysis.SuggestedFix {
	pkg, ok := fun.X.(*ast.Ident)
	if !ok || len(call.Args) != 3 {
		return nil
	}
	end := call.Args[2].End()
	switch {
	case means == insert:
		return edit("insert only: a row that has the key is an error", end, end, fmt.Sprintf(", %s.ForceInsert", pkg.Name))
	case means == update && len(s.Set) > 0:
		row := rowName(call.Args[2])
		if row == "" {
			return nil // a literal's fields have no name
		}
		var fields []string
		for _, f := range s.Set {
			fields = append(fields, "&"+row+"."+f)
		}
		return edit("update only what was set", end, end, fmt.Sprintf(", %s.UpdateFields(%s)", pkg.Name, strings.Join(fields, ", ")))
	}
	return nil
}

// rowName is the variable of the row that is saved, empty if it has none.
func rowName(e ast.Expr) string {
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
		e = u.X
	}
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func edit(title string, from, to token.Pos, text string) []analysis.SuggestedFix {
	return []analysis.SuggestedFix{{Message: title, TextEdits: []analysis.TextEdit{{Pos: from, End: to, NewText: []byte(text)}}}}
}

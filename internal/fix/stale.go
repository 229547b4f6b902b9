package fix

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A narrowing makes a library's save of a whole row one of some columns.
type narrowing struct {
	lib   string
	calls string // the methods of the chain, in their order
	row   int    // the call that gets the row
	put   func(e *edits, calls []*ast.CallExpr, sels []*ast.SelectorExpr, names, fields []string)
}

var narrowings = []narrowing{
	{"gorm", "Save", 0, func(e *edits, _ []*ast.CallExpr, sels []*ast.SelectorExpr, names, _ []string) {
		e.insert(sels[0].Sel.Pos(), "Select("+strings.Join(names, ", ")+").")
	}},
	{"bun", "NewUpdate Model WherePK Exec", 1, putColumn},
	{"go-pg", "Model WherePK Update", 0, putColumn},
	{"xorm", "ID AllCols Update", 2, putCols},
	{"beego orm", "Update", 0, putArguments},
	{"orm", "Save", 0, func(e *edits, calls []*ast.CallExpr, sels []*ast.SelectorExpr, _, fields []string) {
		e.insert(calls[0].Args[len(calls[0].Args)-1].End(), ", "+e.s.text(sels[0].X)+".UpdateFields(&"+strings.Join(fields, ", &")+")")
	}},
}

// putColumn inserts a call behind Model(&p).
func putColumn(e *edits, calls []*ast.CallExpr, _ []*ast.SelectorExpr, names, _ []string) {
	for _, c := range calls {
		if c.Fun.(*ast.SelectorExpr).Sel.Name == "Model" {
			e.insert(c.End(), ".Column("+strings.Join(names, ", ")+")")
		}
	}
}

// putCols names the columns where all were meant.
func putCols(e *edits, calls []*ast.CallExpr, sels []*ast.SelectorExpr, names, _ []string) {
	e.replace(sels[1].Sel.Pos(), calls[1].End(), "Cols("+strings.Join(names, ", ")+")")
}

func putArguments(e *edits, calls []*ast.CallExpr, _ []*ast.SelectorExpr, names, _ []string) {
	e.insert(calls[0].Args[len(calls[0].Args)-1].End(), ", "+strings.Join(names, ", "))
}

// narrowed writes only the columns that were changed:
//
//	p.Name = name; db.Save(&p)   →   db.Select("name").Save(&p)
func narrowed(s *site) (analysis.SuggestedFix, error) {
	names, calls, sels := links(s.call())
	for _, n := range narrowings {
		if n.lib != s.f.Write.Lib || n.calls != strings.Join(names, " ") {
			continue
		}
		args := calls[n.row].Args
		if n.lib == "orm" && len(args) == 3 {
			args = args[2:]
		}
		if len(args) != 1 {
			break
		}
		columns, fields, err := s.changedColumns(args[0])
		if err != nil {
			return analysis.SuggestedFix{}, err
		}
		e := s.newEdits()
		n.put(e, calls, sels, columns, fields)
		return e.fix("update only what was changed")
	}
	return analysis.SuggestedFix{}, errOwnForm
}

// changedColumns are the columns of a row that the code changed, quoted, and the fields as the code names them. What the library, or the
// row itself, does to other columns when the whole row is saved must not be lost.
func (s *site) changedColumns(arg ast.Expr) (columns, fields []string, err error) {
	row, ok := s.placeOf(arg)
	if !ok {
		return nil, nil, refusal("the row that is saved is no variable")
	}
	if s.f.Category == "stale" && len(s.f.Partly) > 0 {
		return nil, nil, refusal("it depends on the path which columns those are")
	}
	if t := s.info.TypeOf(arg); hasHooks(t) || setsItself(t) {
		return nil, nil, refusal("saving a row does more than that")
	}
	s.colName = "\x00" // none of them is asked for how it is computed
	changes, err := s.changesOf(row)
	if err != nil {
		return nil, nil, err
	}
	if len(changes) == 0 || len(changes) != len(s.f.Changed) {
		return nil, nil, refusal("the code does not show all that changed")
	}
	for _, c := range changes {
		columns = append(columns, strconv.Quote(c.column))
		fields = append(fields, s.nameOf(c.place))
	}
	return columns, fields, nil
}

// setsItself reports whether a struct has a time that beego sets when all columns are saved, but not with some.
func setsItself(t types.Type) bool {
	n := namedOf(t)
	if n == nil {
		return true
	}
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return true
	}
	for i := range st.NumFields() {
		if strings.Contains(st.Tag(i), "auto_now") {
			return true
		}
	}
	return false
}

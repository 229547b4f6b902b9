package fix

import (
	"go/ast"
	"go/constant"
	"strings"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// A target is a variable, or a part of one, that the read fills by itself.
type target struct {
	place  place
	column string // the column that it is filled with, "" if the text does not tell
	sql    string // the expression of a computed column: COALESCE(balance, 0)
}

// targets are what the read fills variable by variable: Scan(&id, &balance), Get(&balance), and the results of a getter.
func (s *site) targets() []target {
	if !s.read.Valid() {
		return nil
	}
	var out []target
	call := s.read.Node().(*ast.CallExpr)
	if s.fills() {
		for _, a := range call.Args {
			if u, ok := ast.Unparen(a).(*ast.UnaryExpr); ok {
				if p, ok := s.placeOf(u); ok {
					out = append(out, target{place: p})
				}
			}
		}
	}
	columns := s.selectList()
	if len(columns) == len(out) {
		for i, c := range columns {
			out[i].column, out[i].sql = c.name, c.sql
		}
	}
	return out
}

// selected is a column of a SELECT.
type selected struct{ name, sql string }

// selectList are the columns of the SELECT whose text stands in the chain of calls that ends in the read.
func (s *site) selectList() []selected {
	var out []selected
	ast.Inspect(s.read.Node(), func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok || out != nil {
			return out == nil
		}
		if tv := s.info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
			out = columnsOf(constant.StringVal(tv.Value))
		}
		return true
	})
	return out
}

// columnsOf are the columns that a text selects, nil if it is no SELECT of plain columns.
func columnsOf(text string) []selected {
	stmts := sqltext.Parse(text)
	if len(stmts) != 1 || stmts[0].Verb != sqltext.Select {
		return nil
	}
	var out []selected
	for _, c := range stmts[0].Columns {
		if c.Name == "" || c.Star {
			return nil
		}
		x := selected{name: c.Name}
		if c.Computed {
			x.sql = strings.TrimSpace(text[c.Value.Pos:c.Value.End])
			if len(c.Args) > 0 {
				return nil
			}
		}
		out = append(out, x)
	}
	return out
}

// isTarget tells whether a place is filled with the column in question, if the read fills it by itself.
func (s *site) isTarget(p place) (is, known bool) {
	all := s.targets()
	for _, t := range all {
		if rest, ok := within(p.path, t.place.path); ok && t.place.root == p.root && !strings.Contains(rest, ".") {
			switch {
			case t.column != "":
				return normal(t.column) == s.colName, true
			case t.place.path == "" && len(all) > 1:
				return false, true
			}
		}
	}
	return false, false
}

// computedColumn is the expression that the read put in place of the column: COALESCE(balance, 0); "" if it read the column itself.
func (s *site) computedColumn(p place) string {
	for _, t := range s.targets() {
		if t.place == p {
			return t.sql
		}
	}
	return ""
}

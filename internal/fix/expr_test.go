package fix

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// TestExpression takes the argument of save apart, in a function that has loaded p.
func TestExpression(t *testing.T) {
	for _, c := range []struct{ body, sql, orm string }{
		{"save(p.Stock - n)", "stock - n", "F.Sub(n)"},
		{"save(p.Stock + n)", "stock + n", "F.Add(n)"},
		{"save(n + p.Stock)", "n + stock", "F.Add(n)"},
		{"save(n - p.Stock)", "n - stock", "F.Neg().Add(n)"},
		{"save(p.Stock * 2)", "stock * 2", "F.Mul(2)"},
		{"save(2 * (p.Stock + n))", "2 * (stock + n)", "F.Add(n).Mul(2)"},
		{"save(p.Stock - (n + m))", "stock - (n + m)", "F.Sub((n + m))"},
		{"save(p.Stock - n - m)", "stock - n - m", "F.Sub(n).Sub(m)"},
		{"save(p.Stock % n)", "stock % n", "F.Mod(n)"},
		{"save((p.Stock - n) * m)", "(stock - n) * m", "F.Sub(n).Mul(m)"},
		{"save(int(int64(p.Stock)) - n)", "stock - n", "F.Sub(n)"},
		{"save(int(int8(p.Stock)) - n)", "", ""}, // int8 may lose digits
		{"p.Stock -= n; save(p.Stock)", "stock - n", "F.Sub(n)"},
		{"p.Stock++; save(p.Stock)", "stock + 1", "F.Add(1)"},
		{"p.Stock--; p.Stock--; save(p.Stock)", "stock - 1 - 1", "F.Sub(1).Sub(1)"},
		{"p.Stock *= n; save(p.Stock)", "stock * n", "F.Mul(n)"},
		{"left := p.Stock - n; save(left)", "stock - n", "F.Sub(n)"},
		{"left := p.Stock; left -= n; save(left)", "stock - n", "F.Sub(n)"},
		{"q := &p.Stock; *q -= n; save(p.Stock)", "", ""},
		{"p.Stock -= n; n = 0; save(p.Stock)", "", ""},
		{"p.Stock -= n; { n := m; _ = n; save(p.Stock) }", "", ""}, // n means another there
		{"if n > 3 { p.Stock -= n }; save(p.Stock)", "", ""},
		{"if n > 3 { p.Stock -= n; return }; p.Stock += n; save(p.Stock)", "stock + n", "F.Add(n)"},
		{"for n > 3 { p.Stock -= n; n-- }; save(p.Stock)", "", ""},
		{"save(p.Stock / 2)", "", ""},
		{"save(p.Stock - p.Stock)", "", ""},
		{"save(p.Stock - p.Sold)", "stock - p.Sold", "F.Sub(p.Sold)"},
		{"save(int(p.Weight) - n)", "", ""},
		{"p.Stock -= count(); save(p.Stock)", "", ""}, // would be called twice
		{"save(p.Stock - count())", "stock - count()", "F.Sub(count())"},
		{"change(&p); save(p.Stock - n)", "", ""},
		{"p.Stock = 7; save(p.Stock - n)", "", ""},
		{"func() { p.Stock -= n }(); save(p.Stock)", "", ""},
		{"save(abs(p.Stock) - n)", "", ""},
	} {
		s, arg := loadedSite(t, c.body)
		e, err := s.eval(arg, s.write, evalDepth)
		if err == nil {
			err = s.usable(e)
		}
		if c.sql == "" {
			assert.Error(t, err, c.body)
			continue
		}
		if !assert.NoError(t, err, c.body) {
			continue
		}
		assert.Equal(t, c.sql, e.sql("stock", s.goText), c.body)
		r := &rewrite{site: s, pkg: "orm"}
		got, err := r.expression(e, *e.leaf().cell)
		require.NoError(t, err, c.body)
		assert.Equal(t, "orm."+c.orm, replaceField(got), c.body)
	}
}

// TestGuard finds the conditions on which save depends.
func TestGuard(t *testing.T) {
	for _, c := range []struct {
		body string
		sql  []string // nil: the guard cannot be moved
	}{
		{"if p.Stock < n { return }; save(p.Stock - n)", []string{"stock >= n"}},
		{"if n > p.Stock { return }; save(p.Stock - n)", []string{"stock >= n"}},
		{"if p.Stock-n < 0 { return }; save(p.Stock - n)", []string{"stock >= n"}},
		{"if p.Stock <= 0 || m > 3 { return }; save(p.Stock - n)", []string{"stock > 0"}},
		{"if p.Stock == 0 { return }; save(p.Stock - n)", []string{"stock <> 0"}},
		{"if !(p.Stock >= n) { return }; save(p.Stock - n)", []string{"stock >= n"}},
		{"if p.Stock+n > 100 { return }; save(p.Stock + n)", []string{"stock + n <= 100"}},
		{"enough := p.Stock >= n; if !enough { return }; save(p.Stock - n)", []string{"stock >= n"}},
		{"left := p.Stock - n; if left < 0 { panic(n) }; save(left)", []string{"stock >= n"}},
		{"if p.Stock >= n && m > 0 { save(p.Stock - n) }", []string{"stock >= n"}},
		{"p.Stock -= n; if p.Stock < 0 { return }; save(p.Stock)", []string{"stock >= n"}},
		{"if p.Stock < n { count() }; save(p.Stock - n)", []string{}}, // decides something else
		{"if m < n { return }; save(p.Stock - n)", []string{}},
		{"if p.Sold < n { return }; save(p.Stock - n)", []string{}},
		{"if p.Stock < n && m > 3 { return }; save(p.Stock - n)", nil},
		{"if p.Stock < n { return } else { count() }; save(p.Stock - n)", nil},
		{"if p.Stock < n { count() } else { save(p.Stock - n) }", nil},
		{"if check(p, n) { return }; save(p.Stock - n)", nil},
		{"if abs(p.Stock) < n { return }; save(p.Stock - n)", nil},
		{"switch { case p.Stock < n: return }; save(p.Stock - n)", nil},
		{"if p.Stock < n { return }; n = 7; save(p.Stock - n)", nil},
		{"if m > 3 { if p.Stock < n { return } }; save(p.Stock - n)", nil},
	} {
		s, arg := loadedSite(t, c.body)
		e, err := s.eval(arg, s.write, evalDepth)
		require.NoError(t, err, c.body)
		guards, err := s.guards([]change{{place: *e.leaf().cell, column: "stock", expr: e}})
		if c.sql == nil {
			assert.Error(t, err, c.body)
			continue
		}
		require.NoError(t, err, c.body)
		got := []string{}
		for _, cond := range s.conditions(guards) {
			got = append(got, cond.sql("stock", s.goText))
		}
		assert.Equal(t, c.sql, got, c.body)
	}
}

// loadedSite is the site of a body that calls save, behind load(&p). It returns save's argument.
func loadedSite(t *testing.T, body string) (*site, ast.Expr) {
	t.Helper()
	src := `package shop
type Product struct { ID, Stock, Sold int; Weight float64 }
func load(*Product) {}
func save(int) {}
func change(*Product) {}
func check(Product, int) bool { return false }
func count() int { return 0 }
func abs(n int) int { return n }
func f(n, m int) {
	var p Product
	load(&p)
	` + body + `
}
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "shop.go", src, parser.SkipObjectResolution)
	require.NoError(t, err, body)
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Scopes: map[ast.Node]*types.Scope{}, Implicits: map[ast.Node]types.Object{}}
	pkg, err := (&types.Config{Importer: importer.Default()}).Check("shop", fset, []*ast.File{file}, info)
	require.NoError(t, err, body)
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info, ReadFile: func(string) ([]byte, error) { return []byte(src), nil }}
	at := func(name string) rowflow.Pos {
		for c := range inspector.New([]*ast.File{file}).Root().Preorder((*ast.CallExpr)(nil)) {
			call := c.Node().(*ast.CallExpr)
			if id, ok := call.Fun.(*ast.Ident); ok && id.Name == name {
				p := fset.Position(call.Lparen)
				return rowflow.Pos{Pkg: "shop", File: "shop.go", Line: p.Line, Col: p.Column, Func: "f"}
			}
		}
		t.Fatal(name)
		return rowflow.Pos{}
	}
	s, err := newSite(pass, rowflow.Finding{Category: "arith", Read: &rowflow.ReadSite{At: at("load")}, Write: &rowflow.Write{At: at("save"), Lib: "gorm"},
		Cell: rowflow.Cell{Column: "stock", Field: "Stock"}})
	require.NoError(t, err, body)
	return s, s.call().Args[0]
}

// replaceField writes F for orm's mention of the field.
func replaceField(orm string) string {
	const field = "orm.F(&p.Stock)"
	if len(orm) >= len(field) && orm[:len(field)] == field {
		return "orm.F" + orm[len(field):]
	}
	return orm
}

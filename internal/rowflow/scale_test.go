package rowflow

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

// checked is a package that is ready to be analysed, without imports but those of the standard library.
func checked(t testing.TB, src string) *analysis.Pass {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "shop.go", src, parser.ParseComments|parser.SkipObjectResolution)
	require.NoError(t, err)
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{},
		Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", nil), GoVersion: "go1.26"}
	pkg, err := conf.Check("example.com/shop", fset, []*ast.File{file}, info)
	require.NoError(t, err)
	return &analysis.Pass{
		Analyzer: Analyzer, Fset: fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info, TypesSizes: types.SizesFor("gc", "amd64"),
		Module:            &analysis.Module{Path: "example.com/shop"},
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
		ExportPackageFact: func(analysis.Fact) {},
		AllPackageFacts:   func() []analysis.PackageFact { return nil },
		ReadFile:          os.ReadFile,
	}
}

// analyzed is the engine's result, and the CPU time that it took.
func analyzed(t testing.TB, pass *analysis.Pass) (*Result, time.Duration) {
	t.Helper()
	start := cpuTime(t)
	res, err := analyzePackage(pass)
	require.NoError(t, err)
	return res.(*Result), cpuTime(t) - start
}

func cpuTime(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

const shopHead = `package shop

import (
	"context"
	"database/sql"
	"errors"
)

type Product struct {
	ID, InStock, Sold int64
	Name, Note        string
}

type Store struct{ db *sql.DB }

var errSoldOut = errors.New("sold out")

var _ context.Context
`

// shopOf has n functions: of four, one reads a row, one writes it, one decrements what the first read, and one calls the third. A type has a
// hundred of them, for the compiler's own type checker takes time by the square of a type's methods.
func shopOf(n int) string {
	var b strings.Builder
	b.WriteString(shopHead)
	for i := range n / 4 {
		if i%25 == 0 {
			fmt.Fprintf(&b, "\ntype Store%d struct{ db *sql.DB }\n", i/25)
		}
		fmt.Fprintf(&b, `
func (s *Store%[2]d) load%[1]d(ctx context.Context, id int64) (*Product, error) {
	p := &Product{ID: id}
	err := s.db.QueryRowContext(ctx, "SELECT in_stock, sold, name FROM products%[1]d WHERE id = ?", id).Scan(&p.InStock, &p.Sold, &p.Name)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (s *Store%[2]d) save%[1]d(ctx context.Context, p *Product) error {
	_, err := s.db.ExecContext(ctx, "UPDATE products%[1]d SET in_stock = ?, sold = ? WHERE id = ?", p.InStock, p.Sold, p.ID)
	return err
}

func (s *Store%[2]d) Sell%[1]d(ctx context.Context, id, qty int64) error {
	p, err := s.load%[1]d(ctx, id)
	if err != nil {
		return err
	}
	if p.InStock < qty {
		return errSoldOut
	}
	p.InStock -= qty
	p.Sold += qty
	return s.save%[1]d(ctx, p)
}

func (s *Store%[2]d) SellAll%[1]d(ctx context.Context, ids []int64) error {
	for _, id := range ids {
		if err := s.Sell%[1]d(ctx, id, 1); err != nil {
			return err
		}
	}
	return nil
}
`, i, i/25)
	}
	return b.String()
}

// The cost of a package grows with the number of its functions: in a tenfold package a function may take a fifth longer. That is without
// the garbage collector, which takes a third of the time and has the more to do the more there is; 100,000 functions need it.
//
//	GOGC=off go test ./internal/rowflow -run=NONE -bench="Functions/(1000|10000)$" -benchtime=1x -cpu=1
func BenchmarkFunctions(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			pass := checked(b, shopOf(n))
			for b.Loop() {
				res, took := analyzed(b, pass)
				require.Len(b, res.Findings, n/4*2)
				require.Empty(b, res.LeftOut)
				b.ReportMetric(float64(took.Nanoseconds())/float64(n), "cpu-ns/func")
			}
		})
	}
}

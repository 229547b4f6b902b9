package rowflow

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

// analyzed analyses the text of a package that imports the standard library alone, and gives its fact and its result.
func analyzed(t *testing.T, text string) (*PackageFact, *Result) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "store.go", text, parser.SkipObjectResolution)
	require.NoError(t, err)
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{}}
	cfg := &types.Config{Importer: importer.ForCompiler(fset, "gc", nil)}
	pkg, err := cfg.Check("example.com/shop/store", fset, []*ast.File{file}, info)
	require.NoError(t, err)
	var fact *PackageFact
	result, err := Analyzer.Run(&analysis.Pass{
		Analyzer: Analyzer, Fset: fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info, TypesSizes: types.SizesFor("gc", "amd64"),
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
		AllPackageFacts:   func() []analysis.PackageFact { return nil },
		ImportObjectFact:  func(types.Object, analysis.Fact) bool { return false },
		AllObjectFacts:    func() []analysis.ObjectFact { return nil },
		ExportPackageFact: func(f analysis.Fact) { fact = f.(*PackageFact) },
		ExportObjectFact:  func(types.Object, analysis.Fact) {},
		Report:            func(analysis.Diagnostic) {},
	})
	require.NoError(t, err)
	require.NotNil(t, fact)
	return fact, result.(*Result)
}

// setters are n functions that other packages can call, each of which writes a column of its own.
func setters(n int) string {
	var b strings.Builder
	b.WriteString("package store\n\nimport \"database/sql\"\n")
	for i := range n {
		fmt.Fprintf(&b, "\nfunc Set%[1]d(db *sql.DB, id, v int64) error {\n\t_, err := db.Exec(\"UPDATE table_%[1]d SET column_%[2]x = ? WHERE id = ?\", v, id)\n\treturn err\n}\n", i, i*7919)
	}
	return b.String()
}

// A package of ordinary size tells all; a huge one as much as the budget lets through, and names the rest.
func TestFactsKeepToTheirBudget(t *testing.T) {
	small, result := analyzed(t, setters(20))
	assert.Less(t, small.bytes(), 20*400, "a function is told in some hundred bytes")
	assert.Empty(t, result.LeftOut)

	large, result := analyzed(t, setters(3000))
	assert.LessOrEqual(t, large.bytes(), 64<<10)
	assert.Greater(t, large.bytes(), 32<<10, "the budget is used")
	require.NotEmpty(t, result.LeftOut)
	assert.Equal(t, "the facts of the package are beyond 64 KiB: other packages know nothing of it", result.LeftOut[0].Why)
	var funcs []funcFact
	require.NoError(t, decode(large.Funcs, &funcs))
	assert.Len(t, funcs, 3000-len(result.LeftOut))
}

// Facts of another version, and broken ones, say nothing; the facts beside them are read.
func TestFactsOfAnotherVersion(t *testing.T) {
	fact, _ := analyzed(t, setters(3))
	data, err := fact.GobEncode()
	require.NoError(t, err)
	var same PackageFact
	require.NoError(t, same.GobDecode(data))
	assert.Equal(t, *fact, same)

	newer := append([]byte{FactVersion + 1}, data[1:]...)
	for name, broken := range map[string][]byte{"of another version": newer, "cut off": data[:len(data)/2], "empty": nil, "of another kind": {FactVersion, 1, 2, 3}} {
		same := *fact
		require.NoError(t, same.GobDecode(broken), name)
		assert.Equal(t, PackageFact{}, same, name)
	}
	var b bytes.Buffer
	require.NoError(t, gob.NewEncoder(&b).Encode([]*PackageFact{{Version: FactVersion + 1, Reaches: true}, fact}))
	var facts []*PackageFact
	require.NoError(t, gob.NewDecoder(&b).Decode(&facts))
	assert.Equal(t, []*PackageFact{{}, fact}, facts)
}

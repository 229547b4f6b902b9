package orm_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exported is what the package offers: "Save", "QuerySet.Filter", with the comment on each; calls are those of them that can
// be called.
func exported(t *testing.T) (found map[string]string, calls []string) {
	fset := token.NewFileSet()
	var files []*ast.File
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, f)
	}
	pkg, err := doc.NewFromFiles(fset, files, "github.com/rmwlint/rmwlint/orm")
	require.NoError(t, err)
	found = map[string]string{}
	values := func(groups []*doc.Value) {
		for _, g := range groups {
			for _, spec := range g.Decl.Specs {
				v := spec.(*ast.ValueSpec)
				for _, n := range v.Names {
					if n.IsExported() {
						found[n.Name] = g.Doc + v.Doc.Text() + v.Comment.Text()
					}
				}
			}
		}
	}
	funcs := func(prefix string, list []*doc.Func) {
		for _, f := range list {
			found[prefix+f.Name] = f.Doc
			calls = append(calls, prefix+f.Name)
		}
	}
	values(pkg.Consts)
	values(pkg.Vars)
	funcs("", pkg.Funcs)
	for _, typ := range pkg.Types {
		found[typ.Name] = typ.Doc
		values(typ.Consts)
		values(typ.Vars)
		funcs("", typ.Funcs)
		funcs(typ.Name+".", typ.Methods)
	}
	return found, calls
}

func TestEveryExportedNameIsDocumented(t *testing.T) {
	names, _ := exported(t)
	require.Greater(t, len(names), 100)
	for name, text := range names {
		assert.NotEmpty(t, strings.TrimSpace(text), name)
	}
}

// Everything that can be called is called in an example, but for what only the database/sql interfaces ask for.
func TestEveryFunctionIsInAnExample(t *testing.T) {
	var examples strings.Builder
	for _, name := range []string{"example_test.go", "example_features_test.go"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		examples.Write(text)
	}
	plumbing := map[string]bool{"DB.QueryContext": true, "StatementError.Error": true, "StatementError.Unwrap": true, "StatementError.Is": true,
		"Lock.String": true, "Did.String": true, "Q.String": true}
	_, calls := exported(t)
	for _, name := range calls {
		last := name[strings.LastIndexByte(name, '.')+1:]
		used := regexp.MustCompile(`\.` + last + `\b`)
		assert.True(t, plumbing[name] || used.MatchString(examples.String()), "%s is in no example", name)
	}
}

// The pages that map other libraries' names to ours name what there is.
func TestPagesNameWhatThereIs(t *testing.T) {
	names, _ := exported(t)
	methods := map[string]bool{}
	for name := range names {
		if _, method, ok := strings.Cut(name, "."); ok {
			methods[method] = true
		}
	}
	pages := 0
	require.NoError(t, filepath.WalkDir("../docs/orm", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		pages++
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range regexp.MustCompile(`\borm\.([A-Z]\w*)`).FindAllStringSubmatch(string(text), -1) {
			assert.Contains(t, names, m[1], path)
		}
		for _, row := range strings.Split(string(text), "\n") {
			cells := strings.Split(row, " | ")
			if len(cells) < 3 {
				continue
			}
			for _, m := range regexp.MustCompile("[`.]([A-Z]\\w*)\\(").FindAllStringSubmatch(cells[1], -1) {
				_, function := names[m[1]]
				assert.True(t, methods[m[1]] || function || m[1] == "OpenDBFromPool" || m[1] == "DB" || m[1] == "Tx" || m[1] == "Name", "%s: %s in %s", path, m[1], row)
			}
		}
		return nil
	}))
	require.Equal(t, 2, pages)
}

// Package fixturetest runs an analyzer over the fixtures of testdata/src: packages on the real ORMs that say in comments what is
// reported where.
//
//	return db.Save(&p).Error // want "lost update: Product.InStock is read at line 12"
package fixturetest

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/packages"
)

// Run checks all packages below a folder of the fixtures, each in a subtest. All are loaded at once: a load for each would type-check
// GORM, ent and the others from source each time.
func Run(t *testing.T, analyzer *analysis.Analyzer, folder string) {
	t.Helper()
	var c complaints
	results := analysistest.Run(&c, Root(t), analyzer, "./"+folder+"/...")
	require.NotEmpty(t, results, "%v", c)
	expectations := 0
	for _, r := range results {
		pkg := r.Action.Package
		t.Run(strings.TrimPrefix(pkg.PkgPath, "fixtures/"+folder+"/"), func(t *testing.T) {
			for _, err := range pkg.Errors {
				t.Errorf("the fixture does not compile: %v", err)
			}
			for _, complaint := range c.take(pkg) {
				t.Error(complaint)
			}
		})
		expectations += wants(pkg)
	}
	for _, rest := range c {
		t.Error(rest)
	}
	t.Logf("%d packages with %d expectations", len(results), expectations)
	require.Positive(t, expectations)
}

// Root is the folder of the fixtures' module. The modules that it requires are there: analysistest loads with GOPROXY=off.
func Root(t *testing.T) string {
	t.Helper()
	_, file, _, ok := runtime.Caller(0)
	require.True(t, ok)
	root := filepath.Join(filepath.Dir(file), "..", "..", "testdata", "src")
	cmd := exec.CommandContext(t.Context(), "go", "mod", "download")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOWORK=off")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return root
}

// wants is the number of comments in a package that expect a finding.
func wants(pkg *packages.Package) int {
	n := 0
	for _, file := range pkg.Syntax {
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if strings.Contains(comment.Text, "// want ") {
					n++
				}
			}
		}
	}
	return n
}

// complaints collects what analysistest has to say of all packages, so that each can say its own:
//
//	/home/me/rmwlint/testdata/src/lostupdate/gorm/bug.go:21:9: unexpected diagnostic: lost update: …
//	/home/me/rmwlint/testdata/src/lostupdate/gorm/bug.go:34: no diagnostic was reported matching `…`
type complaints []string

func (c *complaints) Errorf(format string, args ...any) {
	*c = append(*c, fmt.Sprintf(format, args...))
}

var place = regexp.MustCompile(`^(.+\.go):(\d+)(?::\d+)?: `)

// take removes the complaints about a package, and gives each the name of its function:
//
//	gorm/bug.go:34: sellThenSave: no diagnostic was reported matching `…`
func (c *complaints) take(pkg *packages.Package) []string {
	var taken, rest []string
	for _, complaint := range *c {
		m := place.FindStringSubmatch(complaint)
		file := fileOf(pkg, m)
		if file == nil {
			rest = append(rest, complaint)
			continue
		}
		line, _ := strconv.Atoi(m[2]) // digits
		at := filepath.Join(filepath.Base(filepath.Dir(m[1])), filepath.Base(m[1]))
		taken = append(taken, fmt.Sprintf("%s:%d: %s: %s", at, line, function(pkg.Fset, file, line), complaint[len(m[0]):]))
	}
	*c = rest
	return taken
}

// fileOf is the package's file that a match of place names, nil if it has none.
func fileOf(pkg *packages.Package, match []string) *ast.File {
	for _, file := range pkg.Syntax {
		if match != nil && pkg.Fset.Position(file.FileStart).Filename == match[1] {
			return file
		}
	}
	return nil
}

// function is the name of the function around a line.
func function(fset *token.FileSet, file *ast.File, line int) string {
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if ok && fset.Position(f.Pos()).Line <= line && line <= fset.Position(f.End()).Line {
			return f.Name.Name
		}
	}
	return "no function"
}

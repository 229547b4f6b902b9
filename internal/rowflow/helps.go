package rowflow

import (
	"go/ast"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// helps reports whether a package of a program that uses a database may carry a column's value, though it reaches no database itself:
// value objects, mappers, arithmetic.
//
// Have: func (m Money) Add(n int64) Money { return Money{m.amount + n} }, in a package that imports nothing.
func helps(pass *analysis.Pass) bool { return handsOut(pass) && usesDatabase(pass) }

// handsOut reports whether the package has functions of somebody's own hand whose results others may use, or methods.
func handsOut(pass *analysis.Pass) bool {
	for _, file := range pass.Files {
		if ast.IsGenerated(file) || isTest(pass.Fset.Position(file.FileStart).Filename) {
			continue
		}
		for _, d := range file.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Name.IsExported() && (d.Type.Results != nil || d.Recv != nil) && d.Body != nil {
				return true
			}
		}
	}
	return false
}

// usesDatabase reports whether the module of a package requires a database library, or a driver.
func usesDatabase(pass *analysis.Pass) bool {
	if len(pass.Files) == 0 {
		return false
	}
	for _, line := range goMod(filepath.Dir(pass.Fset.Position(pass.Files[0].FileStart).Filename)) {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(words) >= 2 && index().Known(words[0]) {
			return true
		}
	}
	return false
}

// goMod is the go.mod file that a folder belongs to, nil if none is found.
func goMod(dir string) []string {
	for {
		if text, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil {
			return strings.Split(string(text), "\n")
		}
		up := filepath.Dir(dir)
		if up == dir {
			return nil
		}
		dir = up
	}
}

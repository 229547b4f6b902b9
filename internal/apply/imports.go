package apply

import (
	"bytes"
	"errors"
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// dropImports removes from src the imports that were used before the edits and are not used after them: each of two fixes
// may leave a package its last use, and only both together take it. Without type information a package's name has to be
// guessed from its path; where the guess fails, the compiler says so.
func dropImports(before *ast.File, src []byte) ([]byte, error) {
	fset := token.NewFileSet()
	after, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	if err != nil {
		// The error's position is one in the edited text, which nobody sees.
		if list := (scanner.ErrorList)(nil); errors.As(err, &list) && len(list) > 0 {
			return nil, errors.New(list[0].Msg)
		}
		return nil, err
	}
	was, is := freeNames(before), freeNames(after)
	dropped := false
	for _, spec := range slices.Clone(after.Imports) {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has checked it
		}
		name, names := "", packageNames(importPath)
		if spec.Name != nil {
			name, names = spec.Name.Name, []string{spec.Name.Name}
		}
		if slices.ContainsFunc(names, func(n string) bool { return was[n] }) && !slices.ContainsFunc(names, func(n string) bool { return is[n] }) {
			dropped = astutil.DeleteNamedImport(fset, after, name, importPath) || dropped
		}
	}
	if !dropped {
		return src, nil
	}
	var b bytes.Buffer
	if err := format.Node(&b, fset, after); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// freeNames are the names that a file uses and does not declare; those of its imports are among them.
func freeNames(f *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, ident := range f.Unresolved {
		names[ident.Name] = true
	}
	return names
}

// packageNames are the names that a package with this path may have: "gopkg.in/yaml.v3" yaml, "github.com/jackc/pgx/v5"
// pgx, "github.com/mattn/go-sqlite3" sqlite3.
func packageNames(importPath string) []string {
	last := path.Base(importPath)
	if isMajor(last) && path.Dir(importPath) != "." {
		last = path.Base(path.Dir(importPath))
	}
	last, _, _ = strings.Cut(last, ".")
	names := []string{last}
	for part := range strings.SplitSeq(last, "-") {
		names = append(names, part)
	}
	return append(names, strings.ReplaceAll(last, "-", ""), strings.ReplaceAll(last, "-", "_"))
}

// isMajor tells a major version suffix, "v5".
func isMajor(elem string) bool {
	n, ok := strings.CutPrefix(elem, "v")
	_, err := strconv.Atoi(n)
	return ok && err == nil
}

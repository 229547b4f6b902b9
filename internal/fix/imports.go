package fix

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// importOf is how the file names a package: its name and whether it imports it.
func (s *site) importOf(importPath string) (name string, ok bool) {
	for _, spec := range s.file.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); p == importPath {
			switch {
			case spec.Name == nil:
				return s.packageName(spec), true
			case spec.Name.Name != "_" && spec.Name.Name != ".":
				return spec.Name.Name, true
			}
		}
	}
	return "", false
}

// packageName is the name under which a file knows a package that it imports.
func (s *site) packageName(spec *ast.ImportSpec) string {
	if obj := s.info.PkgNameOf(spec); obj != nil {
		return obj.Name()
	}
	p, _ := strconv.Unquote(spec.Path.Value)
	return path.Base(p)
}

// importNamed is the import that has a name in this file, nil if none has.
func (s *site) importNamed(name string) *ast.ImportSpec {
	for _, spec := range s.file.Imports {
		if s.packageName(spec) == name {
			return spec
		}
	}
	return nil
}

// use is the name of a package for new code, imported if it is not yet. The name must mean the package where the row is written.
func (e *edits) use(importPath string) (string, error) {
	s := e.s
	if name, ok := s.importOf(importPath); ok {
		_, obj := s.pass.Pkg.Scope().Innermost(s.call().Pos()).LookupParent(name, s.call().Pos())
		if obj != nil && obj.Parent() != s.info.Scopes[s.file] {
			return "", refusal("the name " + name + " means something else here than the package " + importPath)
		}
		return name, nil
	}
	if name, ok := e.imported[importPath]; ok {
		return name, nil
	}
	name := path.Base(importPath)
	if s.taken(name) {
		if name = "rmw" + name; s.taken(name) {
			return "", refusal("the names " + path.Base(importPath) + " and " + name + " are taken")
		}
	}
	e.imported[importPath] = name
	return name, nil
}

// taken reports whether a name means something in the package, the file or the function.
func (s *site) taken(name string) bool {
	if s.pass.Pkg.Scope().Lookup(name) != nil || s.importNamed(name) != nil {
		return true
	}
	for obj := range s.uses {
		if obj.Name() == name && obj.Parent() != nil {
			return true
		}
	}
	return false
}

// imports writes the imports that the fix needs. Two fixes of one file may need some of the same: an import has a place of its own, so
// that a driver that merges the fixes makes the edit once. Where there is no such place, the edit replaces what is there: fixes that need
// different imports then exclude each other, and the next run makes the other one.
func (e *edits) imports() error {
	if len(e.imported) == 0 {
		return nil
	}
	decl := e.s.importDecl()
	paths := slices.Sorted(maps.Keys(e.imported))
	switch {
	case decl == nil:
		name := e.s.file.Name
		e.replace(name.Pos(), name.End(), name.Name+"\n\n"+e.block(nil, paths))
	case !decl.Lparen.IsValid():
		e.replace(decl.TokPos, decl.End(), e.block(decl.Specs[0].(*ast.ImportSpec), paths))
	default:
		for _, p := range paths {
			e.inBlock(decl, p)
		}
		if e.imported["context"] != "" && e.imported["errors"] != "" && e.apart() {
			return refusal("the file's imports leave no room")
		}
	}
	return nil
}

// apart reports whether two of the imports would be inserted at one place.
func (e *edits) apart() bool {
	seen := map[token.Pos]bool{}
	for _, x := range e.list {
		if x.Pos == x.End && x.Pos < e.s.importDecl().End() {
			if seen[x.Pos] {
				return true
			}
			seen[x.Pos] = true
		}
	}
	return false
}

// spec is the text of an import.
func (e *edits) spec(importPath string) string {
	if name := e.imported[importPath]; name != path.Base(importPath) {
		return name + " " + strconv.Quote(importPath)
	}
	return strconv.Quote(importPath)
}

// block is a new import declaration, with what the old one imported.
func (e *edits) block(old *ast.ImportSpec, paths []string) string {
	texts := map[string]string{}
	for _, p := range paths {
		texts[p] = e.spec(p)
	}
	if old != nil {
		p, _ := strconv.Unquote(old.Path.Value)
		texts[p] = e.s.text(old)
		paths = append(paths, p)
	}
	slices.SortFunc(paths, func(a, b string) int {
		if standard(a) != standard(b) {
			if standard(a) {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	if len(paths) == 1 {
		return "import " + texts[paths[0]]
	}
	out := "import ("
	for i, p := range paths {
		if i > 0 && standard(paths[i-1]) && !standard(p) {
			out += "\n"
		}
		out += "\n\t" + texts[p]
	}
	return out + "\n)"
}

// inBlock inserts into import ( … ), in the order that gofmt keeps: errors and clause before the import that comes next, the others
// behind the one that comes before, so that two that are neighbours have places of their own.
func (e *edits) inBlock(decl *ast.GenDecl, importPath string) {
	text := e.spec(importPath)
	before, after := e.neighbours(decl, importPath)
	late := importPath == "errors" || path.Base(importPath) == "clause"
	switch {
	case after != nil && (late || before == nil):
		e.insert(after.Pos(), text+"\n\t")
	case before != nil:
		e.insert(e.lineEnd(before), "\n\t"+text)
	case len(decl.Specs) == 0:
		e.insert(decl.Lparen+1, "\n\t"+text+"\n")
	case standard(importPath):
		e.insert(decl.Specs[0].Pos(), text+"\n\n\t")
	default:
		e.insert(decl.Rparen, "\n\t"+text+"\n")
	}
}

// neighbours are the imports of the same kind between which a path sorts, in one group.
func (e *edits) neighbours(decl *ast.GenDecl, importPath string) (before, after *ast.ImportSpec) {
	f := e.s.pass.Fset.File(decl.Pos())
	for _, sp := range decl.Specs {
		spec := sp.(*ast.ImportSpec)
		p, _ := strconv.Unquote(spec.Path.Value)
		switch {
		case standard(p) != standard(importPath) || p == "C":
		case p < importPath:
			before, after = spec, nil
		case after == nil && (before == nil || f.Line(spec.Pos()) == f.Line(e.lineEnd(before))+1):
			after = spec
		}
	}
	return before, after
}

// lineEnd is the end of an import with the comment behind it.
func (e *edits) lineEnd(spec ast.Spec) token.Pos {
	if c := spec.(*ast.ImportSpec).Comment; c != nil {
		return c.End()
	}
	return spec.End()
}

// importDecl is the file's import declaration to which others are added: the first that is not of "C".
func (s *site) importDecl() *ast.GenDecl {
	for _, d := range s.file.Decls {
		d, ok := d.(*ast.GenDecl)
		if !ok || d.Tok != token.IMPORT {
			break
		}
		if len(d.Specs) == 0 || d.Specs[0].(*ast.ImportSpec).Path.Value != `"C"` {
			return d
		}
	}
	return nil
}

// standard reports whether an import path is of the standard library: its first part has no dot.
func standard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}

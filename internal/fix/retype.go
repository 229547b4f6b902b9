package fix

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// retyped is the package with another text of one of its files. The other files keep their declarations only.
func retyped(pass *analysis.Pass, old *ast.File, src []byte) (*analysis.Pass, error) {
	mid, errs := typedAnew(pass, old, src, importsOf(pass.Pkg))
	if mid == nil || slices.ContainsFunc(errs, func(e types.Error) bool { return !e.Soft }) {
		return nil, refusal("the statement does not fit in the place of the call")
	}
	return mid, nil
}

// compiles checks that the file compiles with the edits made. What the edits import anew is not known here, and taken to be right: of packages
// that are not imported themselves, export data has only parts.
func (s *site) compiles(edits []analysis.TextEdit) error {
	mid, errs := typedAnew(s.pass, s.file, newMapping(s.pass.Fset.File(s.file.FileStart), s.src, edits).mid, direct(s.pass.Pkg))
	if mid == nil {
		return refusal("the edit does not fit into the code around it")
	}
	for _, e := range errs {
		if !strings.Contains(e.Msg, "could not import") {
			return refusal("the edit would not compile: " + e.Msg)
		}
	}
	return nil
}

// typedAnew is the package with another text of one of its files, and the errors in that; nil if it cannot be parsed.
func typedAnew(pass *analysis.Pass, old *ast.File, src []byte, known imports) (mid *analysis.Pass, errs []types.Error) {
	name := pass.Fset.Position(old.FileStart).Filename
	file, err := parser.ParseFile(pass.Fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, nil
	}
	copied := *pass
	mid = &copied
	mid.Files = nil
	for _, f := range pass.Files {
		if f == old {
			mid.Files = append(mid.Files, file)
		} else {
			mid.Files = append(mid.Files, declarations(f))
		}
	}
	mid.ReadFile = func(n string) ([]byte, error) {
		if n == name {
			return src, nil
		}
		return pass.ReadFile(n)
	}
	mid.TypesInfo = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{}}
	conf := types.Config{Importer: known, GoVersion: pass.Pkg.GoVersion(), Sizes: pass.TypesSizes, FakeImportC: true,
		Error: func(err error) {
			if e, ok := err.(types.Error); ok && file.FileStart <= e.Pos && e.Pos < file.FileEnd {
				errs = append(errs, e)
			}
		}}
	mid.Pkg, _ = conf.Check(pass.Pkg.Path(), pass.Fset, mid.Files, mid.TypesInfo)
	return mid, errs
}

// declarations is a file without the bodies of its functions.
func declarations(f *ast.File) *ast.File {
	out := *f
	out.Decls = slices.Clone(f.Decls)
	for i, d := range out.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			bare := *d
			bare.Body = nil
			out.Decls[i] = &bare
		}
	}
	return &out
}

// imports are the packages that a package reaches, by their paths.
type imports map[string]*types.Package

// Import implements types.Importer.
func (m imports) Import(path string) (*types.Package, error) {
	if p := m[path]; p != nil {
		return p, nil
	}
	return nil, refusal("the package " + path + " is not imported")
}

// direct are the packages that a package imports itself.
func direct(pkg *types.Package) imports {
	m := imports{"unsafe": types.Unsafe}
	for _, p := range pkg.Imports() {
		m[p.Path()] = p
	}
	return m
}

func importsOf(pkg *types.Package) imports {
	m := imports{"unsafe": types.Unsafe}
	var add func(p *types.Package)
	add = func(p *types.Package) {
		for _, q := range p.Imports() {
			if m[q.Path()] == nil {
				m[q.Path()] = q
				add(q)
			}
		}
	}
	add(pkg)
	return m
}

// A mapping leads from a file to the same with edits made, and back.
type mapping struct {
	file  *token.File // on the disk
	mid   []byte      // its text with the edits made
	spans []stretch   // the edits, in order
}

// A stretch is a part of both texts, in bytes.
type stretch struct{ old0, old1, mid0, mid1 int }

// newMapping makes edits, which are sorted and disjoint.
func newMapping(file *token.File, src []byte, edits []analysis.TextEdit) *mapping {
	m := &mapping{file: file}
	last := 0
	for _, e := range edits {
		x := stretch{old0: file.Offset(e.Pos), old1: file.Offset(e.End)}
		m.mid = append(m.mid, src[last:x.old0]...)
		x.mid0 = len(m.mid)
		m.mid = append(m.mid, e.NewText...)
		x.mid1, last = len(m.mid), x.old1
		m.spans = append(m.spans, x)
	}
	m.mid = append(m.mid, src[last:]...)
	return m
}

// toMid is where a byte is with the edits made.
func (m *mapping) toMid(old int) int {
	out := old
	for _, x := range m.spans {
		if x.old1 <= old && x.old0 < old {
			out = old - x.old1 + x.mid1
		}
	}
	return out
}

// place is the place of a byte of the text with the edits made.
func (m *mapping) place(mid *analysis.Pass, at rowflow.Pos, offset int) rowflow.Pos {
	f := rowflow.File(mid, at.File)
	p := mid.Fset.File(f.FileStart).Position(mid.Fset.File(f.FileStart).Pos(offset))
	at.Line, at.Col = p.Line, p.Column
	return at
}

// back turns edits of the text with the edits made into ones of the text on the disk: both together.
func (m *mapping) back(fset *token.FileSet, edits []analysis.TextEdit) []analysis.TextEdit {
	all := slices.Clone(m.spans)
	inner := map[int]analysis.TextEdit{} // by where they begin
	for _, e := range edits {
		f := fset.File(e.Pos)
		x := stretch{mid0: f.Offset(e.Pos), mid1: f.Offset(e.End)}
		all, inner[x.mid0] = append(all, x), e
	}
	slices.SortStableFunc(all, func(a, b stretch) int { return a.mid0 - b.mid0 })
	var out []analysis.TextEdit
	for i := 0; i < len(all); {
		from, to := all[i].mid0, all[i].mid1
		for i++; i < len(all) && all[i].mid0 <= to; i++ {
			to = max(to, all[i].mid1)
		}
		text, at := "", from
		for p := from; p <= to; p++ {
			if e, ok := inner[p]; ok {
				text += string(m.mid[at:p]) + string(e.NewText)
				at = fset.File(e.Pos).Offset(e.End)
			}
		}
		text += string(m.mid[at:to])
		out = append(out, analysis.TextEdit{Pos: m.file.Pos(m.toOld(from, false)), End: m.file.Pos(m.toOld(to, true)), NewText: []byte(text)})
	}
	return out
}

// toOld is where a byte that no edit has made comes from; end: it is the first behind a part.
func (m *mapping) toOld(mid int, end bool) int {
	out := mid
	for _, x := range m.spans {
		if x.mid0 < mid || end && x.mid1 <= mid {
			out = mid - x.mid1 + x.old1
		}
	}
	return out
}

package rowflow

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A Pos is a place that survives its package: positions of facts have no token.Pos.
type Pos struct {
	Pkg, File string // the file's base name
	Line, Col int
	Func      string // the function around it
}

// IsValid reports whether the place is known.
func (p Pos) IsValid() bool { return p.Line > 0 }

// placed is what was found somewhere, by its kind.
type placed struct {
	kind string
	at   Pos
}

// first reports whether nothing of the kind was found at a place before.
func (r *run) first(kind string, at Pos) bool {
	p := placed{kind, at}
	if r.found[p] {
		return false
	}
	r.found[p] = true
	return true
}

// run is the analysis of one package.
type run struct {
	pass       *analysis.Pass
	reaches    bool // the package can touch a database
	prog       *ssa.Program
	pkg        *ssa.Package
	index      *knowledge.Index
	models     *models
	generated  map[*types.Package]*knowledge.Library
	facts      map[*types.Package]*facts
	impls      *implementers
	sums       map[*ssa.Function]*Summary
	busy       map[*ssa.Function]bool
	globals    map[*ssa.Global]int
	growing    map[*ssa.Global]bool // variables to which the program adds; nil if that was not asked yet
	twins      map[*types.Func]*types.Func
	pools      *pools              // the fields that hold pools; nil if that was not asked yet
	works      map[types.Type]bool // which interfaces are units of work
	result     *Result
	found      map[placed]bool
	keyless    map[string]bool            // types and tables of which a row was inserted without its key
	updated    map[string]map[string]bool // of types and tables, the columns that statements change
	tableNames map[string]string
	together   []uniqueFact // what methods declare unique; nil if that was not asked yet
	here       declared     // what this package says of the making of tables, and …
	inSight    *declared    // … what all packages in sight do; nil if that was not asked yet
}

func (r *run) global(g *ssa.Global) int {
	n, ok := r.globals[g]
	if !ok {
		n = len(r.globals) + 1
		r.globals[g] = n
	}
	return n
}

// pos is the place of an instruction.
func (f *frame) pos(v interface{ Pos() token.Pos }) Pos { return f.run.place(v.Pos(), f.fn) }

func (r *run) place(p token.Pos, fn *ssa.Function) Pos {
	at := r.pass.Fset.Position(p)
	return Pos{r.pass.Pkg.Path(), filepath.Base(at.Filename), at.Line, at.Column, funcName(fn)}
}

// funcName is the function's name without its package; a closure has its parent's, for it is part of the same text.
func funcName(fn *ssa.Function) string {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	name := fn.Name()
	if recv := fn.Signature.Recv(); recv != nil {
		name = types.TypeString(recv.Type(), func(*types.Package) string { return "" }) + "." + name
	}
	return name
}

// summary is what a function of this package does, nil while it is being analysed (recursion) or if it is not known.
func (r *run) summary(fn *ssa.Function) *Summary {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	if s, ok := r.sums[fn]; ok {
		return s
	}
	if r.busy[fn] {
		return nil
	}
	r.busy[fn] = true
	defer delete(r.busy, fn)
	s := r.guarded(fn)
	r.sums[fn] = s
	return s
}

// functions lists the package's functions with a body, closures too, in source order.
func (r *run) functions() []*ssa.Function {
	var out []*ssa.Function
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		if fn == nil || len(fn.Blocks) == 0 {
			return
		}
		out = append(out, fn)
		for _, a := range fn.AnonFuncs {
			add(a)
		}
	}
	for _, file := range r.pass.Files {
		if !r.reaches && isTest(r.pass.Fset.Position(file.FileStart).Filename) {
			continue
		}
		for _, d := range file.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				if obj, ok := r.pass.TypesInfo.Defs[d.Name].(*types.Func); ok {
					add(r.prog.FuncValue(obj))
				}
			}
		}
	}
	if init := r.pkg.Func("init"); init != nil { // package variables that hold functions
		for _, a := range init.AnonFuncs {
			add(a)
		}
	}
	return out
}

func base(path string) string { return filepath.Base(path) }

// isTest reports whether a file is a test's.
func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

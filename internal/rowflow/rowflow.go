package rowflow

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"sort"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// Analyzer follows rows through a package. It reports nothing itself.
var Analyzer = &analysis.Analyzer{
	Name:       "rowflow",
	Doc:        "follow database rows from where they are read to where they are written",
	Run:        analyzePackage,
	ResultType: reflect.TypeFor[*Result](),
	FactTypes:  []analysis.Fact{new(PackageFact)},
}

type packageFact = analysis.PackageFact

// Result is what the passes read.
type Result struct {
	Findings  []Finding
	Repeats   []Repeat
	Misuses   []Misuse
	KeySaves  []KeySave
	Creations []Creation
	LeftOut   []LeftOut // functions that the engine gave up

	sums map[*ssa.Function]*Summary
}

func analyzePackage(pass *analysis.Pass) (any, error) {
	result := &Result{}
	reach := reaches(pass)
	if index().Known(pass.Pkg.Path()) {
		return result, nil
	}
	if !reach && !concerns(pass) { // no SSA is built: most packages end here
		r := &run{pass: pass, here: declaresHere(pass)}
		if schema := r.schemaHere(); schema != nil {
			pass.ExportPackageFact(&PackageFact{Version: FactVersion, Schema: schema})
		}
		return result, nil
	}
	if generatedBy(index(), pass.Pkg) != nil {
		pass.ExportPackageFact(&PackageFact{Version: FactVersion, Reaches: true}) // rows speak for it
		return result, nil
	}
	r := &run{pass: pass, reaches: reach, here: declaresHere(pass), index: index(), generated: map[*types.Package]*knowledge.Library{}, facts: map[*types.Package]*facts{}, sums: map[*ssa.Function]*Summary{},
		busy: map[*ssa.Function]bool{}, globals: map[*ssa.Global]int{}, twins: map[*types.Func]*types.Func{}, works: map[types.Type]bool{}, result: result, found: map[placed]bool{}, keyless: map[string]bool{}, updated: map[string]map[string]bool{}}
	r.models = &models{packages: &packageIndex{root: pass.Pkg}, named: map[string]*types.Named{}, tables: r.tableOf, libs: libraries(), mapped: r.mappedElsewhere()}
	r.build()
	r.impls = &implementers{local: r.localTypes(), busy: map[*types.Func]bool{}}
	for _, fn := range r.functions() {
		r.summary(fn)
	}
	for _, fn := range r.functions() {
		r.conclude(r.sums[fn])
	}
	result.Findings = slices.DeleteFunc(result.Findings, func(x Finding) bool { // the mapping may stand below the write
		return r.models.mapped[x.Write.Lib+" "+x.Write.Type] && !x.Write.NoVersion
	})
	r.keepAutoKeys()
	r.keepStale()
	r.exportFact()
	result.sums = r.sums
	return result, nil
}

// build makes the package's SSA; imports get no bodies.
func (r *run) build() {
	r.prog = ssa.NewProgram(r.pass.Fset, 0)
	for _, p := range r.pass.Pkg.Imports() {
		r.prog.CreatePackage(p, nil, nil, true)
	}
	r.pkg = r.prog.CreatePackage(r.pass.Pkg, r.pass.Files, r.pass.TypesInfo, false)
	r.pkg.Build()
}

// tablesHere are the tables that TableName methods of this package name.
func (r *run) tablesHere() []tableFact {
	var out []tableFact
	for _, file := range r.pass.Files {
		for _, d := range file.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Name.Name == "TableName" && d.Recv != nil && d.Body != nil && len(d.Body.List) == 1 {
				if t, table := r.tableMethod(d); table != "" {
					out = append(out, tableFact{t, table})
				}
			}
		}
	}
	return out
}

// tableMethod reads func (Product) TableName() string { return "products" }.
func (r *run) tableMethod(d *ast.FuncDecl) (typ, table string) {
	ret, ok := d.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return "", ""
	}
	tv := r.pass.TypesInfo.Types[ret.Results[0]]
	obj, ok := r.pass.TypesInfo.Defs[d.Name].(*types.Func)
	if !ok || tv.Value == nil || tv.Value.Kind() != constant.String {
		return "", ""
	}
	return typeName(obj.Signature().Recv().Type()), constant.StringVal(tv.Value)
}

// tableOf is the table that a type's TableName method names, empty if none does.
func (r *run) tableOf(typ string) string {
	if r.tableNames == nil {
		r.tableNames = map[string]string{}
		for _, pf := range r.pass.AllPackageFacts() {
			if fact, ok := pf.Fact.(*PackageFact); ok && fact.Version == FactVersion {
				for _, t := range fact.Tables {
					r.tableNames[t.Type] = t.Table
				}
			}
		}
		for _, t := range r.tablesHere() {
			r.tableNames[t.Type] = t.Table
		}
	}
	return r.tableNames[typ]
}

// conclude reports what no caller has spoken for.
func (r *run) conclude(s *Summary) {
	if s == nil {
		return
	}
	if !s.settled && !s.sent {
		for _, x := range s.pending {
			r.add(x)
		}
		for _, x := range s.repeats {
			r.addRepeat(x)
		}
		for _, x := range s.keySaves {
			r.addKeySave(x)
		}
		for _, x := range s.creations {
			r.addCreation(x)
		}
	}
	if !s.applied {
		for _, x := range s.rows {
			r.add(x)
		}
	}
}

// add takes a finding, once a place and column; none in generated files.
func (r *run) add(x Finding) {
	if r.isGenerated(x.At.File) {
		return
	}
	x.Test = isTest(x.At.File) || isTest(x.Read.At.File)
	if !r.first(x.Category+" "+x.Cell.Column, Pos{File: x.At.File, Line: x.At.Line}) {
		return
	}
	r.result.Findings = append(r.result.Findings, x)
}

// isGenerated reports whether a file of this package says that it is generated.
func (r *run) isGenerated(name string) bool {
	f := File(r.pass, name)
	return f != nil && ast.IsGenerated(f)
}

// File is a package's file by its base name.
func File(pass *analysis.Pass, name string) *ast.File {
	for _, f := range pass.Files {
		if base(pass.Fset.Position(f.FileStart).Filename) == name {
			return f
		}
	}
	return nil
}

// TokenPos is the position of a place in this package, NoPos if it is in another.
func TokenPos(pass *analysis.Pass, p Pos) token.Pos {
	if p.Pkg != pass.Pkg.Path() {
		return token.NoPos
	}
	f := File(pass, p.File)
	if f == nil {
		return token.NoPos
	}
	tf := pass.Fset.File(f.FileStart)
	if p.Line < 1 || p.Line > tf.LineCount() {
		return token.NoPos
	}
	return tf.LineStart(p.Line) + token.Pos(p.Col-1)
}

// CallAt is the call whose opening parenthesis stands at p: the place of a call in SSA.
func CallAt(pass *analysis.Pass, p token.Pos) *ast.CallExpr {
	var found *ast.CallExpr
	for _, f := range pass.Files {
		if f.FileStart > p || p >= f.FileEnd {
			continue
		}
		i := sort.Search(len(f.Decls), func(i int) bool { return f.Decls[i].End() > p })
		if i == len(f.Decls) {
			return nil
		}
		ast.Inspect(f.Decls[i], func(n ast.Node) bool {
			if n == nil || n.Pos() > p || n.End() <= p || found != nil {
				return false
			}
			if c, ok := n.(*ast.CallExpr); ok && c.Lparen == p {
				found = c
			}
			return true
		})
	}
	return found
}

// CallSpan is the span of the call whose place is given.
func CallSpan(pass *analysis.Pass, at Pos) (pos, end token.Pos) {
	p := TokenPos(pass, at)
	call := CallAt(pass, p)
	if call == nil {
		return p, token.NoPos
	}
	if pass.Fset.Position(call.Pos()).Line == at.Line {
		return call.Pos(), call.End()
	}
	return p, call.End()
}

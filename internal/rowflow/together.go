package rowflow

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A uniqueFact says which columns of a type's rows are unique together. Without columns, it is not known which.
type uniqueFact struct {
	Type    string
	Columns []string
}

// A schemaFact is what a package says of tables.
type schemaFact struct {
	Declared declared // by which libraries tables are made from structs
	Uniques  []uniqueFact
}

// schemaHere is that of this package, nil where it says nothing.
func (r *run) schemaHere() []byte {
	s := schemaFact{Declared: r.here, Uniques: r.uniqueHere()}
	if s.Declared.isNone() && len(s.Uniques) == 0 {
		return nil
	}
	return encode(&s)
}

func (p *PackageFact) schema() (s schemaFact) {
	if len(p.Schema) == 0 || decode(p.Schema, &s) != nil {
		return schemaFact{}
	}
	return s
}

// uniquesHere are the indexes that methods of this package declare.
// Have: func (*Fan) TableUnique() [][]string { return [][]string{{"UserID", "FanID"}} }.
func uniquesHere(pass *analysis.Pass, lib *knowledge.Library) []uniqueFact {
	var out []uniqueFact
	for _, file := range pass.Files {
		for _, d := range file.Decls {
			d, ok := d.(*ast.FuncDecl)
			if !ok || d.Recv == nil || d.Body == nil || lib.UniqueMethod == "" || d.Name.Name != lib.UniqueMethod {
				continue
			}
			obj, ok := pass.TypesInfo.Defs[d.Name].(*types.Func)
			if !ok {
				continue
			}
			typ, lists := typeName(obj.Signature().Recv().Type()), returnedLists(pass, d)
			for _, columns := range lists {
				out = append(out, uniqueFact{typ, columns})
			}
			if len(lists) == 0 {
				out = append(out, uniqueFact{Type: typ})
			}
		}
	}
	return out
}

// returnedLists are the lists of texts that a function returns, if that is all it does.
func returnedLists(pass *analysis.Pass, d *ast.FuncDecl) [][]string {
	if len(d.Body.List) != 1 {
		return nil
	}
	ret, ok := d.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return nil
	}
	var out [][]string
	for _, list := range elementsOf(ret.Results[0]) {
		var texts []string
		for _, e := range elementsOf(list) {
			if v := pass.TypesInfo.Types[e].Value; v != nil && v.Kind() == constant.String {
				texts = append(texts, constant.StringVal(v))
			}
		}
		out = append(out, texts)
	}
	return out
}

func elementsOf(e ast.Expr) []ast.Expr {
	if lit, ok := e.(*ast.CompositeLit); ok {
		return lit.Elts
	}
	return nil
}

// uniqueTogether reports whether a read looks for columns that methods declare unique together, all of them.
func (f *frame) uniqueTogether(r *ReadSite, cols []column) bool {
	looksFor := func(name string) bool {
		return slices.ContainsFunc(cols, func(c column) bool {
			return f.models.isColumnNamed(c, name) && slices.ContainsFunc(r.Where, func(t Term) bool { return f.models.isColumnNamed(c, t.Column) })
		})
	}
	return slices.ContainsFunc(f.uniques(), func(u uniqueFact) bool {
		return u.Type == r.Type && !slices.ContainsFunc(u.Columns, func(name string) bool { return !looksFor(name) })
	})
}

// uniques are the indexes that methods declare, of this package and of those beneath it.
func (r *run) uniques() []uniqueFact {
	if r.together == nil {
		r.together = append([]uniqueFact{}, r.uniqueHere()...)
		for _, pf := range r.pass.AllPackageFacts() {
			if fact, ok := pf.Fact.(*PackageFact); ok && fact.Version == FactVersion {
				r.together = append(r.together, fact.schema().Uniques...)
			}
		}
	}
	return r.together
}

func (r *run) uniqueHere() []uniqueFact {
	var out []uniqueFact
	for _, lib := range libraries() {
		out = append(out, uniquesHere(r.pass, lib)...)
	}
	return out
}

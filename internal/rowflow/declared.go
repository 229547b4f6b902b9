package rowflow

import (
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// Whether a struct's tags have the last word on a table's unique indexes is for the program to show. Where it does not make its tables from its
// structs, SQL files do, which the go command neither hands to a check nor hashes for its cache: what those declare is unknown.
//
// A program shows it in a package of its own that is in sight, this one or one beneath it:
//
//	Code string `gorm:"index"`        // a tag speaks of an index, or
//	func (*Cart) TableUnique() [][]string // a method, or
//	db.AutoMigrate(&Cart{})           // the library is told to make tables

// declares reports whether the program makes a library's tables from its structs, as far as can be seen.
func (f *frame) declares(lib string) bool { return f.declaring()[lib] }

// declaring are the libraries by which packages in sight declare tables.
func (r *run) declaring() map[string]bool {
	if r.declared == nil {
		r.declared = map[string]bool{}
		here := slices.Clone(r.here)
		for _, pf := range r.pass.AllPackageFacts() {
			if fact, ok := pf.Fact.(*PackageFact); ok && fact.Version == FactVersion && ownPackage(r.pass, pf.Package) {
				here = append(here, fact.Declares...)
			}
		}
		for _, lib := range here {
			r.declared[lib] = true
		}
	}
	return r.declared
}

// ownPackage reports whether a package is the program's own, if modules are known.
func ownPackage(pass *analysis.Pass, p *types.Package) bool {
	return pass.Module == nil || pass.Module.Path == "" || inModule(pass, p)
}

// declaresHere are the libraries by which this package itself declares tables.
func declaresHere(pass *analysis.Pass) []string {
	if !ownPackage(pass, pass.Pkg) {
		return nil
	}
	found := map[string]bool{}
	for _, lib := range libraries() {
		if lib.Declares && (tagsIndexes(pass.Pkg.Scope(), lib) || len(uniquesHere(pass, lib)) > 0) {
			found[lib.Name] = true
		}
	}
	for id, obj := range pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil || !index().MakesTables(fn.Name()) || isTest(pass.Fset.Position(id.Pos()).Filename) {
			continue
		}
		if lib := index().Library(fn.Pkg().Path()); lib != nil && lib.Declares {
			found[lib.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// tagsIndexes reports whether a tag of the package's structs speaks of an index. The one on deleted_at comes along with that field
// wherever it is copied to.
func tagsIndexes(scope *types.Scope, lib *knowledge.Library) bool {
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() {
			continue
		}
		s, ok := tn.Type().Underlying().(*types.Struct)
		if !ok {
			continue
		}
		for i := range s.NumFields() {
			c := column{path: s.Field(i).Name(), tag: reflect.StructTag(s.Tag(i))}
			if !strings.EqualFold(c.path, "DeletedAt") && (c.speaksOf("index", lib) || c.speaksOf("unique", lib)) {
				return true
			}
		}
	}
	return false
}

package rowflow

import (
	"go/ast"
	"go/token"
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
// A program shows it in a package of its own that is in sight, this one or one beneath it: a file that tells the library to make tables names the struct, or tags speak of indexes. The
// latter hold for structs which themselves say how a table is made:
//
//	db.AutoMigrate(&Cart{})
//	Code string `gorm:"index"`; Name string `gorm:"type:varchar(50);not null"`

// A declared says which structs tables are made from: those that stand in a file which tells the library to, as library and type, and those whose
// tags tell how, by library.
type declared struct{ Made, Tagged []string }

func (d declared) isNone() bool { return len(d.Made)+len(d.Tagged) == 0 }

// declares reports whether the program makes the table of a type's rows from the struct, as far as can be seen.
func (f *frame) declares(libName, typ string) bool {
	lib, n, d := f.models.library(libName), f.models.lookup(typ), f.declared()
	if slices.Contains(d.Made, libName+" "+typ) || lib == nil || n == nil || !slices.Contains(d.Tagged, libName) {
		return slices.Contains(d.Made, libName+" "+typ)
	}
	return slices.ContainsFunc(f.uniques(), func(u uniqueFact) bool { return u.Type == typ }) ||
		slices.ContainsFunc(f.models.columns(n, lib), func(c column) bool { return c.tellsHow(lib) })
}

// tableWords are those of a tag that only count when a table is made.
var tableWords = strings.Fields(`type size not notnull precision check varchar char text mediumtext longtext int bigint smallint tinyint decimal double
	datetime timestamp`)

// tellsHow reports whether a column's tag says how the column is made.
func (c column) tellsHow(lib *knowledge.Library) bool {
	return strings.Contains(c.tag.Get(lib.Tag), "comment") || c.indexed(lib) || slices.ContainsFunc(c.words(lib), func(w string) bool {
		w, _, _ = strings.Cut(w, ":")
		return slices.Contains(tableWords, w)
	})
}

// indexed reports whether a column's tag speaks of an index. The one on deleted_at comes along with that field wherever it is copied to.
func (c column) indexed(lib *knowledge.Library) bool {
	return !strings.EqualFold(c.name(), "DeletedAt") && (c.speaksOf("index", lib) || c.speaksOf("unique", lib))
}

// declared is what packages in sight say.
func (r *run) declared() declared {
	if r.inSight == nil {
		d := declared{Made: slices.Clone(r.here.Made), Tagged: slices.Clone(r.here.Tagged)}
		for _, pf := range r.pass.AllPackageFacts() {
			if fact, ok := pf.Fact.(*PackageFact); ok && fact.Version == FactVersion && ownPackage(r.pass, pf.Package) {
				told := fact.schema().Declared
				d.Made, d.Tagged = append(d.Made, told.Made...), append(d.Tagged, told.Tagged...)
			}
		}
		r.inSight = &d
	}
	return *r.inSight
}

// ownPackage reports whether a package is the program's own, if modules are known.
func ownPackage(pass *analysis.Pass, p *types.Package) bool {
	return pass.Module == nil || pass.Module.Path == "" || inModule(pass, p)
}

// declaresHere is what this package itself says.
func declaresHere(pass *analysis.Pass) (d declared) {
	if !ownPackage(pass, pass.Pkg) {
		return d
	}
	for _, lib := range libraries() {
		if lib.Declares && (tagsIndexes(pass.Pkg.Scope(), lib) || len(uniquesHere(pass, lib)) > 0) {
			d.Tagged = append(d.Tagged, lib.Name)
		}
	}
	d.Made = tablesMade(pass)
	return d
}

// tablesMade are the structs that the files name in which a library is told to make tables.
// Have: for _, row := range []any{&User{}, &Order{}} { db.AutoMigrate(row) }.
func tablesMade(pass *analysis.Pass) []string {
	file := func(id *ast.Ident) *token.File { return pass.Fset.File(id.Pos()) }
	making := map[*token.File]*knowledge.Library{}
	for id, obj := range pass.TypesInfo.Uses {
		if fn, ok := obj.(*types.Func); ok && fn.Pkg() != nil && index().MakesTables(fn.Name()) && !isTest(file(id).Name()) {
			if lib := index().Library(fn.Pkg().Path()); lib != nil && lib.Declares {
				making[file(id)] = lib
			}
		}
	}
	made := map[string]bool{}
	for id, obj := range pass.TypesInfo.Uses {
		if tn, ok := obj.(*types.TypeName); ok && len(making) > 0 && making[file(id)] != nil && named(tn.Type()) != nil {
			made[making[file(id)].Name+" "+typeName(tn.Type())] = true
		}
	}
	return slices.Sorted(maps.Keys(made))
}

// tagsIndexes reports whether a tag of the package's structs speaks of an index.
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
			if (column{path: s.Field(i).Name(), tag: reflect.StructTag(s.Tag(i))}).indexed(lib) {
				return true
			}
		}
	}
	return false
}

package rowflow

import (
	"go/types"
	"slices"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// generatedBy is the library whose generator wrote the package, nil if none did: it imports what generated packages import, and
// declares what they declare. Rows with stars speak for it.
func (r *run) generatedBy(pkg *types.Package) *knowledge.Library {
	lib, ok := r.generated[pkg]
	if !ok {
		lib = generatedBy(r.index, pkg)
		r.generated[pkg] = lib
	}
	return lib
}

func generatedBy(index *knowledge.Index, pkg *types.Package) *knowledge.Library {
	for _, lib := range index.Generators() {
		imports := slices.ContainsFunc(pkg.Imports(), func(p *types.Package) bool {
			return slices.Contains(lib.Generated, knowledge.Unversioned(p.Path()))
		})
		marked := slices.ContainsFunc(lib.Marks, func(name string) bool { return pkg.Scope().Lookup(name) != nil })
		if imports && marked {
			return lib
		}
	}
	return nil
}

// starred interprets a call of generated code.
func (f *frame) starred(s *site, lib *knowledge.Library, on string) (bool, []Value) {
	m, ok := lib.Star(on, s.obj.Name())
	if ok {
		s.lib, s.row, s.onStar, s.nameStar = lib, m.Call, m.On, m.NameStar
		return true, s.interpret()
	}
	if on != "" && lib.HandleStar(on) {
		s.lib, s.row = lib, &knowledge.Call{}
		return true, s.results(s.statement())
	}
	return false, nil
}

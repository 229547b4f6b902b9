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
		if hasGenerated(lib, pkg) {
			return lib
		}
	}
	return nil
}

func hasGenerated(lib *knowledge.Library, pkg *types.Package) bool {
	imports := slices.ContainsFunc(pkg.Imports(), func(p *types.Package) bool {
		return slices.Contains(lib.Generated, knowledge.Unversioned(p.Path()))
	})
	marked := slices.ContainsFunc(lib.Marks, func(name string) bool { return pkg.Scope().Lookup(name) != nil })
	return imports && marked
}

// holdsEdges reports whether a field of a generated row is none of its columns, but holds the rows that were loaded along with it.
// Have: order.Edges.Customer.Balance.
func (m *models) holdsEdges(row *types.Named, field string) bool {
	return slices.ContainsFunc(m.libs, func(lib *knowledge.Library) bool {
		return lib.Edges != "" && lib.Edges == field && row.Obj().Pkg() != nil && hasGenerated(lib, row.Obj().Pkg())
	})
}

// isAdded reports whether somebody wrote a function into a generated package that runs another on a connection: it has a summary, and no
// row with a star speaks for it.
// Have: func WithTx(ctx context.Context, fn func(tx *Tx) error) error, in package ent.
func (f *frame) isAdded(obj *types.Func) bool {
	if obj.Signature().Recv() != nil {
		return false
	}
	return slices.ContainsFunc(slices.Collect(obj.Signature().Params().Variables()), func(p *types.Var) bool {
		fn, ok := p.Type().Underlying().(*types.Signature)
		return ok && slices.ContainsFunc(slices.Collect(fn.Params().Variables()), func(v *types.Var) bool { return f.isHandle(v.Type()) })
	})
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

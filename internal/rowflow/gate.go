package rowflow

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// reaches reports whether a package imports a database library, or a package that does.
func reaches(pass *analysis.Pass) bool {
	for _, p := range pass.Pkg.Imports() {
		var fact PackageFact
		if index().Opens(p.Path()) || pass.ImportPackageFact(p, &fact) && fact.Reaches {
			return true
		}
	}
	return false
}

// concerns reports whether a package of the program's own says something about rows although it reaches no database itself: it
// saves through an interface whose implementation is elsewhere, declares rows with methods that may change them, or helps to compute. All is read
// off the types; no SSA is built to find out.
func concerns(pass *analysis.Pass) bool {
	if pass.Module == nil || pass.Module.Path == "" || pass.Module.Version != "" || !strings.Contains(pass.Pkg.Path()+"/", pass.Module.Path+"/") {
		return false
	}
	return declaresRows(pass) || savesThroughInterface(pass) || helps(pass)
}

func declaresRows(pass *analysis.Pass) bool {
	m := &models{}
	scope := pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() {
			continue
		}
		n, ok := tn.Type().(*types.Named)
		if !ok || !m.isRow(n) {
			continue
		}
		for meth := range n.Methods() {
			if _, ptr := meth.Signature().Recv().Type().(*types.Pointer); ptr {
				return true
			}
		}
	}
	return false
}

func savesThroughInterface(pass *analysis.Pass) bool {
	m := &models{}
	for _, sel := range pass.TypesInfo.Selections {
		method, ok := sel.Obj().(*types.Func)
		if !ok || !types.IsInterface(sel.Recv()) || !saves(method.Name()) && !adds(method.Name()) {
			continue
		}
		for p := range method.Signature().Params().Variables() {
			if m.isRow(p.Type()) || isCalculable(p.Type()) && method.Pkg() != nil && inModule(pass, method.Pkg()) && columnIn(method.Name(), saveWords) != "" {
				return true
			}
		}
	}
	return false
}

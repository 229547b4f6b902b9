package knowledge_test

import (
	"fmt"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// elsewhere lists import paths that no fixture imports because the code under them is, call for call, that of another path of
// the same library: it moved, or is an older release of it.
var elsewhere = []string{
	"github.com/beego/beego/adapter/orm",
	"github.com/go-xorm/builder",
	"github.com/xorm-io/builder",
	"github.com/xorm-io/xorm",
	"github.com/volatiletech/sqlboiler/boil",
	"github.com/volatiletech/sqlboiler/queries",
	"github.com/volatiletech/sqlboiler/queries/qm",
	"gopkg.in/gorp.v1",
	"gopkg.in/gorp.v2",
}

// fixtures loads the fixtures and all that they import, once: packages by their import paths without versions.
var fixtures = sync.OnceValues(func() (map[string][]*types.Package, error) {
	dir, err := filepath.Abs("../../testdata/src")
	if err != nil {
		return nil, err
	}
	cfg := &packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps, Dir: dir}
	roots, err := packages.Load(cfg, "./...", "gopkg.in/yaml.v3")
	if err != nil {
		return nil, err
	}
	byPath := map[string][]*types.Package{}
	packages.Visit(roots, nil, func(p *packages.Package) {
		if len(p.Errors) > 0 && err == nil {
			err = fmt.Errorf("%s: %v", p.PkgPath, p.Errors[0])
		}
		path := knowledge.Unversioned(p.PkgPath)
		byPath[path] = append(byPath[path], p.Types)
	})
	return byPath, err
})

// rooms are the packages that a library's rows speak of: its own, and those generated for it.
func rooms(lib *knowledge.Library, byPath map[string][]*types.Package) (own, generated []*types.Package) {
	for _, path := range lib.Paths {
		own = append(own, byPath[path]...)
	}
	if len(lib.Generated) == 0 {
		return own, nil
	}
	for _, pkgs := range byPath {
		for _, p := range pkgs {
			if isGenerated(lib, p) {
				generated = append(generated, p)
			}
		}
	}
	return own, generated
}

func isGenerated(lib *knowledge.Library, p *types.Package) bool {
	imports := slices.ContainsFunc(p.Imports(), func(i *types.Package) bool {
		return slices.Contains(lib.Generated, knowledge.Unversioned(i.Path()))
	})
	return imports && slices.ContainsFunc(lib.Marks, func(name string) bool { return p.Scope().Lookup(name) != nil })
}

// calls are the functions and methods that a receiver's and a call's name, with or without a star, stand for. A method counts
// where it is declared, as for the engine: promoted ones belong to the embedded type.
func calls(pkgs []*types.Package, on, name string) []*types.Func {
	var out []*types.Func
	for _, p := range pkgs {
		for _, n := range p.Scope().Names() {
			switch obj := p.Scope().Lookup(n).(type) {
			case *types.Func:
				if on == "" && matches(name, n) {
					out = append(out, obj)
				}
			case *types.TypeName:
				if on != "" && matches(on, n) {
					out = append(out, methods(p, obj, name)...)
				}
			}
		}
	}
	return out
}

func methods(p *types.Package, obj *types.TypeName, name string) []*types.Func {
	named, ok := types.Unalias(obj.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() != p {
		return nil
	}
	var out []*types.Func
	for i := range named.NumMethods() {
		if m := named.Method(i); matches(name, m.Name()) {
			out = append(out, m)
		}
	}
	if iface, ok := named.Underlying().(*types.Interface); ok {
		for i := range iface.NumExplicitMethods() {
			if m := iface.ExplicitMethod(i); matches(name, m.Name()) {
				out = append(out, m)
			}
		}
	}
	return out
}

func matches(pattern, name string) bool {
	before, after, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	return len(name) >= len(before)+len(after) && strings.HasPrefix(name, before) && strings.HasSuffix(name, after)
}

// ons are the receivers of a row, one empty name for a function.
func ons(on string) []string {
	if on == "" {
		return []string{""}
	}
	return strings.Fields(on)
}

func TestEveryRowNamesACallOfItsLibrary(t *testing.T) {
	byPath, err := fixtures()
	require.NoError(t, err)
	for _, lib := range knowledge.Libraries() {
		own, generated := rooms(lib, byPath)
		for _, row := range lib.Calls {
			for _, on := range ons(row.On) {
				for _, name := range strings.Fields(row.Name) {
					found := calls(own, on, name)
					if strings.Contains(on+name, "*") || len(found) == 0 {
						found = append(found, calls(generated, on, name)...)
					}
					if len(found) == 0 {
						t.Errorf("%s: no %s.%s in %s", lib.Name, on, name, strings.Join(lib.Paths, ", "))
					}
					checkOperands(t, lib, row, on, name, found)
				}
			}
		}
	}
}

// checkOperands looks whether the operands that the row names exist: with each of the calls for a plain name, with one at least
// for a name with a star.
func checkOperands(t *testing.T, lib *knowledge.Library, row knowledge.Call, on, name string, found []*types.Func) {
	t.Helper()
	star := strings.Contains(on+name, "*")
	var bad []string
	for _, f := range found {
		if why := badOperand(row, f.Signature(), on, name); why != "" {
			bad = append(bad, fmt.Sprintf("%s: %s.%s: %s of %s", lib.Name, on, name, why, f.FullName()))
		}
	}
	if len(bad) > 0 && (!star || len(bad) == len(found)) {
		t.Error(bad[0])
	}
}

// badOperand says which operand of the row the signature has not, empty if none.
func badOperand(row knowledge.Call, sig *types.Signature, on, name string) string {
	for _, op := range operands(row) {
		switch {
		case op.arg > 0 && int(op.arg) > sig.Params().Len() && !sig.Variadic():
			return fmt.Sprintf("%s is operand %d", op.name, op.arg)
		case op.arg == knowledge.Result && sig.Results().Len() == 0,
			op.arg == knowledge.Recv && on == "",
			op.arg == knowledge.Star && !strings.Contains(name, "*"),
			op.arg == knowledge.OnStar && !strings.Contains(on, "*"),
			op.arg < knowledge.OnStar:
			return op.name
		case op.arg > 0 && op.isFunc && !isFunc(sig, int(op.arg)):
			return fmt.Sprintf("%s is operand %d, which is no function", op.name, op.arg)
		case op.isText && op.arg > 0 && !mayBeText(sig, int(op.arg)):
			return fmt.Sprintf("%s is operand %d, which is no text", op.name, op.arg)
		}
	}
	return ""
}

type operand struct {
	name           string
	arg            knowledge.Arg
	isFunc, isText bool
}

func operands(c knowledge.Call) []operand {
	return []operand{
		{name: "Query", arg: c.Query}, {name: "Handle", arg: c.Handle}, {name: "Parts", arg: c.Parts}, {name: "Table", arg: c.Table},
		{name: "Model", arg: c.Model}, {name: "Key", arg: c.Key}, {name: "Where", arg: c.Where}, {name: "Columns", arg: c.Columns},
		{name: "Omit", arg: c.Omit}, {name: "Column", arg: c.Column}, {name: "Value", arg: c.Value},
		{name: "SetText", arg: c.SetText, isText: true}, {name: "Atomic", arg: c.Atomic}, {name: "SQL", arg: c.SQL, isText: true},
		{name: "Args", arg: c.Args}, {name: "Named", arg: c.Named}, {name: "LockBy", arg: c.LockBy, isText: true},
		{name: "Suffix", arg: c.Suffix, isText: true}, {name: "Clause", arg: c.Clause}, {name: "Dead", arg: c.Dead, isText: true},
		{name: "Version", arg: c.Version, isText: true}, {name: "Row", arg: c.Row}, {name: "Scan", arg: c.Scan},
		{name: "Options", arg: c.Options}, {name: "Runs", arg: c.Runs, isFunc: true}, {name: "Scope", arg: c.Scope, isFunc: true},
		{name: "Expr", arg: c.Expr}, {name: "SameAs", arg: c.SameAs},
	}
}

// param is the type of an operand, a variadic parameter's element.
func param(sig *types.Signature, n int) types.Type {
	last := sig.Params().Len()
	if !sig.Variadic() || n < last {
		return sig.Params().At(n - 1).Type()
	}
	return sig.Params().At(last - 1).Type().(*types.Slice).Elem()
}

func isFunc(sig *types.Signature, n int) bool {
	switch param(sig, n).Underlying().(type) {
	case *types.Signature, *types.Interface: // go-pg's ForEach takes any
		return true
	}
	return false
}

func mayBeText(sig *types.Signature, n int) bool {
	switch u := param(sig, n).Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Interface:
		return true
	}
	return false
}

func TestNoCallHasTwoRows(t *testing.T) {
	for _, lib := range knowledge.Libraries() {
		seen := map[string]bool{}
		for _, row := range lib.Calls {
			for _, on := range ons(row.On) {
				for _, name := range strings.Fields(row.Name) {
					if seen[on+"."+name] {
						t.Errorf("%s: two rows for %s.%s", lib.Name, on, name)
					}
					seen[on+"."+name] = true
				}
			}
		}
	}
}

func TestEveryPathIsImportedByAFixture(t *testing.T) {
	byPath, err := fixtures()
	require.NoError(t, err)
	for _, lib := range knowledge.Libraries() {
		for _, path := range lib.Paths {
			if byPath[path] == nil && !slices.Contains(elsewhere, path) {
				t.Errorf("%s: no fixture imports %s", lib.Name, path)
			}
		}
	}
}

func TestEveryTypeOfALibraryExists(t *testing.T) {
	byPath, err := fixtures()
	require.NoError(t, err)
	for _, lib := range knowledge.Libraries() {
		own, generated := rooms(lib, byPath)
		for _, h := range lib.Handles {
			if !slices.ContainsFunc(append(own, generated...), func(p *types.Package) bool { return declaresType(p, h) }) {
				t.Errorf("%s: no type %s", lib.Name, h)
			}
		}
		full := append(slices.Clone(lib.Exprs), clauseTypes(lib)...)
		for _, v := range lib.Version {
			if strings.Contains(v, ".") {
				full = append(full, v)
			}
		}
		for _, f := range full {
			dot := strings.LastIndexByte(f, '.')
			pkgs := byPath[f[:dot]]
			if !slices.ContainsFunc(pkgs, func(p *types.Package) bool { return declaresType(p, f[dot+1:]) }) {
				t.Errorf("%s: no type %s", lib.Name, f)
			}
		}
		if len(lib.Generated) > 0 && len(generated) == 0 {
			t.Errorf("%s: no generated package among the fixtures", lib.Name)
		}
	}
}

func clauseTypes(lib *knowledge.Library) []string {
	var out []string
	for _, c := range lib.Clauses {
		out = append(out, c.Type)
	}
	for _, c := range lib.Conditions {
		out = append(out, c.Type)
	}
	return out
}

func declaresType(p *types.Package, pattern string) bool {
	return slices.ContainsFunc(p.Scope().Names(), func(name string) bool {
		_, ok := p.Scope().Lookup(name).(*types.TypeName)
		return ok && matches(pattern, name)
	})
}

func TestEveryHelperExists(t *testing.T) {
	byPath, err := fixtures()
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, h := range knowledge.Helpers() {
		for _, path := range strings.Fields(h.Path) {
			if byPath[path] == nil {
				t.Errorf("no fixture imports %s", path)
				continue
			}
			for _, on := range ons(h.On) {
				for _, name := range strings.Fields(h.Name) {
					key := path + "." + on + "." + name
					if seen[key] {
						t.Errorf("two rows for %s", key)
					}
					seen[key] = true
					checkHelper(t, h, key, calls(byPath[path], on, name))
				}
			}
		}
	}
}

func checkHelper(t *testing.T, h knowledge.Helper, key string, found []*types.Func) {
	t.Helper()
	if len(found) == 0 {
		t.Errorf("no %s", key)
	}
	for _, f := range found {
		sig := f.Signature()
		for _, a := range []knowledge.Arg{h.From, h.To, h.Key} {
			switch {
			case a > 0 && int(a) > sig.Params().Len() && !sig.Variadic():
				t.Errorf("%s has no operand %d", key, a)
			case a == knowledge.Recv && sig.Recv() == nil:
				t.Errorf("%s has no receiver", key)
			}
		}
		if h.To == knowledge.None && h.Does < knowledge.Lock && sig.Results().Len() == 0 {
			t.Errorf("%s has no result", key)
		}
		if h.From == knowledge.None && h.Does != knowledge.Bind && sig.Params().Len() == 0 {
			t.Errorf("%s has no first argument", key)
		}
	}
}

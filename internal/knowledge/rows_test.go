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

func TestEveryRowNamesACallOfItsLibrary(t *testing.T) {
	byPath, err := fixtures()
	require.NoError(t, err)
	for _, lib := range knowledge.Libraries() {
		own, generated := rooms(lib, byPath)
		for _, row := range lib.Calls {
			for _, why := range row.Mismatches(own, generated) {
				t.Errorf("%s: %s", lib.Name, why)
			}
		}
	}
}

func TestNoCallHasTwoRows(t *testing.T) {
	for _, lib := range knowledge.Libraries() {
		seen := map[string]bool{}
		for _, row := range lib.Calls {
			for _, on := range knowledge.Ons(row.On) {
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
			if !slices.ContainsFunc(append(own, generated...), func(p *types.Package) bool { return knowledge.Declares(p, h) }) {
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
			if !slices.ContainsFunc(pkgs, func(p *types.Package) bool { return knowledge.Declares(p, f[dot+1:]) }) {
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
			for _, on := range knowledge.Ons(h.On) {
				for _, name := range strings.Fields(h.Name) {
					key := path + "." + on + "." + name
					if seen[key] {
						t.Errorf("two rows for %s", key)
					}
					seen[key] = true
					checkHelper(t, h, key, knowledge.Declared(byPath[path], on, name))
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

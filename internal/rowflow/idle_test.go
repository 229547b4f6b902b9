package rowflow

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func TestIdle(t *testing.T) {
	empty, told := filepath.Join(t.TempDir(), "empty"), filepath.Join(t.TempDir(), "told")
	require.NoError(t, os.WriteFile(empty, nil, 0o666))
	require.NoError(t, os.WriteFile(told, []byte("facts"), 0o666))
	dep := func(imports ...string) *unitchecker.Config {
		cfg := &unitchecker.Config{ImportPath: "example.com/money", ModulePath: "example.com/money", ModuleVersion: "v1.2.3", ImportMap: map[string]string{},
			PackageVetx: map[string]string{"fmt": empty}}
		for _, path := range imports {
			cfg.ImportMap[path] = path
		}
		return cfg
	}
	with := func(cfg *unitchecker.Config, change func(*unitchecker.Config)) *unitchecker.Config {
		change(cfg)
		return cfg
	}
	for _, row := range []struct {
		name string
		cfg  *unitchecker.Config
		want bool
	}{
		{"another module's", dep("fmt"), true},
		{"one that touches a database", dep("fmt", "database/sql"), false},
		{"one that only stores values", dep("database/sql/driver"), true},
		{"one whose import has facts", with(dep("fmt"), func(c *unitchecker.Config) { c.PackageVetx["example.com/store"] = told }), false},
		{"one whose import's facts are gone", with(dep("fmt"), func(c *unitchecker.Config) { c.PackageVetx["example.com/store"] = told + "x" }), false},
		{"a library itself", with(dep("database/sql"), func(c *unitchecker.Config) { c.ImportPath, c.ModulePath = "gorm.io/gorm", "gorm.io/gorm" }), true},
		{"the program's own", with(dep("fmt"), func(c *unitchecker.Config) { c.ModuleVersion = "" }), false},
		{"the program's own, as newer go commands say it", with(dep("fmt"), func(c *unitchecker.Config) { c.Module = &analysis.Module{Path: "example.com/money"} }), false},
		{"the standard library's", &unitchecker.Config{ImportPath: "net/http", Dir: "/usr/go/src/net/http"}, true},
		{"tests of the standard library", &unitchecker.Config{ImportPath: "net/http_test", Dir: "/usr/go/src/net/http"}, true},
		{"one without a module", &unitchecker.Config{ImportPath: "command-line-arguments", Dir: "/home/me/src/x"}, false},
	} {
		require.Equal(t, row.want, Idle(row.cfg), row.name)
	}
}

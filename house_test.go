package rmwlint_test

import (
	"bytes"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/rmwlint/rmwlint/"

// A room is a package of the module, or a folder of them, and what its code may import of the others. Packages of one
// folder may import each other.
type room struct {
	name string
	may  []string
}

// house lists the rooms from the ground floor up. A room may import what is below it, but not all of it: each line says
// what it needs.
func house() []room {
	return []room{
		{"internal/sqltext", nil},
		{"internal/yamlfile", nil},
		{"internal/knowledge", []string{"internal/sqltext"}},
		{"internal/config", []string{"internal/yamlfile", "internal/knowledge"}},
		{"internal/rowflow", []string{"internal/sqltext", "internal/knowledge", "internal/config"}},
		{"internal/fixturetest", nil}, // for tests
		{"internal/fix", []string{"internal/sqltext", "internal/knowledge", "internal/rowflow", "internal/fixturetest"}},
		{"internal/suppress", nil},
		{"passes", []string{"internal/sqltext", "internal/knowledge", "internal/config", "internal/rowflow", "internal/fix", "internal/fixturetest", "internal/suppress"}},

		// What a driver needs: it sees findings, not how they were found.
		{"internal/report", nil},
		{"internal/apply", []string{"internal/report"}},
		{"internal/govet", []string{"internal/report"}},
		{"internal/adopt", []string{"internal/report"}},
		{"internal/goplsbuild", nil},
		{"docs", nil},
		{"cmd", []string{"passes", "internal/report", "internal/apply", "internal/govet", "internal/adopt", "internal/config", "internal/suppress", "internal/goplsbuild", "docs"}},
		{"plugin", []string{"passes", "internal/config"}},

		// The other half. Neither imports the other; fixes name orm by its import path.
		{"orm", nil},
	}
}

// A source is a Go file of the root module, by its path from the root with slashes.
type source struct {
	name    string
	content []byte
}

// sources are the root module's files, without those of nested modules and of testdata.
func sources(t *testing.T) []source {
	t.Helper()
	var found []source
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." {
			_, err := os.Stat(filepath.Join(name, "go.mod"))
			if err == nil || d.Name() == "testdata" || d.Name() == "vendor" || strings.HasPrefix(d.Name(), ".") {
				return filepath.SkipDir
			}
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		content, err := os.ReadFile(name)
		found = append(found, source{filepath.ToSlash(name), content})
		return err
	})
	require.NoError(t, err)
	require.Greater(t, len(found), 20, "the walk has found the module")
	return found
}

// roomOf is the room that a directory belongs to.
func roomOf(dir string) (room, bool) {
	i := slices.IndexFunc(house(), func(r room) bool { return dir == r.name || strings.HasPrefix(dir, r.name+"/") })
	if i < 0 {
		return room{}, false
	}
	return house()[i], true
}

func TestImportOrder(t *testing.T) {
	for i, r := range house() {
		for _, below := range r.may {
			at := slices.IndexFunc(house(), func(other room) bool { return other.name == below })
			assert.True(t, 0 <= at && at < i, "%s may only import what stands above it in the table: %s", r.name, below)
		}
	}
	for _, src := range sources(t) {
		dir := path.Dir(src.name)
		from, ok := roomOf(dir)
		if dir == "." {
			assert.True(t, strings.HasSuffix(src.name, "_test.go"), "%s: the root has no package", src.name)
			continue
		}
		if !assert.True(t, ok, "%s is in no room of the table", src.name) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), src.name, src.content, parser.ImportsOnly)
		require.NoError(t, err)
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			dir, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			to, ok := roomOf(dir)
			assert.True(t, ok, "%s imports %s, which is in no room of the table", src.name, imported)
			if strings.HasSuffix(src.name, "_test.go") && (from.name == "orm") == (to.name == "orm") {
				continue // tests may look around in their half of the house
			}
			assert.True(t, from.name == to.name || slices.Contains(from.may, to.name), "%s (%s) must not import %s", src.name, from.name, imported)
		}
	}
}

func TestGofmt(t *testing.T) {
	for _, src := range sources(t) {
		formatted, err := format.Source(src.content)
		if assert.NoError(t, err, src.name) {
			assert.True(t, bytes.Equal(src.content, formatted), "%s is not formatted: gofmt -w %s", src.name, src.name)
		}
	}
}

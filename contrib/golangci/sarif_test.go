package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// What rmwlint -format=sarif prints is valid by the standard's schema, with findings, fixes and failures in it.
func TestSchemaOfSARIF(t *testing.T) {
	rmwlint := filepath.Join(t.TempDir(), "rmwlint")
	build := exec.Command("go", "build", "-o", rmwlint, "github.com/rmwlint/rmwlint/cmd/rmwlint")
	build.Env = append(os.Environ(), "GOWORK=off")
	text, err := build.CombinedOutput()
	require.NoError(t, err, string(text))

	m := newModule(t, "", "")
	m.write("broken/b.go", "package broken\n\nvar x = y\n")
	cmd := exec.Command(rmwlint, "-format=sarif", "./...")
	cmd.Dir, cmd.Env = m.dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, _ := cmd.Output() // the status says that there are findings
	for _, part := range []string{`"codeFlows"`, `"artifactChanges"`, `"relatedLocations"`, `"toolExecutionNotifications"`, `"markdown"`} {
		require.Contains(t, string(out), part)
	}

	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
	require.NoError(t, err)
	require.NoError(t, schema(t).Validate(doc))
	wrong := strings.Replace(string(out), `"ruleId"`, `"rule"`, 1)
	doc, err = jsonschema.UnmarshalJSON(strings.NewReader(wrong))
	require.NoError(t, err)
	require.Error(t, schema(t).Validate(doc), "the schema is strict")
}

// schema is the standard's own, which a library of the module graph has as a constant that it does not export.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	list := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif")
	list.Env = append(os.Environ(), "GOWORK=off")
	dir, err := list.Output()
	require.NoError(t, err)
	require.Equal(t, "2.1.0", sarif.NewReport().Version)
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	require.NoError(t, err)
	var text string
	ast.Inspect(f, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && spec.Names[0].Name == "schema" {
			text, err = strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		}
		return true
	})
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("sarif.json", doc))
	compiled, err := c.Compile("sarif.json")
	require.NoError(t, err)
	return compiled
}

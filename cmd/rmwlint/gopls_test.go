package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWrongGopls(t *testing.T) {
	got := call("gopls", "-h")
	assert.Equal(t, exitOK, got.status)
	assert.Contains(t, got.stdout, "rmwlint gopls [-version V] [-o PATH]")
	assert.Equal(t, result{"", "rmwlint: gopls takes flags only, not v0.23.0\n", exitError}, call("gopls", "v0.23.0"))
	assert.Equal(t, result{"", "rmwlint: flag provided but not defined: -ouput\n", exitError}, call("gopls", "-ouput=x"))

	m := newModule(t, shop) // where there is no checkout, and no network
	m.env = append(m.env, "GOMODCACHE="+filepath.Join(m.dir, "none"))
	got = m.rmwlint("gopls", "-version=v0.0.1")
	assert.Equal(t, result{"", "rmwlint: this rmwlint was built from a checkout; run rmwlint gopls there, or say where it is with -source\n", exitError}, got)
	got = m.rmwlint("gopls", "-version=v0.0.1", "-source=.")
	assert.Equal(t, exitError, got.status)
	assert.Contains(t, got.stderr, "golang.org/x/tools/gopls@v0.0.1: module lookup disabled by GOPROXY=off")
}

// RMWLINT_GOPLS names the versions of gopls to build and to talk to: "v0.23.0 v0.22.0". Building one takes a minute or two.
func TestGopls(t *testing.T) {
	versions := strings.Fields(os.Getenv("RMWLINT_GOPLS"))
	if len(versions) == 0 {
		t.Skip("RMWLINT_GOPLS names no version")
	}
	rmwlint := buildProgram(t)
	here, err := filepath.Abs(".")
	require.NoError(t, err)
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			gopls := filepath.Join(t.TempDir(), "gopls-with-rmwlint")
			built := (&module{t: t, dir: here, env: os.Environ()}).run(rmwlint, "gopls", "-version="+version, "-o="+gopls)
			require.Equal(t, exitOK, built.status, built.stderr)
			assert.Contains(t, built.stdout, `"go.alternateTools": {"gopls": "`+gopls+`"}`)

			t.Run("check", func(t *testing.T) { goplsCheck(t, gopls, version) })
			t.Run("code action", func(t *testing.T) { goplsCodeAction(t, gopls) })
			t.Run("session", func(t *testing.T) { goplsSession(t, gopls) })
		})
	}
}

func goplsCheck(t *testing.T, gopls, version string) {
	m := newModule(t, stockLoss)
	assert.Contains(t, m.run(gopls, "version").stdout, version+"+rmwlint")
	got := m.run(gopls, "check", "stock/stock.go")
	assert.Contains(t, got.stdout, "$DIR/stock/stock.go:16:11-90: lost update: ")
	assert.NotContains(t, m.run(gopls, "check", "safe/safe.go").stdout, "lost update")
}

func goplsCodeAction(t *testing.T, gopls string) {
	m := newModule(t, stockLoss)
	got := m.run(gopls, "codeaction", "-kind=quickfix", "-exec", "-write", "stock/stock.go:16:11")
	require.Equal(t, 0, got.status, got.stderr)
	assert.Contains(t, m.content("stock/stock.go"), `"UPDATE products SET in_stock = in_stock - ? WHERE id = ?", qty, id)`)
	assert.Equal(t, 0, m.run("go", "vet", "./stock").status)
}

func goplsSession(t *testing.T, gopls string) {
	m := newModule(t, stockLoss)
	uri := "file://" + filepath.ToSlash(filepath.Join(m.dir, "stock/stock.go"))
	start := func(options map[string]any) *lspSession {
		s := startLSP(t, m, gopls, options)
		s.open(uri, m.content("stock/stock.go"))
		return s
	}
	s := start(nil)
	diagnostics := s.published(uri)
	s.stop()
	require.Len(t, diagnostics, 1)
	d := diagnostics[0]
	assert.Equal(t, "lostupdate", d.Source)
	assert.Equal(t, "arith", d.Code)
	assert.Equal(t, "https://github.com/rmwlint/rmwlint/blob/main/docs/lostupdate.md#arith", d.CodeDescription.Href)
	assert.Equal(t, 2, d.Severity, "a warning")
	assert.Equal(t, 15, d.Range.Start.Line)
	var steps []string
	for _, r := range d.RelatedInformation {
		assert.Equal(t, uri, r.Location.URI)
		steps = append(steps, strings.Fields(r.Message)[0])
	}
	assert.Equal(t, []string{"read", "computed", "written"}, steps)

	for on, want := range map[bool]int{true: 1, false: 0} {
		s := start(map[string]any{"pullDiagnostics": true, "analyses": map[string]bool{"lostupdate": on}})
		assert.Len(t, s.pulled(uri), want, "switched %t", on)
		s.stop()
	}
}

// The part of the protocol that the session looks at.
type (
	lspDiagnostic struct {
		Range           lspRange
		Severity        int
		Code            string
		CodeDescription struct{ Href string }
		Source, Message string

		RelatedInformation []struct {
			Location struct {
				URI   string
				Range lspRange
			}
			Message string
		}
	}
	lspRange struct {
		Start, End struct{ Line, Character int }
	}
	lspMessage struct {
		ID     json.RawMessage `json:"id,omitempty"`
		Method string          `json:"method,omitempty"`
		Params json.RawMessage `json:"params,omitempty"`
		Result json.RawMessage `json:"result,omitempty"`
	}
)

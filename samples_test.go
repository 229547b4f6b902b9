package rmwlint_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

const stockLoss = `package stock

import (
	"context"
	"database/sql"
)

func sell(ctx context.Context, db *sql.DB, id int64) error {
	var stock int
	if err := db.QueryRowContext(ctx, "SELECT in_stock FROM products WHERE id = ?", id).Scan(&stock); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "UPDATE products SET in_stock = ? WHERE id = ?", stock-1, id)
	return err
}
`

// A place is a module with a finding, and rmwlint in the PATH as go install leaves it.
type place struct {
	t   *testing.T
	dir string
	env []string
}

func newPlace(t *testing.T) place {
	t.Helper()
	gopath := t.TempDir()
	output(t, 0, "go", "build", "-o", filepath.Join(gopath, "bin", "rmwlint"), "./cmd/rmwlint")
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/stock\n\ngo 1.25\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "stock.go"), []byte(stockLoss), 0o666))
	cache := strings.TrimSpace(output(t, 0, "go", "env", "GOMODCACHE"))
	return place{t, dir, append(os.Environ(), "GOWORK=off", "GOMODCACHE="+cache, "GOPATH="+gopath, "GOBIN=", "PWD="+dir,
		"PATH="+filepath.Join(gopath, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))}
}

func (p place) run(env []string, name string, args ...string) (out string, status int) {
	p.t.Helper()
	cmd := exec.CommandContext(p.t.Context(), name, args...)
	cmd.Dir, cmd.Env = p.dir, append(p.env, env...)
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	if err := cmd.Run(); !errors.As(err, new(*exec.ExitError)) {
		require.NoError(p.t, err)
	}
	return b.String(), cmd.ProcessState.ExitCode()
}

func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(data, into))
}

// The hooks of pre-commit are run as it does.
func TestPreCommitHooks(t *testing.T) {
	var hooks []struct {
		ID, Entry, Language string
		PassFilenames       bool `yaml:"pass_filenames"`
	}
	readYAML(t, ".pre-commit-hooks.yaml", &hooks)
	p := newPlace(t)
	want := map[string]int{"rmwlint": 1, "rmwlint-fix": 0} // the second changes files, by which pre-commit tells a failure
	assert.Len(t, hooks, len(want))
	for _, h := range hooks {
		assert.Equal(t, "golang", h.Language)
		assert.False(t, h.PassFilenames)
		out, status := p.run(nil, "bash", "-c", h.Entry)
		assert.Equal(t, want[h.ID], status, out)
	}
	fixed, err := os.ReadFile(filepath.Join(p.dir, "stock.go"))
	require.NoError(t, err)
	assert.Contains(t, string(fixed), "SET in_stock = in_stock - ")
}

// The script of the GitHub action is run with what GitHub sets.
func TestAction(t *testing.T) {
	var action struct {
		Inputs map[string]struct{ Default string }
		Runs   struct {
			Using string
			Steps []struct {
				ID, Shell, Run string
				Env            map[string]string
			}
		}
	}
	readYAML(t, "action.yml", &action)
	require.Equal(t, "composite", action.Runs.Using)
	lint := action.Runs.Steps[len(action.Runs.Steps)-1]
	require.Equal(t, "lint", lint.ID)
	p := newPlace(t)
	temp := t.TempDir()
	run := func(inputs map[string]string) (out string, status int) {
		env := []string{"RUNNER_TEMP=" + temp, "GITHUB_OUTPUT=" + filepath.Join(temp, "output")}
		for name, value := range lint.Env {
			input := strings.TrimSuffix(strings.TrimPrefix(value, "${{ inputs."), " }}")
			require.Contains(t, action.Inputs, input)
			if given, ok := inputs[input]; ok {
				env = append(env, name+"="+given)
			} else {
				env = append(env, name+"="+action.Inputs[input].Default)
			}
		}
		return p.run(env, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lint.Run)
	}
	out, status := run(nil)
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "::warning file=stock.go,line=13,")
	data, err := os.ReadFile(filepath.Join(temp, "output"))
	require.NoError(t, err)
	assert.Equal(t, "sarif="+filepath.Join(temp, "rmwlint.sarif")+"\n", string(data))
	sarif, err := os.ReadFile(filepath.Join(temp, "rmwlint.sarif"))
	require.NoError(t, err)
	assert.Contains(t, string(sarif), `"ruleId": "lostupdate/arith"`)

	_, status = run(map[string]string{"fail": "false"})
	assert.Equal(t, 0, status)
	_, status = run(map[string]string{"args": "-lostupdate=false"})
	assert.Equal(t, 0, status)
	_, status = run(map[string]string{"fail": "false", "packages": "./nowhere"})
	assert.Equal(t, 2, status, "what could not be analysed fails")
}

// A module takes rmwlint among its tools, and runs it as go tool and as the vettool of go vet.
func TestGoTool(t *testing.T) {
	p := newPlace(t)
	root, err := filepath.Abs(".")
	require.NoError(t, err)
	sums, err := os.ReadFile("go.sum")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(p.dir, "go.sum"), sums, 0o666)) // nothing is asked of the network
	out, status := p.run(nil, "go", "mod", "edit", "-tool=github.com/rmwlint/rmwlint/cmd/rmwlint",
		"-require=github.com/rmwlint/rmwlint@v0.0.0", "-replace=github.com/rmwlint/rmwlint="+root)
	require.Equal(t, 0, status, out)
	p.env = append(p.env, "GOFLAGS=", "GOPROXY=off")
	out, status = p.run(nil, "go", "build", "-mod=mod", "-o="+os.DevNull, "github.com/rmwlint/rmwlint/cmd/rmwlint") // adds what it requires
	require.Equal(t, 0, status, out)
	out, status = p.run(nil, "go", "tool", "rmwlint", "./...")
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "stock.go:13:12: lost update: products.in_stock ")
	tool, status := p.run(nil, "go", "tool", "-n", "rmwlint")
	require.Equal(t, 0, status, tool)
	out, status = p.run(nil, "go", "vet", "-vettool="+strings.TrimSpace(tool), "./...")
	assert.Equal(t, 1, status)
	assert.Contains(t, out, "stock.go:13:12: lost update: products.in_stock ")
}

package rmwlint_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// The README shows what is printed: its finding and its diff are those of the examples, and its program compiles.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	dir := t.TempDir()
	rmwlint := filepath.Join(dir, "rmwlint")
	output(t, 0, "go", "build", "-o", rmwlint, "./cmd/rmwlint")
	findings := output(t, 1, rmwlint, "./examples/...")
	diff := output(t, 1, rmwlint, "-diff", "./examples/...")

	seen := map[string]int{}
	for _, block := range fence.FindAllStringSubmatch(string(readme), -1) {
		kind, text := block[1], block[2]
		seen[kind]++
		switch {
		case kind == "text":
			assert.Contains(t, findings, text)
		case kind == "diff":
			assert.Contains(t, diff, text)
		case kind == "yaml":
			var doc any
			assert.NoError(t, yaml.Unmarshal([]byte(text), &doc), text)
		case kind == "go" && regexp.MustCompile(`(?m)^package `).MatchString(text):
			file := filepath.Join(dir, "shop.go")
			require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
			output(t, 0, "go", "vet", file)
			assert.Empty(t, output(t, 0, "gofmt", "-l", file))
		}
	}
	assert.Equal(t, map[string]int{"sh": 6, "text": 1, "diff": 1, "go": 2, "yaml": 3}, seen)
}

// output runs a command in the workspace, which has to end with the status, and returns what it prints.
func output(t *testing.T, status int, name string, args ...string) string {
	t.Helper()
	work, err := filepath.Abs("go.work")
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "GOWORK="+work)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	require.Equal(t, status, cmd.ProcessState.ExitCode(), "%s %v:\n%s", name, args, out)
	return string(out)
}

package fix_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
)

// TestGoldenCompiles builds the fixtures of loops and whole rows with their golden files in place: all edits of a file at once.
func TestGoldenCompiles(t *testing.T) {
	root := fixturetest.Root(t)
	replace := map[string]string{}
	for _, p := range []string{"bulk", "stale"} {
		files, err := filepath.Glob(filepath.Join(root, "fix", p, "*.golden"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, f := range files {
			replace[strings.TrimSuffix(f, ".golden")] = f
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(overlay, text, 0o600))
	out, err := run(t, root, "go", "build", "-overlay", overlay, "./fix/bulk", "./fix/stale")
	require.NoError(t, err, out)
}

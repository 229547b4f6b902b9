package apply

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/report"
)

func TestWriteKeepsMode(t *testing.T) {
	tr := newTree(t, map[string]string{"a.go": "package p\n\nvar a = 1\n"})
	require.NoError(t, os.Chmod(tr.path("a.go"), 0o751))
	_, err := Build([]report.Finding{finding("a", tr.edit("a.go", "1", "2"))}, tr.snapshot).Write()
	require.NoError(t, err)
	info, err := os.Stat(tr.path("a.go"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o751), info.Mode())
	assert.Equal(t, "package p\n\nvar a = 2\n", tr.content("a.go"))
}

// A symbolic link stays one, and what it points to is changed.
func TestWriteThroughLink(t *testing.T) {
	tr := newTree(t, map[string]string{"a.go": "package p\n\nvar a = 1\n"})
	other := t.TempDir()
	require.NoError(t, os.Rename(tr.path("a.go"), filepath.Join(other, "real.go")))
	require.NoError(t, os.Symlink(filepath.Join(other, "real.go"), tr.path("a.go")))
	_, err := Build([]report.Finding{finding("a", tr.edit("a.go", "1", "2"))}, tr.snapshot).Write()
	require.NoError(t, err)
	info, err := os.Lstat(tr.path("a.go"))
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&os.ModeSymlink)
	assert.Equal(t, "package p\n\nvar a = 2\n", tr.content("a.go"))
}

// A file that is edited between the plan and its writing keeps the edit; the others are written.
func TestWriteSparesWhatWasEditedMeanwhile(t *testing.T) {
	tr := newTree(t, map[string]string{"a.go": "package p\n\nvar a = 1\n", "b.go": "package p\n\nvar b = 1\n"})
	plan := Build([]report.Finding{
		finding("a", tr.edit("a.go", "1", "2")),
		finding("b", tr.edit("b.go", "1", "2")),
	}, tr.snapshot)
	require.NoError(t, os.WriteFile(tr.path("a.go"), []byte("package p\n\nvar a = 7\n"), 0o640))
	written, err := plan.Write()
	assert.ErrorContains(t, err, "a.go was not changed: it was edited meanwhile; run rmwlint -fix again")
	assert.Equal(t, []string{tr.path("b.go")}, written)
	assert.Equal(t, "package p\n\nvar a = 7\n", tr.content("a.go"))
	assert.Equal(t, "package p\n\nvar b = 2\n", tr.content("b.go"))
	tr.assertTidy("a.go", "b.go")
}

// If one of the new files cannot be put beside its original, none is changed.
func TestWriteIsAllOrNothingUpToTheRename(t *testing.T) {
	tr := newTree(t, map[string]string{"a.go": "package p\n\nvar a = 1\n", "b.go": "package p\n\nvar b = 1\n"})
	plan := Build([]report.Finding{
		finding("a", tr.edit("a.go", "1", "2")),
		finding("b", tr.edit("b.go", "1", "2")),
	}, tr.snapshot)
	require.Len(t, plan.Changes, 2)
	require.NoError(t, os.Remove(tr.path("b.go")))
	written, err := plan.Write()
	assert.ErrorContains(t, err, "nothing was changed")
	assert.Empty(t, written)
	assert.Equal(t, "package p\n\nvar a = 1\n", tr.content("a.go"))
	tr.assertTidy("a.go")
}

// Only a user who is not root notices a directory without write permission.
func TestWriteIntoReadOnlyDirectory(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("needs a user whom permissions bind")
	}
	tr := newTree(t, map[string]string{"a.go": "package p\n\nvar a = 1\n"})
	plan := Build([]report.Finding{finding("a", tr.edit("a.go", "1", "2"))}, tr.snapshot)
	require.NoError(t, os.Chmod(tr.dir, 0o555))
	t.Cleanup(func() { os.Chmod(tr.dir, 0o755) })
	_, err := plan.Write()
	assert.ErrorContains(t, err, "nothing was changed: no new file can be written beside")
	assert.Equal(t, "package p\n\nvar a = 1\n", tr.content("a.go"))
}

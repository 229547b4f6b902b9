package adopt

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/report"
)

const store = `package shop

func sell() {
	save(1)
	save(2)
}

func buy() {
	save(3)
}
`

// found is a finding at each call of save in a file.
func found(t *testing.T, file string) []report.Finding {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var findings []report.Finding
	for i, line := range strings.Split(string(data), "\n") {
		if strings.HasPrefix(line, "\tsave(") {
			at := report.Position{File: file, Line: i + 1, Col: 2}
			findings = append(findings, report.Finding{Check: "stock", Pos: at, End: at, Message: "saved, read at line 1; and advice"})
		}
	}
	return findings
}

func write(t *testing.T, file, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
}

func lines(findings []report.Finding) []int {
	var lines []int
	for _, f := range findings {
		lines = append(lines, f.Pos.Line)
	}
	return lines
}

func TestBaseline(t *testing.T) {
	dir := t.TempDir()
	file, base := filepath.Join(dir, "shop", "store.go"), filepath.Join(dir, "known.json")
	write(t, file, store)
	_, ok, err := ReadBaseline(base)
	require.NoError(t, err)
	require.False(t, ok)
	require.NoError(t, WriteBaseline(base, found(t, file), &report.Sources{}))
	data, err := os.ReadFile(base)
	require.NoError(t, err)
	assert.Equal(t, `{
  "version": 1,
  "findings": [
    {
      "file": "shop/store.go",
      "func": "buy",
      "check": "stock",
      "message": "saved, read at line ?",
      "count": 1
    },
    {
      "file": "shop/store.go",
      "func": "sell",
      "check": "stock",
      "message": "saved, read at line ?",
      "count": 2
    }
  ]
}
`, string(data))

	known, ok, err := ReadBaseline(base)
	require.NoError(t, err)
	require.True(t, ok)
	fresh := func() []int { return lines(known.New(base, found(t, file), &report.Sources{})) }
	assert.Empty(t, fresh())
	write(t, file, strings.Replace(store, "func sell() {", "// Lines move.\n\nfunc sell() {\n\tx := 1\n", 1))
	assert.Empty(t, fresh())
	write(t, file, strings.Replace(store, "\tsave(2)", "\tsave(2)\n\tsave(4)", 1))
	assert.Equal(t, []int{6}, fresh(), "a third one in a function that had two")
	write(t, file, store+"\nfunc give() {\n\tsave(5)\n}\n")
	assert.Equal(t, []int{13}, fresh())
}

func TestWrongBaseline(t *testing.T) {
	file := filepath.Join(t.TempDir(), "known.json")
	write(t, file, `{"version": 1, "finding": []}`)
	_, _, err := ReadBaseline(file)
	assert.EqualError(t, err, file+` is no baseline of rmwlint: json: unknown field "finding"`)
	for text, want := range map[string]string{
		"":                 "it is empty",
		"[]":               "there is a JSON array at byte 1 that does not belong there",
		`{"version": 1`:    "unexpected EOF",
		`{"version": "1"}`: "there is a JSON string at byte 15 that does not belong there",
	} {
		write(t, file, text)
		_, _, err = ReadBaseline(file)
		assert.EqualError(t, err, file+" is no baseline of rmwlint: "+want)
	}
	write(t, file, `{"version": 2}`)
	_, _, err = ReadBaseline(file)
	assert.EqualError(t, err, file+" is a baseline of version 2, and this rmwlint knows version 1")
}

func TestParseDiff(t *testing.T) {
	changes := parseDiff("/r", `diff --git a/a.go b/a.go
--- a/a.go
+++ b/a.go
@@ -3 +3,2 @@ func f() {
-old
+++ b/not a name
+new
@@ -9,2 +11,0 @@
-gone
-gone
\ No newline at end of file
diff --git a/x y/b.go b/x y/b.go
--- /dev/null
+++ b/x y/b.go	
@@ -0,0 +1,3 @@
+1
+2
+3
`)
	assert.Equal(t, Changes{"/r/a.go": {{3, 4}, {11, 12}}, "/r/x y/b.go": {{1, 3}}}, changes)
}

func TestChangesSince(t *testing.T) {
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=me", "-c", "user.email=me@example.com"}, args...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	file, other := filepath.Join(dir, "shop", "store.go"), filepath.Join(dir, "shop", "näw file.go")
	run("init", "-q")
	write(t, file, store)
	run("add", ".")
	run("commit", "-q", "-m", "first")
	fresh := func(dir string) []int {
		t.Helper()
		changes, err := ChangesSince(t.Context(), dir, "HEAD")
		require.NoError(t, err)
		return lines(changes.New(found(t, file)))
	}
	assert.Empty(t, fresh(dir))
	write(t, file, strings.Replace(store, "save(2)", "save(4)", 1))
	assert.Equal(t, []int{5}, fresh(dir))
	assert.Equal(t, []int{5}, fresh(filepath.Join(dir, "shop")), "from a directory of the repository")

	write(t, other, store)
	changes, err := ChangesSince(t.Context(), dir, "HEAD")
	require.NoError(t, err)
	assert.Equal(t, []int{4, 5, 9}, lines(changes.New(found(t, other))), "a file that git does not know yet is new")
	at := report.Position{File: file, Line: 5, Col: 1}
	traced := report.Finding{Pos: report.Position{File: file, Line: 9, Col: 1}, Related: []report.Related{{Pos: at, End: at}}}
	assert.Len(t, changes.New([]report.Finding{traced}), 1, "a step of the trace has changed")
	run("add", ".")
	run("commit", "-q", "-m", "second")
	run("branch", "other", "HEAD~1")
	run("checkout", "-q", "other")
	write(t, filepath.Join(dir, "README"), "")
	run("add", ".")
	run("commit", "-q", "-m", "third")
	changes, err = ChangesSince(t.Context(), dir, "@{-1}")
	require.NoError(t, err)
	assert.Empty(t, changes, "what another branch has changed since this one left it is not this one's")

	clone := filepath.Join(t.TempDir(), "clone")
	run("clone", "-q", "--depth=1", "file://"+dir, clone)
	_, err = ChangesSince(t.Context(), clone, "HEAD~1")
	assert.ErrorContains(t, err, "-new-from HEAD~1: git knows no such revision; this clone is a shallow one")
	outside := t.TempDir()
	_, err = ChangesSince(t.Context(), outside, "HEAD")
	assert.ErrorContains(t, err, "-new-from HEAD: git rev-parse: fatal: not a git repository")

	_, err = ChangesSince(t.Context(), dir, "nowhere")
	assert.EqualError(t, err, "-new-from nowhere: git knows no such revision")
	_, err = ChangesSince(t.Context(), t.TempDir(), "HEAD")
	assert.ErrorContains(t, err, "not a git repository")
}

package apply

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/report"
)

// rebuild makes both texts out of a comparison.
func rebuild(t *testing.T, ops []op, a, b []string) (gotA, gotB []string) {
	t.Helper()
	for _, o := range ops {
		if o.kind != insert {
			require.Equal(t, len(gotA), o.a, "lines of a in order")
			gotA = append(gotA, a[o.a])
		}
		if o.kind != remove {
			require.Equal(t, len(gotB), o.b, "lines of b in order")
			gotB = append(gotB, b[o.b])
		}
		if o.kind == equal {
			require.Equal(t, a[o.a], b[o.b])
		}
	}
	return gotA, gotB
}

func edits(ops []op) int {
	n := 0
	for _, o := range ops {
		if o.kind != equal {
			n++
		}
	}
	return n
}

// lcs is the length of the longest common subsequence by the textbook's table.
func lcs(a, b []string) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			if a[i] == b[j] {
				table[i+1][j+1] = table[i][j] + 1
			} else {
				table[i+1][j+1] = max(table[i][j+1], table[i+1][j])
			}
		}
	}
	return table[len(a)][len(b)]
}

func TestCompareIsShortest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() []string {
		lines := make([]string, r.IntN(12))
		for i := range lines {
			lines[i] = string(rune('a' + r.IntN(3)))
		}
		return lines
	}
	for range 20000 {
		a, b := text(), text()
		ops := compare(a, b)
		gotA, gotB := rebuild(t, ops, a, b)
		require.Equal(t, strings.Join(a, ""), strings.Join(gotA, ""))
		require.Equal(t, strings.Join(b, ""), strings.Join(gotB, ""))
		require.Equal(t, len(a)+len(b)-2*lcs(a, b), edits(ops), "%q %q", a, b)
	}
}

func TestCompareOfTextsThatShareLittle(t *testing.T) {
	var a, b []string
	for i := range 3000 {
		a, b = append(a, fmt.Sprint("a", i)), append(b, fmt.Sprint("b", i))
	}
	a, b = append(a, "same"), append(b, "same")
	ops := compare(a, b)
	gotA, gotB := rebuild(t, ops, a, b)
	assert.Equal(t, a, gotA)
	assert.Equal(t, b, gotB)
	assert.Equal(t, 6000, edits(ops))
}

func TestDiff(t *testing.T) {
	tests := []struct{ name, before, after, want string }{
		{"nothing", "a\n", "a\n", ""},
		{"a change", "a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a\nb\nc\nd\nX\nf\ng\nh\ni\n", "@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+X\n f\n g\n h\n"},
		{"two changes whose contexts meet", "a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n", "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n"},
		{"two changes far apart", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n", "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n"},
		{"to an empty file", "a\n", "", "@@ -1 +0,0 @@\n-a\n"},
		{"from an empty file", "", "a\n", "@@ -0,0 +1 @@\n+a\n"},
		{"no newline at the end", "a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := Plan{Changes: []Change{{File: "/x/f.go", Before: []byte(tt.before), After: []byte(tt.after)}}}
			if tt.before == tt.after {
				plan.Changes = nil
			} else {
				tt.want = "--- a/f.go\n+++ b/f.go\n" + tt.want
			}
			assert.Equal(t, tt.want, plan.Diff(func(file string) string { return strings.TrimPrefix(file, "/x/") }))
		})
	}
}

func TestMoved(t *testing.T) {
	plan := Plan{Changes: []Change{
		{File: "/x/f.go", Before: []byte("a\nold\nolder\nb\nc\ngone"), After: []byte("new\na\nnow\nb\nc\n")},
		{File: "/x/g.go", Before: []byte("a\n"), After: []byte("b\na\n")},
	}}
	move := plan.Moved([]string{"/x/f.go"})
	var lines []int
	for line := range 8 {
		lines = append(lines, move(report.Position{File: "/x/f.go", Line: line}).Line)
	}
	assert.Equal(t, []int{0, 2, 3, 3, 4, 5, 5, 7}, lines)
	assert.Equal(t, 1, move(report.Position{File: "/x/g.go", Line: 1}).Line, "a file that was not written")
}

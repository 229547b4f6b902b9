package adopt

import (
	"bytes"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rmwlint/rmwlint/internal/report"
)

// FuzzBaseline looks for a file that makes the package panic, and for one that is not read again as it was written.
func FuzzBaseline(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "null", "[]", `{"version": 1}`, `{"version": 2, "findings": []}`, `{"version": 1, "findings": null, "more": 1}`,
		`{"version": 1, "findings": [{"file": "a.go", "func": "F", "check": "lostupdate/arith", "message": "x at line 3", "count": 2}]}`,
		`{"version": 1, "findings": [{"file": "../a.go", "check": "", "message": "<é\u2028>", "count": -9223372036854775808}]} {`,
	} {
		f.Add([]byte(seed))
	}
	file := filepath.Join(f.TempDir(), "known.json")
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := parseBaseline(file, data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), file+" is ") {
				t.Errorf("an error without the file's name: %v", err)
			}
			return
		}
		for id, n := range b {
			if n < 1 {
				t.Errorf("%v is known %d times", id, n)
			}
		}
		text, err := b.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseBaseline(file, text)
		if err != nil || !reflect.DeepEqual(b, again) {
			t.Errorf("%v became %v, %v", b, again, err)
		}
		if second, _ := again.encode(); !bytes.Equal(text, second) {
			t.Errorf("%s became %s", text, second)
		}
		b.New(file, []report.Finding{{Pos: report.Position{File: file, Line: 1}, Message: "x"}}, &report.Sources{})
	})
}

// FuzzDiff looks for a patch that makes the package panic, or has lines before a file's first.
func FuzzDiff(f *testing.F) {
	f.Add("diff --git a/x.go b/x.go\n--- a/x.go\n+++ b/x.go\n@@ -1,2 +1,3 @@ func f() {\n-a\n-b\n+a\n+b\n+c\n\\ No newline at end of file\n@@ -9 +10,0 @@\n-x\n")
	f.Add("+++ b/a b.go\t\n@@ -0,0 +1 @@\n+++ b/not a name\n")
	f.Add("@@ -1 @@\n@@ \n+++ \"b/\\303\\251.go\"\n@@ -1,-5 +9999999999999999999,3 @@\n")
	f.Fuzz(func(t *testing.T, diff string) {
		for file, spans := range parseDiff("/repo", diff) {
			for _, s := range spans {
				if s.first < 0 || s.last < s.first {
					t.Errorf("%s: lines %d to %d", file, s.first, s.last)
				}
			}
		}
	})
}

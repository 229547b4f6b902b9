package suppress

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// FuzzScan looks for a file whose comments make the package panic, suppress lines that are not there, or suppress anything though
// no comment has one of the words.
func FuzzScan(f *testing.F) {
	for _, comment := range []string{
		"//nolint", "//nolint:rmwlint", "//nolint:errcheck, lostupdate/arith // reason", "// nolint:all", "//lint:ignore lostupdate reason",
		"//lint:file-ignore rmwlint reason", "//lint:ignore lostupdate", "/* nolint */", "//nolintlint", "//line x.go:900", "//nolint:,,/ //",
	} {
		f.Add("package p\n\n" + comment + "\nfunc f() {\n\tsave() " + comment + "\n}\n")
		f.Add(comment + "\npackage p\n")
	}
	f.Add("package p //nolint\nvar x = []int{ //nolint:lostupdate\n\t1,\n}\n")
	f.Fuzz(func(t *testing.T, src string) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "store.go", src, parser.ParseComments|parser.SkipObjectResolution)
		if file == nil {
			return
		}
		lines := lineOf(fset, file.FileEnd)
		for _, r := range scan(fset, file) {
			if r.from < 1 || r.to < r.from || r.to > lines {
				t.Errorf("%q suppresses lines %d to %d of %d", r.text, r.from, r.to, lines)
			}
			if err == nil && !strings.Contains(r.text, "nolint") && !strings.Contains(r.text, "lint:") {
				t.Errorf("%q suppresses something", r.text)
			}
			for _, name := range r.names {
				if name != strings.ToLower(name) || strings.Contains(name, ",") {
					t.Errorf("%q names %q", r.text, name)
				}
			}
			r.names.match("lostupdate", "arith")
			r.covers(1, lines)
		}
	})
}

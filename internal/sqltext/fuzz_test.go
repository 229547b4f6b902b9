package sqltext

import (
	"os"
	"strings"
	"testing"
)

// FuzzParse looks for a text that makes the package panic, that takes it more steps than its length allows, or of which
// it reports positions outside.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if err := positions(sql); err != nil {
			t.Error(err)
		}
		if size, steps := work("", sql, "", 1); steps > 64*size+4096 {
			t.Errorf("%d steps for %d bytes", steps, size)
		}
		for s := range All(Parse(sql)) {
			if s.Table != "" && len(s.Tables) == 0 {
				t.Errorf("table %q of no tables", s.Table)
			}
			for _, a := range s.Set {
				if a.Self && a.ColumnArg == nil && !contains(a.Columns, a.Column) {
					t.Errorf("%q mentions itself, but only %q", a.Column, a.Columns)
				}
			}
			SameTable(s.Table, Normal(s.Table))
		}
	})
}

// seeds takes the texts of the tables in this package's tests, which begin a line with {`.
func seeds(f *testing.F) []string {
	files, err := os.ReadDir(".")
	if err != nil {
		f.Fatal(err)
	}
	var out []string
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		src, err := os.ReadFile(file.Name())
		if err != nil {
			f.Fatal(err)
		}
		for _, line := range strings.Split(string(src), "\n") {
			if _, rest, ok := strings.Cut(line, "{`"); ok {
				sql, _, _ := strings.Cut(rest, "`")
				out = append(out, sql)
			}
		}
	}
	if len(out) < 150 {
		f.Fatalf("only %d texts found in the tests", len(out))
	}
	return out
}

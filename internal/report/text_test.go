package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const store = `package shop

func (s *Store) Sell(id int64, qty int) error {
	var p Product
	if err := s.db.First(&p, id).Error; err != nil {
		return err
	}
	p.InStock -= qty
	return s.db.
		Save(&p).Error
}

func long() { name := "` + "\x1b[31m" + `ä"; _ = append([]string{"a", "b", "c", "d", "e", "f", "g", "h", "i"}, "j", "k", "l", "m", "n", "o", "p"); save(name) }
`

// shop writes the source to a directory and makes positions in it.
func shop(t *testing.T) (dir string, at func(line, col int) Position) {
	t.Helper()
	dir = t.TempDir()
	file := filepath.Join(dir, "shop", "store.go")
	require.NoError(t, os.Mkdir(filepath.Dir(file), 0o777))
	require.NoError(t, os.WriteFile(file, []byte(store), 0o666))
	return dir, func(line, col int) Position { return Position{file, line, col} }
}

func TestFormat(t *testing.T) {
	dir, at := shop(t)
	tests := []struct {
		name    string
		finding Finding
		context int
		want    string
	}{
		{
			name: "trace and alternatives",
			finding: Finding{
				Check: "lostupdate", Category: "arith", Pos: at(8, 2), End: at(8, 18),
				Message: "lost update: Product.InStock is read at line 5, decremented in Go and saved here; two requests that both read 5 leave 4",
				Related: []Related{
					{at(5, 12), at(5, 30), "read Product.InStock"},
					{at(8, 2), at(8, 2), "computed -"},
					{at(5, 12), at(5, 30), "locked without a transaction"},
					{at(8, 2), at(8, 2), "computed: here"},
					{at(9, 9), at(10, 11), "the call leaves the package"},
				},
				Fixes: []Fix{{Title: "decrement in the UPDATE"}, {Title: "orm.Update"}},
			},
			want: `
shop/store.go:8:2: lost update: Product.InStock is read at line 5, decremented in Go and saved here;
    two requests that both read 5 leave 4 (lostupdate/arith)
    8 |     p.InStock -= qty
      |     ^^^^^^^^^^^^^^^^
   read      store.go:5  s.db.First(&p, id)
   computed  store.go:8  p.InStock -= qty
   locked    store.go:5  s.db.First(&p, id)  // without a transaction
   computed  store.go:8  p.InStock -= qty
   note      store.go:9  return s.db.  // the call leaves the package
   written   store.go:8  p.InStock -= qty
   fix       decrement in the UPDATE
   or        orm.Update  (-fixstyle=orm)
`,
		},
		{
			name:    "several lines, with context",
			finding: Finding{Check: "lostupdate", Pos: at(9, 9), End: at(10, 17), Message: "m"},
			context: 1,
			want: `
shop/store.go:9:9: m (lostupdate)
    8 |     p.InStock -= qty
    9 |     return s.db.
      |            ^^^^^
   10 |         Save(&p).Error
`,
		},
		{
			name:    "a point without an end",
			finding: Finding{Check: "lostupdate", Pos: at(8, 4), End: at(8, 4), Message: "m"},
			want: `
shop/store.go:8:4: m (lostupdate)
    8 |     p.InStock -= qty
      |       ^
`,
		},
		{
			name:    "the beginning of a file, with more context than there is",
			finding: Finding{Check: "lostupdate", Pos: at(1, 1), End: at(1, 8), Message: "m"},
			context: 2,
			want: `
shop/store.go:1:1: m (lostupdate)
    1 | package shop
      | ^^^^^^^
    2 |
    3 | func (s *Store) Sell(id int64, qty int) error {
`,
		},
		{
			name:    "a long line is cut around the place, and escape sequences are not printed",
			finding: Finding{Check: "lostupdate", Pos: at(13, 136), End: at(13, 146), Message: "m\x1b[0m"},
			want: `
shop/store.go:13:136: m·[0m (lostupdate)
   13 | …, "b", "c", "d", "e", "f", "g", "h", "i"}, "j", "k", "l", "m", "n", "o", "p"); save(name) }
      |                                                                                 ^^^^^^^^^^
`,
		},
		{
			name:    "a place in the middle of a long line",
			finding: Finding{Check: "lostupdate", Pos: at(13, 23), End: at(13, 32), Message: "m"},
			want: `
shop/store.go:13:23: m (lostupdate)
   13 | func long() { name := "·[31mä"; _ = append([]string{"a", "b", "c", "d", "e", "f", "g", "h",…
      |                       ^^^^^^^^
`,
		},
		{
			name:    "code that has gone",
			finding: Finding{Check: "lostupdate", Pos: at(99, 1), End: at(99, 2), Message: "m", Related: []Related{{at(98, 1), at(98, 1), "read"}}},
			want: `
shop/store.go:99:1: m (lostupdate)
   read      store.go:98
   written   store.go:99
`,
		},
		{
			name:    "a step in another directory",
			finding: Finding{Check: "lostupdate", Pos: at(8, 4), End: at(8, 11), Message: "m", Related: []Related{{Position{filepath.Join(dir, "repo", "r.go"), 7, 1}, Position{}, "call"}, {at(8, 4), at(8, 4), "written"}}},
			want: `
shop/store.go:8:4: m (lostupdate)
    8 |     p.InStock -= qty
      |       ^^^^^^^
   call      repo/r.go:7
   written   store.go:8   InStock
`,
		},
		{
			name:    "no position",
			finding: Finding{Check: "lostupdate", Message: "m"},
			want:    "\n-: m (lostupdate)\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := &Text{Base: dir, Context: tt.context}
			got := text.Format(tt.finding)
			assert.Equal(t, strings.TrimPrefix(tt.want, "\n"), got)
			for line := range strings.Lines(got) {
				assert.LessOrEqual(t, len([]rune(line)), width+1, line)
				assert.Equal(t, strings.TrimRight(line, " \n")+"\n", line, "no spaces at the end")
			}
			// Colours change nothing but the colours.
			text.Color = true
			colored := text.Format(tt.finding)
			assert.NotEqual(t, got, colored)
			assert.Equal(t, got, stripColors(colored))
		})
	}
}

func stripColors(s string) string {
	for _, code := range []string{"\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[36m", "\x1b[32m", "\x1b[0m"} {
		s = strings.ReplaceAll(s, code, "")
	}
	return s
}

func TestFormatOfCRLF(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.go")
	require.NoError(t, os.WriteFile(file, []byte("package a\r\n\r\nvar x = 1\r\n"), 0o666))
	got := (&Text{Base: dir}).Format(Finding{Check: "c", Pos: Position{file, 3, 9}, End: Position{file, 4, 1}, Message: "m"})
	assert.Equal(t, "a.go:3:9: m (c)\n    3 | var x = 1\n      |         ^\n", got)
}

func TestWrapKeepsLongWords(t *testing.T) {
	name := strings.Repeat("x", 30)
	assert.Equal(t, []string{name + "/a b.go:1:1:", "  to " + name, "  be"}, wrap(name+"/a b.go:1:1:", "to "+name+" be", 35, 2))
}

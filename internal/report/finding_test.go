package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParsePosition(t *testing.T) {
	tests := []struct {
		text string
		want Position
	}{
		{"/shop/store.go:41:12", Position{"/shop/store.go", 41, 12}},
		{"/shop/x.y:10", Position{"/shop/x.y", 10, 0}},
		{"/shop/store.go", Position{"/shop/store.go", 0, 0}},
		{`C:\shop\store.go:3:1`, Position{`C:\shop\store.go`, 3, 1}},
		{"/a:b/store.go:3:1", Position{"/a:b/store.go", 3, 1}},
		{"-", Position{}},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, ParsePosition(tt.text), tt.text)
		assert.Equal(t, tt.text, tt.want.String())
	}
	assert.Equal(t, Position{}, ParsePosition(""))
}

func TestSort(t *testing.T) {
	at := func(file string, line, col int, message string) Finding {
		return Finding{Check: "lostupdate", Category: "arith", Pos: Position{file, line, col}, Message: message}
	}
	got := Sort([]Finding{
		at("b.go", 1, 1, "x"),
		at("a.go", 10, 1, "x"),
		at("a.go", 9, 2, "y"),
		at("a.go", 9, 2, "x"),
		at("b.go", 1, 1, "x"), // again, out of the package's test variant
	})
	assert.Equal(t, []Finding{
		at("a.go", 9, 2, "x"),
		at("a.go", 9, 2, "y"),
		at("a.go", 10, 1, "x"),
		at("b.go", 1, 1, "x"),
	}, got)
}

func TestSummary(t *testing.T) {
	assert.Equal(t, "no findings", Summary(nil))
	fs := []Finding{
		{Check: "pksave", Category: "upsert", Pos: Position{"a.go", 1, 1}},
		{Check: "lostupdate", Category: "arith", Pos: Position{"a.go", 2, 1}},
		{Check: "lostupdate", Category: "arith", Pos: Position{"b.go", 2, 1}},
	}
	assert.Equal(t, "1 finding in 1 file: pksave/upsert 1", Summary(fs[:1]))
	assert.Equal(t, "3 findings in 2 files: lostupdate/arith 2, pksave/upsert 1", Summary(fs))
	assert.Equal(t, "2 fixes", Count(2, "fix"))
}

// A finding that has moved names its new lines, each once: 3 has become 4, and 4 become 5.
func TestMoved(t *testing.T) {
	f := Finding{Pos: Position{"/d/a.go", 4, 2}, End: Position{"/d/a.go", 4, 9},
		Message: "read at line 3, computed at b.go:4 and written at line 4; see line 3, not line 30 or c.go:3",
		Related: []Related{{Pos: Position{"/d/a.go", 3, 1}}, {Pos: Position{"/d/b.go", 4, 1}}, {Pos: Position{"/d/a.go", 4, 2}}}}
	got := f.Moved(func(at Position) Position {
		if at.File == "/d/a.go" {
			at.Line++
		}
		return at
	})
	assert.Equal(t, "read at line 4, computed at b.go:4 and written at line 5; see line 4, not line 30 or c.go:3", got.Message)
	assert.Equal(t, Position{"/d/a.go", 5, 2}, got.Pos)
	assert.Equal(t, Position{"/d/a.go", 5, 9}, got.End)
	assert.Equal(t, []int{4, 4, 5}, []int{got.Related[0].Pos.Line, got.Related[1].Pos.Line, got.Related[2].Pos.Line})
	assert.Equal(t, 3, f.Related[0].Pos.Line, "the original stays")
}

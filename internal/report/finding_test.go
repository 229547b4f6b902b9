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

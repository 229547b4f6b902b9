package report

import (
	"bytes"
	"encoding/json"
	"go/token"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// document is what go vet -json prints for a package with tests, and a check that gave up on another.
const document = `{
	"example.com/shop [example.com/shop.test]": {
		"lostupdate": [
			{
				"category": "arith",
				"posn": "/shop/store.go:41:12",
				"end": "/shop/store.go:41:23",
				"message": "lost update: a < b",
				"suggested_fixes": [
					{
						"message": "use gorm.Expr",
						"edits": [
							{
								"filename": "/shop/store.go",
								"start": 10,
								"end": 12,
								"new": "x <- y"
							}
						]
					}
				],
				"related": [
					{
						"posn": "/shop/store.go:36:2",
						"end": "/shop/store.go:36:9",
						"message": "read here"
					}
				]
			}
		]
	},
	"example.com/wallet": {
		"lostupdate": {
			"error": "failed prerequisites: rowflow"
		}
	}
}
`

func TestDecode(t *testing.T) {
	findings, failed, err := Decode([]byte(document))
	require.NoError(t, err)
	assert.Equal(t, []Finding{{
		Package:  "example.com/shop",
		Check:    "lostupdate",
		Category: "arith",
		Pos:      Position{"/shop/store.go", 41, 12},
		End:      Position{"/shop/store.go", 41, 23},
		Message:  "lost update: a < b",
		Related:  []Related{{Position{"/shop/store.go", 36, 2}, Position{"/shop/store.go", 36, 9}, "read here"}},
		Fixes:    []Fix{{"use gorm.Expr", []Edit{{"/shop/store.go", 10, 12, "x <- y"}}}},
	}}, findings)
	assert.Equal(t, []CheckError{{"example.com/wallet", "lostupdate", "failed prerequisites: rowflow"}}, failed)
}

func TestDecodeRefusesWhatIsCutOff(t *testing.T) {
	for _, doc := range []string{document[:len(document)/2], "", `{"p": {"lostupdate": "x"}}`, `{"p": {"lostupdate": [1]}}`} {
		_, _, err := Decode([]byte(doc))
		assert.ErrorContains(t, err, "reading the JSON of go vet", doc)
	}
}

func TestWriteJSONHasTheShapeThatWasRead(t *testing.T) {
	findings, failed, err := Decode([]byte(document))
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, WriteJSON(&b, findings, failed))
	var got, want map[string]any
	require.NoError(t, json.Unmarshal(b.Bytes(), &got))
	require.NoError(t, json.Unmarshal([]byte(document), &want))
	want["example.com/shop"] = want["example.com/shop [example.com/shop.test]"] // the variant is the package
	delete(want, "example.com/shop [example.com/shop.test]")
	assert.Equal(t, want, got)
	assert.Contains(t, b.String(), "a < b", "code is not escaped")

	b.Reset()
	require.NoError(t, WriteJSON(&b, nil, nil))
	assert.Equal(t, "{}\n", b.String())
}

// The printed form of a position is token.Position's.
func TestPositionIsThatOfToken(t *testing.T) {
	for _, p := range []Position{{"a.go", 3, 1}, {"a.go", 3, 0}, {"a.go", 0, 0}, {}} {
		assert.Equal(t, token.Position{Filename: p.File, Line: p.Line, Column: p.Col}.String(), p.String())
	}
}

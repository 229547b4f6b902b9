package yamlfile

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type color int

func (c *color) UnmarshalText(text []byte) error {
	if string(text) != "red" {
		return fmt.Errorf("no colour: %s", text)
	}
	*c = 1
	return nil
}

type item struct {
	Name    string
	SQL     string
	TypeArg int
	Color   color
}

type file struct {
	On    At[bool]
	Items []At[item]
	Tags  []string
	Names Map[string]

	hidden string
}

func TestDecode(t *testing.T) {
	var f file
	require.NoError(t, Decode("f.yaml", []byte(`# a comment
on: true
items:
  - name: "1"
    sql: SELECT
    typeArg: 2
    color: red
  - {name: 2}
tags: [a, &b b]
names:
  x: *b
  y: ""
`), &f))
	assert.Equal(t, file{
		On:    At[bool]{true, 2, 5},
		Items: []At[item]{{item{"1", "SELECT", 2, 1}, 4, 5}, {item{Name: "2"}, 8, 5}},
		Tags:  []string{"a", "b"},
		Names: Map[string]{{"x", "b", 11, 3}, {"y", "", 12, 3}},
	}, f)

	unchanged := file{hidden: "kept", On: At[bool]{Value: true}}
	for _, empty := range []string{"", "# nothing\n", "---\n"} {
		require.NoError(t, Decode("f.yaml", []byte(empty), &unchanged))
	}
	assert.Equal(t, file{hidden: "kept", On: At[bool]{Value: true}}, unchanged)
}

func TestErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"an unknown key", "on: true\nitmes: []\n", `f.yaml:2:1: unknown key "itmes"; there are: on, items, tags, names`},
		{"a field that is not exported", "hidden: x\n", `f.yaml:1:1: unknown key "hidden"; there are: on, items, tags, names`},
		{"an unknown key inside", "items:\n  - sqll: x\n", `f.yaml:2:5: unknown key "sqll"; there are: name, sql, typeArg, color`},
		{"another spelling", "Items: []\n", `f.yaml:1:1: unknown key "Items"; there are: on, items, tags, names`},
		{"a key twice", "on: true\ntags: []\non: false\n", `f.yaml:3:1: "on" is there twice, first on line 1`},
		{"a name twice", "names:\n  x: a\n  x: b\n", `f.yaml:3:3: "x" is there twice, first on line 2`},
		{"no boolean", "on: maybe\n", "f.yaml:1:5: on: want true or false"},
		{"no number", "items: [{typeArg: x}]\n", "f.yaml:1:19: typeArg: want a number"},
		{"no text", "tags: [[a]]\n", "f.yaml:1:8: tags: want a text"},
		{"nothing", "tags:\n  -\n", "f.yaml:2:4: tags: want a text"},
		{"no list", "tags: a\n", "f.yaml:1:7: tags: want a list"},
		{"no keys", "names: a\n", "f.yaml:1:8: names: want keys with values"},
		{"a list for a file", "- on\n", "f.yaml:1:1: the file: want keys with values"},
		{"a wrong word", "items: [{color: blue}]\n", "f.yaml:1:17: color: no colour: blue"},
		{"a list for a word", "items: [{color: [red]}]\n", "f.yaml:1:17: color: want one value"},
		{"no YAML", "on: true\n\ttags: []\n", "f.yaml:2: found a tab character that violates indentation"},
		{"two documents", "on: true\n---\non: false\n", "f.yaml:2:1: one document is wanted, not several"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.EqualError(t, Decode("f.yaml", []byte(tt.text), &file{}), tt.want)
		})
	}
}

func TestKeys(t *testing.T) {
	for name, want := range map[string]string{"TypeArg": "typeArg", "SQL": "sql", "SQLText": "sqlText", "On": "on", "ID": "id", "InTx": "inTx"} {
		assert.Equal(t, want, keyOf(name))
	}
}

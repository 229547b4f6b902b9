package govet

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What go vet -json prints beside findings, a compile error in one package and a panic in another. Go 1.25 prints all of
// it on standard error.
const go125 = `# example.com/t/b
b/b.go:3:23: undefined: undefinedThing
b/b.go:3:40: undefined: alsoUndefined
# example.com/t/d [example.com/t/d.test]
rmwlint: d/d.go:3:9: expected ')', found '{'
# example.com/t/p
panic: boom

goroutine 8 [running]:
main.main.func1(0x292af11de000)
	/home/me/rmwlint/main.go:14 +0x3bd
# example.com/t/a
# [example.com/t/a]
{
	"example.com/t/a": {
		"toy": []
	}
}
# example.com/t/f
# [example.com/t/f]
{}
go: downloading example.com/x v1.0.0
`

// Go 1.26 prints the same errors, in its own order, and the documents on standard output.
const (
	go126out = "{\n\t\"example.com/t/a\": {\n\t\t\"toy\": []\n\t}\n}\n{}\n"
	go126err = `go: downloading example.com/x v1.0.0
# example.com/t/b
b/b.go:3:23: undefined: undefinedThing
b/b.go:3:40: undefined: alsoUndefined
# example.com/t/d
rmwlint: d/d.go:3:9: expected ')', found '{'
# example.com/t/p
panic: boom

goroutine 20 [running]:
main.main.func1(0x150406580000)
	/home/me/rmwlint/main.go:14 +0x3bd
`
)

func TestSplitAndSections(t *testing.T) {
	c := Command{Tool: "/bin/rmwlint"}
	want := []Failure{
		{"example.com/t/b", []string{"b/b.go:3:23: undefined: undefinedThing", "b/b.go:3:40: undefined: alsoUndefined"}},
		{"example.com/t/d", []string{"d/d.go:3:9: expected ')', found '{'"}},
		{"example.com/t/p", []string{"example.com/t/p: internal error of a check (panic: boom); please report it with the output of: go vet -vettool=/bin/rmwlint example.com/t/p"}},
	}
	for _, out := range []string{go125, go126out + go126err} {
		docs, text := split([]byte(out))
		assert.Equal(t, [][]byte{[]byte("{\n\t\"example.com/t/a\": {\n\t\t\"toy\": []\n\t}\n}\n")}, docs)
		failures, warnings := c.sections(text)
		assert.Equal(t, want, failures)
		assert.Empty(t, warnings)
	}
}

func TestSplitKeepsWhatIsCutOff(t *testing.T) {
	docs, text := split([]byte("{\n\t\"example.com/t/a\": {\n"))
	assert.Equal(t, [][]byte{[]byte("{\n\t\"example.com/t/a\": {\n")}, docs)
	assert.Empty(t, text)
}

func TestSections(t *testing.T) {
	tests := []struct {
		name     string
		lines    []string
		failures []Failure
		warnings []string
	}{
		{"nothing", nil, nil, nil},
		{"a header alone", []string{"# example.com/t/a", "# [example.com/t/a]"}, nil, nil},
		{
			"a missing module",
			[]string{"e/e.go:3:8: no required module provides package example.com/nope; to add it:", "\tgo get example.com/nope"},
			[]Failure{{"", []string{"e/e.go:3:8: no required module provides package example.com/nope; to add it: go get example.com/nope"}}},
			nil,
		},
		{
			"no match",
			[]string{`go: warning: "./..." matched no packages`, "no packages to vet"},
			[]Failure{{"", []string{"no packages to vet"}}},
			[]string{`"./..." matched no packages`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			failures, warnings := Command{Tool: "/bin/rmwlint"}.sections(tt.lines)
			assert.Equal(t, tt.failures, failures)
			assert.Equal(t, tt.warnings, warnings)
		})
	}
}

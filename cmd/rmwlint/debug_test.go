package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A function with more branches than the engine follows, in a package that touches a database.
func branches(n int) string {
	return "-- go.mod --\nmodule example.com/shop\n\ngo 1.26\n-- shop.go --\npackage shop\n\nimport \"database/sql\"\n\nvar DB *sql.DB\n\nfunc huge(x, y int) int {\n" +
		strings.Repeat("\tif x > y {\n\t\tx++\n\t}\n", n) + "\treturn x\n}\n"
}

// What is left out is silent, and named under -debug: it changes neither the findings nor the exit status.
func TestDebug(t *testing.T) {
	program := buildProgram(t)
	m := newModule(t, branches(2000))
	assert.Equal(t, result{"no findings\n", "", exitOK}, m.run(program, "./..."))
	const why = "left out: example.com/shop.huge: beyond the budget: its blocks"
	assert.Equal(t, result{"no findings\n", "rmwlint: shop.go:7:6: " + why + "\n", exitOK}, m.run(program, "-debug", "./..."))
	vet := m.run("go", "vet", "-vettool="+program, "-rmwlint.debug", "./...")
	assert.Contains(t, vet.stderr, "shop.go:7:6: example.com/shop.huge: beyond the budget: its blocks\n")
}

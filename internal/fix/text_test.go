package fix

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPiece finds bytes of a literal's value in its source, past escapes.
func TestPiece(t *testing.T) {
	for _, lit := range []string{`"SET x = ?"`, "`SET x = ?`", `"SET \"x\" = ?"`, `"SET\tx\n= \u00e9 \x41 ?"`, "`SET\n\tx = ?`", `"é = ?"`} {
		e, err := parser.ParseExpr(lit)
		require.NoError(t, err)
		value, err := strconv.Unquote(lit)
		require.NoError(t, err)
		p := piece{lit: e.(*ast.BasicLit), value: value}
		last := len(value) - 1
		assert.Equal(t, "?", lit[p.at(last)-1:p.at(last+1)-1], lit)
		assert.Equal(t, token.Pos(2), p.at(0), lit)
	}
}

// TestPlace puts an edit into the literal that it belongs to, written as the literal is.
func TestPlace(t *testing.T) {
	e, err := parser.ParseExpr(`"UPDATE a " + "SET b = ?"`)
	require.NoError(t, err)
	bin := e.(*ast.BinaryExpr)
	first, second := bin.X.(*ast.BasicLit), bin.Y.(*ast.BasicLit)
	text := &sqlText{value: "UPDATE a SET b = ?", pieces: []piece{{first, 0, "UPDATE a "}, {second, 9, "SET b = ?"}}}

	p, ok := text.place(textEdit{17, 17, `"b" - `})
	require.True(t, ok)
	assert.Equal(t, placedEdit{second.Pos() + 9, second.Pos() + 9, `\"b\" - `}, p)

	p, ok = text.place(textEdit{18, 18, " AND c"})
	require.True(t, ok)
	assert.Equal(t, second.End()-1, p.from)

	_, ok = text.place(textEdit{7, 12, "x"})
	assert.False(t, ok, "an edit over two literals")
}

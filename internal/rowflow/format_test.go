package rowflow

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

func TestFormatted(t *testing.T) {
	f := &frame{st: newState(new(int))}
	text := func(s string) Value { return Value{Text: &s} }
	from := func(read string) Value { return Value{Flows: []Flow{{Read: read}}} }
	for _, row := range []struct {
		format string
		vals   []Value
		want   string
		holes  []string // the read that fills each; empty: not known
	}{
		{"UPDATE %s SET x = %d", []Value{text("t"), from("a")}, "UPDATE t SET x = %v", []string{"a"}},
		{"%[2]s = %[1]d, %[2]s", []Value{from("a"), text("x")}, "x = %v, x", []string{"a"}},
		{"x = %5.2f AND y LIKE 'a%%'", []Value{from("a")}, "x = %v AND y LIKE 'a%'", []string{"a"}},
		{"x = %d AND y = %d", []Value{from("a")}, "x = %v AND y = %v", []string{"a", ""}},
		{"x IN (%s) AND y = %q", []Value{text("%v, %v"), from("b")}, "x IN (%v, %v) AND y = %v", []string{"", "", "b"}},
	} {
		got, ok := f.formatted(row.format, row.vals)
		require.True(t, ok)
		require.Equal(t, row.want, *got.Text)
		require.Len(t, got.Holes, len(row.holes), row.format)
		for i, read := range row.holes {
			if read == "" {
				require.Empty(t, got.Holes[i].Flows, row.format)
				continue
			}
			require.Equal(t, read, got.Holes[i].Flows[0].Read, row.format)
		}
	}
	_, ok := f.formatted("%*d", []Value{from("a"), from("b")})
	require.False(t, ok, "a width from an operand moves the others")
}

// The reader of SQL must count the same verbs, or holes get each other's values.
func TestFormatVerbsAreThoseOfSQL(t *testing.T) {
	for _, text := range []string{
		"x = %d AND y = '%s'", "x = %5.2f AND y LIKE 'a%%'", "x = %[2]d AND y = %[1]d", "x = %+v AND y = %x", "x = 7 % 3 AND y = %d",
	} {
		verbs, ok := formatVerbs(text)
		require.True(t, ok)
		args := sqltext.ParseExpr(text).Args
		require.Len(t, args, len(verbs), text)
		for i, a := range args {
			require.True(t, a.Hole)
			require.Equal(t, verbs[i].arg, a.Index, text)
		}
	}
}

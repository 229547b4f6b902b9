package sqltext

import (
	"fmt"
	"strings"
	"testing"
)

// hostile are texts made to be read again and again: what is written once, what is repeated, and how it ends.
var hostile = []struct{ head, body, tail string }{
	{"SELECT a FROM t WHERE id IN (", "?, ", "?)"},
	{"UPDATE t SET a = 1", ", b = b + ?", ""},
	{"INSERT INTO t (a, b) VALUES (?, ?)", ", (?, now())", ""},
	{"SELECT a FROM t WHERE a = 1", " AND b = ?", ""},
	{"SELECT a FROM t WHERE a = 1", " OR b = ? && c = ?", ""},
	{"SELECT a FROM t WHERE ", "(", ""},
	{"SELECT a FROM t WHERE a = ", "(", "1"},
	{"SELECT a FROM t WHERE ", "NOT ", "a"},
	{"", "(SELECT ", ""},
	{"SELECT a FROM t WHERE a IN ", "(SELECT a FROM t WHERE a IN ", ""},
	{"SELECT a FROM ", "(SELECT a FROM ", ""},
	{"SELECT a FROM ", "(", "t"},
	{"", "WITH a AS (", "SELECT 1"},
	{"SELECT 1", " UNION SELECT 1", ""},
	{"", "(SELECT 1) UNION ", ""},
	{"", "SELECT 1;", ""},
	{"SELECT ", "a.", ""},
	{"SELECT ", "a::", ""},
	{"SELECT ", "CAST(", ""},
	{"SELECT ", "CASE WHEN ", ""},
	{"SELECT ", "f(", ""},
	{"SELECT ", "[", ""},
	{"SELECT ", "[a ", ""},
	{"SELECT ", "{", ""},
	{"SELECT ", "{{", ""},
	{"SELECT ", "$a ", ""},
	{"SELECT ", "$a$ ", ""},
	{"SELECT ", "$", ""},
	{"SELECT ", "`'` ", ""},
	{"SELECT ", "`", ""},
	{"SELECT ", "a.\"'\" ", ""},
	{"SELECT ", "a.\"'\\'\" ", ""},
	{"SELECT ", "\".\"", ""},
	{"SELECT ", "\"a\".\"b\"", "\""},
	{"SELECT ", "'\\'", ""},
	{"SELECT ", "=--", ""},
	{"SELECT ", "=/*", ""},
	{"SELECT ", "#", ""},
	{"SELECT ", "\n#'", ""},
	{"SELECT ", "%s", ""},
	{"SELECT ", "%[1]s ", ""},
	{"SELECT '", "%", "'"},
	{"SELECT ", "?", ""},
	{"SELECT a ", "? ", ""},
	{"SELECT ", ":a.", ""},
	{"SELECT ", "@", ""},
	{"SELECT ", "é", ""},
	{"SELECT ", "\xff", ""},
	{"SELECT ", "\x00", ""},
	{"SELECT a FROM t", " JOIN u ON a = b", ""},
	{"SELECT a FROM t", " USE INDEX", ""},
	{"SELECT a FROM t FOR UPDATE OF a", ", b", ""},
	{"MERGE INTO t USING u ON a = b", " WHEN MATCHED THEN UPDATE SET a = ?", ""},
	{"INSERT INTO t ", "ON CONFLICT (a) DO UPDATE SET b = 1 ", ""},
	{"INSERT INTO t ", "SELECT ", ""},
	{"SET ", "a ", ""},
	{"BEGIN ", "READ ", ""},
	{"LOCK TABLES a", ", b READ", ""},
	{"UPDATE t SET (", "a, ", "b) = (1, 2)"},
	{"SELECT a FROM t WHERE (", "a, ", "b) IN ((1, 2))"},
}

// work counts the tokens that reading a text of n repetitions looks at, and the bytes that its lexer reads again.
func work(head, body, tail string, n int) (size, steps int) {
	sql := head + strings.Repeat(body, n) + tail
	s := newScanner(sql)
	s.run()
	p := &parser{text: &s.text}
	p.parse()
	return len(sql), p.steps + len(p.toks) + s.wasted
}

// The work for each byte must not grow with the text.
func TestLinear(t *testing.T) {
	for _, h := range hostile {
		t.Run(fmt.Sprintf("%s%s%s", h.head, h.body, h.tail), func(t *testing.T) {
			n := 2000/len(h.body) + 10
			size1, steps1 := work(h.head, h.body, h.tail, n)
			size2, steps2 := work(h.head, h.body, h.tail, 16*n)
			each1, each2 := float64(steps1)/float64(size1), float64(steps2)/float64(size2)
			if each2 > 1.5*each1+0.5 {
				t.Errorf("%d steps for %d bytes, but %d for %d", steps1, size1, steps2, size2)
			}
			if each2 > 3*maxDepth {
				t.Errorf("%d steps for %d bytes", steps2, size2)
			}
		})
	}
}

// Texts of a megabyte, which must neither take for ever nor exhaust the stack.
func TestMegabyte(t *testing.T) {
	for _, h := range hostile {
		Parse(h.head + strings.Repeat(h.body, 1<<20/len(h.body)) + h.tail)
	}
}

// A long text that needs the lexer to be set back often is still read to its end.
func TestNothingLost(t *testing.T) {
	for _, item := range []string{"$a", ":a", "@a", "${a}", "#{a}", "{:a}", "?", "$1", "`a'`", "[a]", "a.\"b'\"", "x'00'", "=--\n1", "%s"} {
		const n = 3000
		sql := "SELECT " + strings.Repeat(item+", ", n) + item + " FROM t"
		s := Parse(sql)[0]
		if len(s.Columns) != n+1 || s.Table != "t" {
			t.Errorf("%s: %d of %d columns, table %q", item, len(s.Columns), n+1, s.Table)
		}
	}
}

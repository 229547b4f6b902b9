package sqltext

import (
	"fmt"
	"strings"
	"testing"
)

// positions checks that everything Parse finds lies within the text, and that each placeholder's position is that of a
// placeholder.
func positions(sql string) error {
	sql = strings.ReplaceAll(sql, "\x00", " ")
	var err error
	span := func(what string, pos, end int) {
		if err == nil && (pos < 0 || end < pos || end > len(sql)) {
			err = fmt.Errorf("%s at %d to %d of %d", what, pos, end, len(sql))
		}
	}
	args := func(list []Arg) {
		for _, a := range list {
			span("argument", a.Pos, a.End)
			if err == nil && (a.End == a.Pos || !strings.ContainsRune("?$:@%{", rune(sql[a.Pos]))) {
				err = fmt.Errorf("argument %q", sql[a.Pos:a.End])
			}
			if err == nil && a.Index < 0 && (a.Name == "" || a.Hole) {
				err = fmt.Errorf("argument %q has neither index nor name", sql[a.Pos:a.End])
			}
		}
	}
	operand := func(o Operand) {
		span("operand", o.Pos, o.End)
		if o.Arg != nil {
			args([]Arg{*o.Arg})
		}
	}
	columns := func(list []Column) {
		for _, c := range list {
			span("column", c.Pos, c.End)
			operand(c.Value)
			args(c.Args)
		}
	}
	assigns := func(list []Assign) {
		for _, a := range list {
			span("assignment", a.Pos, a.End)
			operand(a.Value)
			args(a.Args)
		}
	}
	conds := func(list []Cond) {
		for _, c := range list {
			span("condition", c.Pos, c.End)
			operand(c.Value)
			args(c.Args)
		}
	}
	for s := range All(Parse(sql)) {
		span("statement", s.Pos, s.End)
		span("where", s.WhereEnd, len(sql))
		for _, r := range s.Tables {
			span("table", r.Pos, len(sql))
		}
		columns(s.Columns)
		columns(s.Returning)
		assigns(s.Set)
		assigns(s.Values)
		conds(s.Where)
		conds(s.On)
	}
	conds(ParseWhere(sql))
	e := ParseExpr(sql)
	operand(e.Value)
	args(e.Args)
	return err
}

// A condition put in at WhereEnd stands where a condition must.
func TestWhereEnd(t *testing.T) {
	for _, r := range []row{
		{"UPDATE t SET a = ?", "UPDATE t SET a = ? WHERE v = 1"},
		{"UPDATE t SET a = ? WHERE id = ?", "UPDATE t SET a = ? WHERE id = ? AND v = 1"},
		{"UPDATE t SET a = ? WHERE id = ? RETURNING a", "UPDATE t SET a = ? WHERE id = ? AND v = 1 RETURNING a"},
		{"UPDATE t SET a = b.a FROM b;", "UPDATE t SET a = b.a FROM b WHERE v = 1;"},
		{"UPDATE t SET a = ? ORDER BY id LIMIT 1", "UPDATE t SET a = ? WHERE v = 1 ORDER BY id LIMIT 1"},
		{"UPDATE t SET a = (SELECT 1 WHERE 2 = 2) -- x", "UPDATE t SET a = (SELECT 1 WHERE 2 = 2) WHERE v = 1 -- x"},
		{"DELETE FROM t", "DELETE FROM t WHERE v = 1"},
		{"DELETE FROM t USING u WHERE (a = ?)", "DELETE FROM t USING u WHERE (a = ?) AND v = 1"},
		{"SELECT a FROM t FOR UPDATE", "SELECT a FROM t WHERE v = 1 FOR UPDATE"},
		{"SELECT a FROM t JOIN u ON t.a = u.a GROUP BY a", "SELECT a FROM t JOIN u ON t.a = u.a WHERE v = 1 GROUP BY a"},
		{"INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = t.a + 1 RETURNING a",
			"INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = t.a + 1 WHERE v = 1 RETURNING a"},
	} {
		s := Parse(r.sql)[0]
		word := " WHERE"
		if s.HasWhere {
			word = " AND"
		}
		if got := r.sql[:s.WhereEnd] + word + " v = 1" + r.sql[s.WhereEnd:]; got != r.want {
			t.Errorf("%s\n got %s\nwant %s", r.sql, got, r.want)
		}
	}
}

// The text of a value can be replaced by its position: what a fix does to an assignment.
func TestPositionsOfParts(t *testing.T) {
	const sql = "UPDATE t SET a = 1, n = $2 WHERE (id = $1 AND x.v >= $3) RETURNING n AS m"
	s := Parse(sql)[0]
	for _, c := range []struct {
		pos, end int
		want     string
	}{
		{s.Set[1].Pos, s.Set[1].End, "n = $2"},
		{s.Set[1].Value.Pos, s.Set[1].Value.End, "$2"},
		{s.Set[1].Args[0].Pos, s.Set[1].Args[0].End, "$2"},
		{s.Where[0].Pos, s.Where[0].End, "id = $1"},
		{s.Where[1].Pos, s.Where[1].End, "x.v >= $3"},
		{s.Where[1].Value.Pos, s.Where[1].Value.End, "$3"},
		{s.Returning[0].Pos, s.Returning[0].End, "n AS m"},
		{s.Returning[0].Value.Pos, s.Returning[0].Value.End, "n"},
		{s.Pos, s.End, sql},
	} {
		if got := sql[c.pos:c.end]; got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

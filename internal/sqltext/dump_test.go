package sqltext

import (
	"fmt"
	"strings"
	"testing"
)

// dump writes a statement in one line, so that a test row can show what is wanted:
//
//	update accounts a | set balance=expr(balance) self $1 | where id=$0, balance>=$1 | args 2
//
// Placeholders are $index, :name, or %index for a Sprintf verb.
func dump(s Statement) string {
	var b strings.Builder
	verbs := [...]string{"other", "select", "insert", "update", "delete", "replace", "merge", "locktable", "begin", "commit", "rollback", "settx"}
	if s.Name != "" {
		fmt.Fprintf(&b, "%s: ", s.Name)
	}
	b.WriteString(verbs[s.Verb])
	if s.Table != "" {
		b.WriteString(" " + s.Table)
	}
	if s.Alias != "" {
		b.WriteString(" " + s.Alias)
	}
	part := func(label string, items []string) {
		if len(items) > 0 {
			b.WriteString(" | " + strings.TrimSpace(label+" "+strings.Join(items, ", ")))
		}
	}
	if len(s.Tables) > 1 || len(s.Tables) == 1 && (s.Tables[0].Name != s.Table || s.Tables[0].Schema != "" || s.Tables[0].Sub) {
		part("tables", each(s.Tables, dumpTable))
	}
	part("cols", each(s.Columns, dumpColumn))
	part("values", each(s.Values, dumpAssign))
	if s.Rows > 1 {
		part("rows", []string{fmt.Sprint(s.Rows)})
	}
	part("conflict", s.Conflict)
	part("set", each(s.Set, dumpAssign))
	part("on", each(s.On, dumpCond))
	part("where", each(s.Where, dumpCond))
	part("returning", each(s.Returning, dumpColumn))
	part("", flags(s))
	if s.Args > 0 {
		part("args", []string{fmt.Sprint(s.Args)})
	}
	for _, w := range s.With {
		b.WriteString(" {with " + dump(w) + "}")
	}
	for _, w := range s.Subs {
		b.WriteString(" {" + dump(w) + "}")
	}
	return b.String()
}

func each[T any](list []T, f func(T) string) []string {
	var out []string
	for _, x := range list {
		out = append(out, f(x))
	}
	return out
}

func flags(s Statement) []string {
	var out []string
	add := func(on bool, w string) {
		if on {
			out = append(out, w)
		}
	}
	add(s.Lock != LockNone, [...]string{"", "lock update", "lock nokeyupdate", "lock share", "lock keyshare"}[s.Lock])
	add(len(s.LockOf) > 0, "of "+strings.Join(s.LockOf, "+"))
	add(s.SkipLocked, "skip")
	add(s.NoWait, "nowait")
	add(s.Upsert, "upsert")
	add(s.Ignore, "ignore")
	add(s.Aggregate, "aggregate")
	add(s.Union, "union")
	add(s.Limit, "limit")
	add(s.Advisory, "advisory")
	add(s.Isolation != "" && s.Isolation != "SERIALIZABLE", s.Isolation)
	add(s.Serializable, "serializable")
	return out
}

func dumpTable(t TableRef) string {
	n := t.Name
	if t.Schema != "" {
		n = t.Schema + "." + n
	}
	if t.Sub {
		n = "(sub)"
	}
	if t.Arg != nil {
		n = dumpArg(*t.Arg)
	}
	if t.Alias != "" {
		n += " " + t.Alias
	}
	return n
}

func dumpColumn(c Column) string {
	n := c.Name
	switch {
	case c.Star:
		n = "*"
	case c.Aggregate:
		n = fmt.Sprintf("agg:%s(%s)", c.Func, strings.Join(c.Columns, " "))
	case c.Computed && c.Name != "":
		n = fmt.Sprintf("default(%s)", c.Name)
	case c.Computed:
		n = fmt.Sprintf("expr(%s)", strings.Join(c.Columns, " "))
	}
	if c.Table != "" {
		n = c.Table + "." + n
	}
	if c.Alias != "" {
		n += " as " + c.Alias
	}
	return strings.TrimSpace(n + dumpArgs(c.Args))
}

func dumpAssign(a Assign) string {
	n := a.Column
	if a.Table != "" {
		n = a.Table + "." + n
	}
	if a.ColumnArg != nil {
		n += dumpArg(*a.ColumnArg)
	}
	n += "=" + dumpOperand(a.Value)
	if a.Value.Expr {
		n += "(" + strings.Join(append(append([]string{}, a.Columns...), a.Other...), " ") + ")" + dumpArgs(a.Args)
	}
	if a.Self {
		n += " self"
	}
	if a.Keeps {
		n += " keeps"
	}
	return n
}

func dumpCond(c Cond) string {
	n := c.Column
	if c.ColumnArg != nil {
		n = dumpArg(*c.ColumnArg)
	}
	if n == "" {
		n = "(" + strings.Join(c.Columns, " ") + ")"
	}
	if c.Table != "" {
		n = c.Table + "." + n
	}
	if len(c.Op) > 2 || c.Op == "IN" || c.Op == "IS" {
		n += " " + c.Op + " "
	} else {
		n += c.Op
	}
	n += dumpOperand(c.Value)
	if c.Value.Expr {
		n += dumpArgs(c.Args)
	}
	if c.Disjunct {
		n += " or"
	}
	return n
}

func dumpOperand(o Operand) string {
	switch {
	case o.Arg != nil:
		return dumpArg(*o.Arg)
	case o.Literal != "":
		return o.Literal
	case o.Column != "" && o.Table != "":
		return o.Table + "." + o.Column
	case o.Column != "":
		return o.Column
	case o.Expr:
		return "expr"
	}
	return ""
}

func dumpArgs(args []Arg) string {
	s := ""
	for _, a := range args {
		s += " " + dumpArg(a)
	}
	return s
}

func dumpArg(a Arg) string {
	switch {
	case a.Hole:
		return fmt.Sprintf("%%%d", a.Index)
	case a.Index < 0:
		return ":" + a.Name
	}
	return fmt.Sprintf("$%d", a.Index)
}

// dumpExpr writes an expression with what it mentions: expr(stock) $0.
func dumpExpr(e Expr) string {
	s := dumpOperand(e.Value)
	if e.Value.Expr {
		s += "(" + strings.Join(append(append([]string{}, e.Columns...), e.Other...), " ") + ")" + dumpArgs(e.Args)
	}
	return s
}

// row is a text and what is wanted of it.
type row struct{ sql, want string }

// dumpAll writes all statements of a text.
func dumpAll(sql string) string { return strings.Join(each(Parse(sql), dump), " ; ") }

// check compares what read makes of each text with what is wanted, and that all positions point at what they should.
func check(t *testing.T, read func(string) string, rows []row) {
	t.Helper()
	for _, r := range rows {
		if got := read(r.sql); got != r.want {
			t.Errorf("%s\n got %s\nwant %s", r.sql, got, r.want)
		}
		if err := positions(r.sql); err != nil {
			t.Errorf("%s\n%v", r.sql, err)
		}
	}
}

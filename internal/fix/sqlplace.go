package fix

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// byPlace writes the changes and conditions with ? or $n.
func (c *sqlCall) byPlace(changes []sqlChange, guards []guard) error {
	for _, ch := range changes {
		if err := c.setByPlace(ch); err != nil {
			return err
		}
	}
	var after []string // values behind those of the WHERE
	conds := c.conditions(guards)
	if len(conds) > 0 && !c.stmt.HasWhere {
		return refusal("the statement has no WHERE")
	}
	text := ""
	for _, cond := range conds {
		text += " AND " + cond.sql(cond.column, func(arg ast.Expr) string {
			if c.numbered() {
				return c.number(arg)
			}
			after = append(after, c.goText(arg))
			return "?"
		})
	}
	if text != "" {
		c.list = append(c.list, textEdit{c.stmt.WhereEnd, c.stmt.WhereEnd, text})
	}
	c.insertArgs(c.marksBefore(c.stmt.WhereEnd), after)
	c.flush()
	return nil
}

// setByPlace rewrites one assignment: the placeholder stands for the first value that the expression needs.
func (c *sqlCall) setByPlace(ch sqlChange) error {
	v, index := ch.assign.Value, ch.assign.Value.Arg.Index
	old := c.args[index]
	if c.usedTwice(*ch.assign.Value.Arg) {
		return refusal("a placeholder serves two places")
	}
	if len(ch.expr.args()) == 0 {
		return c.withoutValue(ch)
	}
	var behind []string
	n := 0
	first := ""
	mark := "\x01"
	sql := ch.expr.sql(ch.column, func(arg ast.Expr) string {
		if n++; n == 1 {
			first = c.goText(arg)
			return mark
		}
		if c.numbered() {
			return c.number(arg)
		}
		behind = append(behind, c.goText(arg))
		return "?"
	})
	head, tail, _ := strings.Cut(sql, mark)
	c.list = append(c.list, textEdit{v.Pos, v.Pos, head}, textEdit{v.End, v.End, tail})
	c.e.replace(old.Pos(), old.End(), strings.Join(append([]string{first}, behind...), ", "))
	c.e.unused(old)
	return nil
}

// withoutValue is SET c = NOT c: the placeholder goes, and its value with it.
func (c *sqlCall) withoutValue(ch sqlChange) error {
	index := ch.assign.Value.Arg.Index
	if c.numbered() {
		return refusal("the numbers of the placeholders would no longer fit")
	}
	c.list = append(c.list, textEdit{ch.assign.Value.Pos, ch.assign.Value.End, ch.expr.sql(ch.column, nil)})
	old := c.args[index]
	if index+1 < len(c.args) {
		c.e.replace(old.Pos(), c.args[index+1].Pos(), "")
		return nil
	}
	return refusal("the statement has no condition")
}

// numbered reports whether the placeholders are $1, $2.
func (c *sqlCall) numbered() bool {
	for _, a := range c.marks() {
		if c.text.value[a.Pos] == '$' {
			return true
		}
	}
	return false
}

// marks are the text's placeholders in their order.
func (c *sqlCall) marks() []sqltext.Arg {
	var out []sqltext.Arg
	for _, a := range c.stmt.Set {
		out = append(out, a.Args...)
	}
	for _, w := range c.stmt.Where {
		out = append(out, w.Args...)
	}
	slices.SortFunc(out, func(a, b sqltext.Arg) int { return a.Pos - b.Pos })
	return out
}

// usedTwice reports whether a numbered placeholder stands in the text more than once.
func (c *sqlCall) usedTwice(a sqltext.Arg) bool {
	n := 0
	for _, m := range c.marks() {
		if m.Index == a.Index && m.Name == a.Name {
			n++
		}
	}
	return n > 1
}

// number is the placeholder for a value: that of the same value if the text has it already, else a new one.
func (c *sqlCall) number(arg ast.Expr) string {
	text := c.goText(arg)
	for i := range len(c.args) + c.more {
		if c.valueAt(i) == text {
			return fmt.Sprintf("$%d", i+1)
		}
	}
	c.puts[len(c.args)+c.more] = text
	c.more++
	return fmt.Sprintf("$%d", len(c.args)+c.more)
}

// valueAt is the Go text of a value as it will be: the fix's own, or the call's.
func (c *sqlCall) valueAt(i int) string {
	if text, ok := c.puts[i]; ok {
		return text
	}
	if i >= len(c.args) {
		return ""
	}
	for _, x := range c.e.list {
		if x.Pos == c.args[i].Pos() && x.End == c.args[i].End() {
			return string(x.NewText)
		}
	}
	return c.site.text(c.args[i])
}

// flush appends the values of the new numbers.
func (c *sqlCall) flush() {
	if c.more == 0 {
		return
	}
	text := ""
	for i := range c.more {
		text += ", " + c.puts[len(c.args)+i]
	}
	c.e.insert(c.args[len(c.args)-1].End(), text)
}

// marksBefore counts the ? before a place in the text.
func (c *sqlCall) marksBefore(pos int) int {
	n := 0
	for _, a := range c.marks() {
		if a.Pos < pos {
			n++
		}
	}
	return n
}

// insertArgs puts values behind the first n.
func (c *sqlCall) insertArgs(n int, values []string) {
	if len(values) > 0 && n > 0 {
		c.e.insert(c.args[n-1].End(), ", "+strings.Join(values, ", "))
	}
}

// goText is the Go source of a value, also of one made here.
func (s *site) goText(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && s.info.Types[l].Value == nil {
		return l.Value
	}
	return s.text(e)
}

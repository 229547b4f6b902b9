package rowflow

import (
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// flat is a value for a condition or an assignment: what it was made from, without memory and statements.
func (f *frame) flat(v Value) Value {
	out := Value{Flows: v.Flows, Int: v.Int}
	if p := f.phrase(v); len(p.Holes) == 0 { // what has holes is no constant
		out.Text = p.Text
	}
	if q := v.Query; q != nil && q.Expr {
		out.Query = &Query{Expr: true}
	}
	for _, r := range v.Refs {
		content := f.st.load(r)
		out.Int = agreed(out.Int, content.Int)
		flows := content.Flows
		if len(f.st.parts(r)) > 0 {
			flows = changed(flows, Edited, Pos{}, "edited in place")
			for _, e := range f.st.parts(r) {
				flows = unionFlows(flows, e.Value.Flows)
			}
		}
		out.Flows = unionFlows(out.Flows, flows)
		if f.isExpr(Value{Refs: []Ref{r}}) {
			out.Query = &Query{Expr: true}
		}
	}
	return out
}

// values are what fills the placeholders of an SQL text.
type values struct {
	s     *site
	args  []Value
	holes []Value
	named *Value
}

func (s *site) textValues(q *Query) values { return values{s, q.Args, q.Holes, q.Named} }

// of is the value of a placeholder.
func (v values) of(a *sqltext.Arg) Value {
	if a == nil {
		return Value{}
	}
	if a.Hole {
		if a.Index < len(v.holes) {
			return v.s.flat(v.holes[a.Index])
		}
		return Value{}
	}
	if v.named != nil && a.Name != "" {
		return v.byName(*v.named, a.Name)
	}
	if a.Index >= 0 && a.Index < len(v.args) {
		return v.s.flat(v.args[a.Index])
	}
	for _, arg := range v.args { // @name, and a map or a struct among the values
		if got := v.byName(arg, a.Name); a.Name != "" && !got.empty() {
			return got
		}
	}
	return Value{}
}

// byName is the part of a struct or map that fills :name.
func (v values) byName(from Value, name string) Value {
	last := name[strings.LastIndexByte(name, '.')+1:]
	for _, r := range v.s.st.follow(from) {
		if e, ok := v.s.st.mem[r.Root][joinPath(r.Path, "#"+last)]; ok {
			return v.s.flat(e)
		}
		if field := v.s.models.fieldFor(v.s.typeAt(r), last); field != "" {
			return v.s.flat(v.s.project(Value{Refs: []Ref{r}}, field))
		}
	}
	return Value{}
}

// conds are the conditions of a text that must hold.
func conds(in []sqltext.Cond, vals values) []Term {
	out := allAbout(in)
	for _, c := range in {
		if c.Disjunct {
			continue
		}
		t := Term{Column: c.Column, Op: c.Op, Value: vals.of(c.Value.Arg)}
		if c.Value.Literal != "" {
			lit := c.Value.Literal
			t.Value.Text = &lit
		}
		if c.Value.Arg == nil && len(c.Args) > 0 {
			t.Value = vals.of(&c.Args[0])
		}
		if c.Column == "" { // balance + ? >= 0
			for _, name := range c.Columns {
				out = append(out, Term{Column: name, Op: "other"})
			}
		}
		out = append(out, t)
	}
	return out
}

// allAbout is the column that all alternatives are about, whichever of them holds: it is looked at.
// Have: WHERE id = ? AND (status <> 'paid' OR status IS NULL).
func allAbout(in []sqltext.Cond) []Term {
	column := ""
	for _, c := range in {
		switch {
		case !c.Disjunct:
		case c.Column == "" || column != "" && column != c.Column:
			return nil
		default:
			column = c.Column
		}
	}
	if column == "" {
		return nil
	}
	return []Term{{Column: column, Op: "other"}}
}

// assigns are the columns that a text sets. A value that mentions the column itself is the database's own arithmetic; a
// value computed from placeholders is made from all of them.
func assigns(in []sqltext.Assign, vals values) []Term {
	var out []Term
	for _, a := range in {
		t := Term{Column: a.Column, Self: a.Self, Settle: a.Settles, Keep: a.Keeps}
		if a.Column == "" && a.ColumnArg != nil {
			t.By = vals.s.namedBy(vals.of(a.ColumnArg))
		}
		for i := range a.Args {
			t.Value = join(t.Value, vals.of(&a.Args[i]))
		}
		if a.Value.Literal != "" {
			lit := a.Value.Literal
			t.Value.Text = &lit
		}
		out = append(out, t)
	}
	return out
}

// where adds a condition as ORMs take it: an SQL fragment with values, a struct, a map, a key.
func (s *site) where(q *Query, ops []Value) {
	if len(ops) == 0 {
		return
	}
	c := ops[0]
	if t, ok := s.text(c); ok {
		q.Where = append(q.Where, s.fragment(t, s.phrase(c).Holes, ops[1:])...)
		return
	}
	if slices.ContainsFunc(ops, func(op Value) bool { return s.queryOf(op) != nil }) {
		for _, op := range ops {
			if inner := s.queryOf(op); inner != nil {
				q.Where = append(q.Where, inner.Where...)
			}
		}
		return
	}
	refs := s.st.follow(c)
	for _, r := range refs {
		terms := s.example(r)
		if len(terms) > 0 {
			q.Where = append(q.Where, terms...)
			return
		}
	}
	if len(refs) == 0 && len(c.Flows) > 0 {
		q.Where = append(q.Where, Term{Column: "id", Op: "=", Value: s.flat(c)})
	}
}

// fragment reads "id = ? AND stock >= ?", and GORM's "id" with a value, or xorm's In("id", ids).
func (s *site) fragment(t string, holes, args []Value) []Term {
	vals := values{s: s, args: args, holes: holes}
	if out := conds(sqltext.ParseWhere(t), vals); len(out) > 0 && !(len(args) > 0 && bare(t)) {
		return out
	}
	if len(args) > 0 && bare(t) {
		return []Term{{Column: t, Op: "=", Value: s.flat(args[0])}}
	}
	return nil
}

// bare reports whether a condition is a column's name alone.
func bare(t string) bool { return !strings.ContainsAny(t, " ?=<>()") }

// example are the conditions that a struct or map stands for.
func (s *site) example(r Ref) []Term {
	var out []Term
	for _, e := range s.st.parts(r) {
		column := strings.TrimPrefix(e.Path, "#")
		if strings.ContainsAny(e.Path, ".") { // User{Model: gorm.Model{ID: id}}
			if column = s.embedded(r, e.Path); column == "" {
				continue
			}
		}
		out = append(out, Term{Column: column, Op: "=", Value: s.flat(e.Value)})
	}
	return out
}

// embedded is the column that a path through embedded structs leads to, empty if it leads to another table, or into a column.
func (s *site) embedded(r Ref, path string) string {
	typ := typeName(s.typeAt(r))
	if typ == "" {
		return ""
	}
	if c := s.models.cell(typ, "", path); c.Type == typ && !c.Below && !c.Assoc {
		return c.Column
	}
	return ""
}

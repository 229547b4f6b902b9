package fix

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// mapLiteral is the map that fills the names: in the call, or in a variable for it.
func (c *sqlCall) mapLiteral() *ast.CompositeLit {
	e := ast.Unparen(c.args[0])
	if id, ok := e.(*ast.Ident); ok {
		evs := c.events(c.info.ObjectOf(id))
		if len(evs) != 1 || evs[0].kind != assigned || evs[0].rhs == nil || len(c.uses[c.info.ObjectOf(id)]) != 2 {
			return nil
		}
		e = ast.Unparen(evs[0].rhs)
	}
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	if _, ok := c.info.TypeOf(lit).Underlying().(*types.Map); !ok {
		return nil
	}
	return lit
}

// entry is a map literal's entry for a name.
func (c *sqlCall) entry(lit *ast.CompositeLit, name string) *ast.KeyValueExpr {
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok && c.text1(kv.Key) == name {
			return kv
		}
	}
	return nil
}

// text1 is a constant string's value.
func (c *sqlCall) text1(e ast.Expr) string {
	v, _, _ := c.constantText(e)
	return v
}

// fieldNamed is the part of the struct in the call that fills :name.
func (c *sqlCall) fieldNamed(name string) (place, bool) {
	row, ok := c.placeOf(c.args[0])
	if !ok {
		return place{}, false
	}
	st, ok := c.typeOf(row).Underlying().(*types.Struct)
	if !ok {
		return place{}, false
	}
	for f := range st.Fields() {
		p := row.part("." + f.Name())
		if column, ok := c.column(p); ok && column == name {
			return p, true
		}
	}
	return place{}, false
}

// byName writes the changes and conditions with :name; a struct that filled the names becomes a map.
func (c *sqlCall) byName(changes []sqlChange, guards []guard) error {
	prefix := c.text.value[changes[0].assign.Value.Arg.Pos : changes[0].assign.Value.Arg.Pos+1]
	values := map[string]string{} // the new names
	var order []string
	name := func(column string) hole {
		return func(arg ast.Expr) string {
			n := c.nameFor(arg, column, values)
			if _, ok := values[n]; !ok {
				order = append(order, n)
			}
			values[n] = c.goText(arg)
			return prefix + n
		}
	}
	gone := map[string]bool{}
	for _, ch := range changes {
		a := ch.assign.Value
		if c.usedTwice(*a.Arg) {
			return refusal("a name serves two places")
		}
		gone[a.Arg.Name] = true
		c.list = append(c.list, textEdit{a.Pos, a.End, ch.expr.sql(ch.column, name(ch.assign.Column))})
	}
	conds := c.conditions(guards)
	if len(conds) > 0 && !c.stmt.HasWhere {
		return refusal("the statement has no WHERE")
	}
	text := ""
	for _, cond := range conds {
		text += " AND " + cond.sql(cond.column, name(cond.column))
	}
	if text != "" {
		c.list = append(c.list, textEdit{c.stmt.WhereEnd, c.stmt.WhereEnd, text})
	}
	if lit := c.mapLiteral(); lit != nil {
		return c.intoMap(lit, changes, order, values)
	}
	return c.asMap(gone, order, values)
}

// nameFor is a name for a value: the variable's own, else one made of the column's. The same value keeps its name.
func (c *sqlCall) nameFor(arg ast.Expr, column string, values map[string]string) string {
	text := c.goText(arg)
	for n, v := range values {
		if v == text {
			return n
		}
	}
	taken := func(n string) bool {
		_, ok := values[n]
		return ok || slices.ContainsFunc(c.marks(), func(a sqltext.Arg) bool { return a.Name == n })
	}
	if id, ok := arg.(*ast.Ident); ok && !taken(id.Name) {
		return id.Name
	}
	n := strings.Trim(column, "`\"") + "_change"
	for taken(n) {
		n += "_"
	}
	return n
}

// intoMap replaces the entries of the computed values in the map that fills the names.
func (c *sqlCall) intoMap(lit *ast.CompositeLit, changes []sqlChange, order []string, values map[string]string) error {
	if len(order) < len(changes) {
		return refusal("the names would no longer fit")
	}
	for i, ch := range changes {
		kv := c.entry(lit, ch.assign.Value.Arg.Name)
		text := fmt.Sprintf("%q: %s", order[i], values[order[i]])
		if i == len(changes)-1 {
			for _, n := range order[i+1:] {
				text += fmt.Sprintf(", %q: %s", n, values[n])
			}
		}
		c.e.replace(kv.Pos(), kv.End(), text)
		c.e.unused(kv.Value)
	}
	return nil
}

// asMap writes a map in place of the struct that fills the names.
func (c *sqlCall) asMap(gone map[string]bool, order []string, values map[string]string) error {
	var entries []string
	for _, n := range order {
		entries = append(entries, fmt.Sprintf("%q: %s", n, values[n]))
	}
	seen := map[string]bool{}
	for _, a := range c.marks() {
		if gone[a.Name] || seen[a.Name] {
			continue
		}
		seen[a.Name] = true
		p, ok := c.fieldNamed(a.Name)
		if !ok {
			return refusal("the struct does not show the field for " + a.Name)
		}
		entries = append(entries, fmt.Sprintf("%q: %s", a.Name, c.nameOf(p)))
	}
	arg := c.args[0]
	c.e.replace(arg.Pos(), arg.End(), c.mapType()+"{"+strings.Join(entries, ", ")+"}")
	return nil
}

// mapType is a map of columns, spelled as the module's Go version allows.
func (s *site) mapType() string {
	if before118(s.pass.Pkg.GoVersion()) {
		return "map[string]interface{}"
	}
	return "map[string]any"
}

// before118 reports whether a Go version has no any.
func before118(v string) bool {
	minor, ok := strings.CutPrefix(v, "go1.")
	if !ok {
		return false
	}
	minor, _, _ = strings.Cut(minor, ".")
	return len(minor) == 1 || len(minor) == 2 && minor < "18"
}

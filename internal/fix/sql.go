package fix

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// sqlCall is a call that runs an UPDATE whose text the program has.
type sqlCall struct {
	*site
	text *sqlText
	stmt sqltext.Statement
	args []ast.Expr // the values for the text's placeholders
	more int        // how many values the fix has appended, for $n
	e    *edits
	list []textEdit // in the text
	puts map[int]string
}

// nativeSQL puts the arithmetic into the text of the statement:
//
//	db.Exec("UPDATE a SET balance = ? WHERE id = ?", a.Balance-n, id)
//	db.Exec("UPDATE a SET balance = balance - ? WHERE id = ?", n, id)
//
// Each style of placeholders stays: ?, $1, :name, @name.
func nativeSQL(s *site) (analysis.SuggestedFix, error) {
	c, err := newSQLCall(s)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	changes, err := c.changes()
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if !sameKey(s.f) && !c.keyOfRow(changes[0].change.place) {
		return analysis.SuggestedFix{}, refusal("the conditions do not show that the row that is written is the one that was read")
	}
	var plain []change
	for _, ch := range changes {
		plain = append(plain, ch.change)
	}
	guards, err := s.guards(plain)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if c.named() {
		err = c.byName(changes, guards)
	} else {
		err = c.byPlace(changes, guards)
	}
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := c.e.rewrite(c.text, c.list); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := c.refused(guards, plain); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := c.e.stale(plain); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return c.e.fix(title("SET "+plain[0].column+" = "+plain[0].column+" ...", plain, guards))
}

// newSQLCall finds the text and the values of the statement.
func newSQLCall(s *site) (*sqlCall, error) {
	c := &sqlCall{site: s, e: s.newEdits(), puts: map[int]string{}}
	if s.call().Ellipsis.IsValid() {
		return nil, refusal("the values are gathered in a slice")
	}
	at, args := s.textArg(s.call())
	if at == nil {
		if at = s.prepared(); at == nil {
			return nil, refusal("the statement's text is not in the call")
		}
		args = s.call().Args
		if len(args) > 0 && isContext(s.info.TypeOf(args[0])) {
			args = args[1:]
		}
	}
	c.args = args
	var err error
	if c.text, err = s.sqlText(at); err != nil {
		return nil, err
	}
	stmts := sqltext.Parse(c.text.value)
	if len(stmts) != 1 || stmts[0].Verb != sqltext.Update {
		return nil, refusal("the text is not one UPDATE")
	}
	c.stmt = stmts[0]
	for _, w := range c.stmt.Where {
		if w.Disjunct {
			return nil, refusal("the WHERE has alternatives")
		}
	}
	return c, nil
}

// textArg is the SQL text among a call's arguments, and what follows it.
func (s *site) textArg(call *ast.CallExpr) (ast.Expr, []ast.Expr) {
	for i, a := range call.Args {
		t := s.info.TypeOf(a)
		if t == nil || !isString(t) {
			continue
		}
		value, _, err := s.constantText(a)
		if err == nil && len(sqltext.Parse(value)) == 1 && sqltext.Parse(value)[0].Verb == sqltext.Other {
			continue // a name
		}
		return a, call.Args[i+1:]
	}
	return nil, nil
}

// prepared is the text of a statement that was prepared in this function for this call only.
func (s *site) prepared() ast.Expr {
	sel, ok := ast.Unparen(s.call().Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	p, ok := s.placeOf(sel.X)
	if !ok || p.path != "" {
		return nil
	}
	runs := 0
	for _, use := range s.uses[p.root] {
		if sel, ok := use.Parent().Node().(*ast.SelectorExpr); ok && sel.Sel.Name != "Close" {
			runs++
		}
	}
	evs := s.events(p.root)
	if runs != 1 || len(evs) == 0 || evs[0].from == nil && evs[0].rhs == nil {
		return nil
	}
	from := evs[0].from
	if from == nil {
		from = evs[0].rhs
	}
	call, ok := ast.Unparen(from).(*ast.CallExpr)
	if !ok || s.callee(call) == nil || !strings.HasPrefix(s.callee(call).Name(), "Prepare") {
		return nil
	}
	at, _ := s.textArg(call)
	return at
}

func isContext(t types.Type) bool { return isNamed(t, "context", "Context") }

// named reports whether the text's placeholders have names that a struct or map fills.
func (c *sqlCall) named() bool {
	for _, a := range c.stmt.Set {
		for _, arg := range a.Args {
			if arg.Name != "" {
				return true
			}
		}
	}
	return false
}

// keyOfRow reports whether the statement's key comes with the row itself: NamedExec("… WHERE id = :id", a).
func (c *sqlCall) keyOfRow(cell place) bool {
	row, _ := cell.row()
	if len(c.args) != 1 || !c.named() {
		return false
	}
	p, ok := c.placeOf(c.args[0])
	if !ok || p != row {
		return false
	}
	for _, w := range c.stmt.Where {
		if w.Op == "=" && isKey(w.Column) && w.Value.Arg != nil && w.Value.Arg.Name != "" {
			return true
		}
	}
	return false
}

// sqlChange is a change and the assignment that writes it.
type sqlChange struct {
	change
	assign sqltext.Assign
}

// changes are the columns that the statement sets to values computed from themselves; that of the finding is among them.
func (c *sqlCall) changes() ([]sqlChange, error) {
	var out []sqlChange
	for _, a := range c.stmt.Set {
		if a.Value.Arg == nil || a.Value.Arg.Hole || a.Self || a.Column == "" {
			continue
		}
		ch, err := c.change(a)
		switch {
		case err == nil:
			out = append(out, ch)
		case normal(a.Column) == c.f.Cell.Column:
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, refusal("the statement sets the column by an expression of its own")
	}
	return out, nil
}

func (c *sqlCall) change(a sqltext.Assign) (sqlChange, error) {
	v, at, err := c.valueFor(a.Value.Arg)
	if err != nil {
		return sqlChange{}, err
	}
	on := c.on(a.Column, "")
	if normal(a.Column) == c.f.Cell.Column {
		on.fieldName = c.f.Cell.Field
	}
	var e *expr
	if v != nil {
		e, err = on.eval(v, c.write, evalDepth)
	} else {
		e, err = on.value(at, c.write, evalDepth)
	}
	if err == nil {
		err = on.usable(e)
	}
	if err != nil {
		return sqlChange{}, err
	}
	ch := change{place: *e.leaf().cell, column: c.columnText(a), expr: e}
	if sql := on.computedColumn(ch.place); sql != "" {
		ch.column = sql
	}
	return sqlChange{ch, a}, nil
}

// columnText is the column as the text writes it, with its quotes.
func (c *sqlCall) columnText(a sqltext.Assign) string {
	text, _, _ := strings.Cut(c.text.value[a.Pos:a.End], "=")
	return strings.TrimSpace(text)
}

// valueFor is the Go expression that fills a placeholder, or the part of a struct that does.
func (c *sqlCall) valueFor(a *sqltext.Arg) (ast.Expr, place, error) {
	if a.Name == "" {
		if a.Index < 0 || a.Index >= len(c.args) {
			return nil, place{}, refusal("the statement lacks a value")
		}
		return c.args[a.Index], place{}, nil
	}
	if len(c.args) != 1 {
		return nil, place{}, refusal("the values of the names are not in one struct or map")
	}
	if lit := c.mapLiteral(); lit != nil {
		kv := c.entry(lit, a.Name)
		if kv == nil {
			return nil, place{}, refusal("the map lacks " + a.Name)
		}
		return kv.Value, place{}, nil
	}
	p, ok := c.fieldNamed(a.Name)
	if !ok {
		return nil, place{}, refusal("the struct does not show the field for " + a.Name)
	}
	return nil, p, nil
}

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

// refused makes the path that the code takes when no row met the guards.
func (c *sqlCall) refused(guards []guard, changes []change) error {
	if len(guards) == 0 {
		return nil
	}
	if g, err := newGormCall(c.site); err == nil {
		return g.refused(c.e, guards, changes)
	}
	body, needed, err := c.otherwise(guards, changes)
	if err != nil || !needed {
		return err
	}
	kind := c.resultKind()
	if kind == noRows {
		return refusal("the call does not give the number of rows that it changed")
	}
	return (&counted{site: c.site, e: c.e, kind: kind, body: body}).write()
}

// resultKind says how a call tells how many rows it changed.
type resultKind int

const (
	noRows     resultKind = iota
	rowsError             // (R, error), R.RowsAffected() (int64, error): database/sql
	rowsPlain             // (R, error), R.RowsAffected() int64: pgx
	resultOnly            // R, as sqlx's MustExec
	rowsItself            // (int64, error): xorm
)

func (c *sqlCall) resultKind() resultKind {
	t := c.info.TypeOf(c.call())
	tuple, ok := t.(*types.Tuple)
	if ok && tuple.Len() == 2 {
		t = tuple.At(0).Type()
	}
	m, _, _ := types.LookupFieldOrMethod(t, true, nil, "RowsAffected")
	fn, isFunc := m.(*types.Func)
	switch {
	case !isFunc:
		return noRows
	case !ok:
		return resultOnly
	case fn.Signature().Results().Len() == 2:
		return rowsError
	}
	return rowsPlain
}

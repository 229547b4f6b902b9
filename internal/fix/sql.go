package fix

import (
	"go/ast"
	"go/types"
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
		at, args = s.textInChain()
	}
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

// textInChain is the text that a call before the last gives: db.Raw("UPDATE …", n).Scan(&p), o.Raw("UPDATE …", n).Exec().
func (s *site) textInChain() (ast.Expr, []ast.Expr) {
	for e := ast.Expr(s.call()); ; {
		sel, ok := ast.Unparen(e.(*ast.CallExpr).Fun).(*ast.SelectorExpr)
		if !ok {
			return nil, nil
		}
		call, ok := ast.Unparen(sel.X).(*ast.CallExpr)
		if !ok || call.Ellipsis.IsValid() {
			return nil, nil
		}
		if name := methodOf(call); name == "Raw" || name == "NewRaw" || name == "SQL" {
			return s.textArg(call)
		}
		e = call
	}
}

// methodOf is the name of the method that a call calls.
func methodOf(call *ast.CallExpr) string {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return sel.Sel.Name
	}
	return ""
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

// refused makes the path that the code takes when no row met the guards.
func (c *sqlCall) refused(guards []guard, changes []change) error {
	if len(guards) == 0 {
		return nil
	}
	if g, err := newGormCall(c.site); err == nil {
		if g.sel.Sel.Name != "Exec" {
			return refusal("the call does not give the number of rows that it changed")
		}
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
	also := ""
	if !c.numbered() { // PostgreSQL counts what it finds
		if also, err = c.uncounted(changes); err != nil {
			return err
		}
	}
	return (&counted{site: c.site, e: c.e, kind: kind, body: body, also: also}).write()
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

package fix

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// inSet repairs the Set calls that write a value computed from the column itself.
func (b *bunCall) inSet(e *edits) ([]change, error) {
	if b.step("Column") != nil {
		return nil, refusal("the statement writes the row's columns besides")
	}
	var out []change
	for _, st := range b.steps {
		a, ok := b.assignment(st)
		if !ok {
			continue
		}
		c, err := b.inPlace(a)
		if err != nil && normal(a.column) == b.f.Cell.Column {
			return nil, err
		}
		if err != nil {
			continue
		}
		p := b.phraseOf(c.expr, a.column)
		p.text = a.column + " = " + p.text
		e.replace(a.text.Pos(), a.value.End(), b.quoted(p))
		e.unused(a.value)
		out = append(out, c)
	}
	for _, c := range out {
		if normal(c.column) == b.f.Cell.Column {
			return out, nil
		}
	}
	return nil, refusal("the statement sets the column by an expression of its own")
}

// A bunAssign is Set("stock = ?", v).
type bunAssign struct {
	column string // as the text has it
	text   ast.Expr
	value  ast.Expr
}

// assignment is what a call of the chain sets one column to; false if it is another call, or has a text of another form.
func (b *bunCall) assignment(st bunStep) (bunAssign, bool) {
	args := st.call.Args
	if st.name() != "Set" || len(args) != 2 || st.call.Ellipsis.IsValid() {
		return bunAssign{}, false
	}
	text, _, err := b.constantText(args[0])
	left, right, ok := strings.Cut(text, "=")
	if err != nil || !ok || strings.TrimSpace(right) != "?" || strings.ContainsAny(left, "?,(") {
		return bunAssign{}, false
	}
	return bunAssign{strings.TrimSpace(left), args[0], args[1]}, true
}

// inPlace is the change that an assignment makes.
func (b *bunCall) inPlace(a bunAssign) (change, error) {
	on := b.on(a.column, "")
	if normal(a.column) == b.f.Cell.Column {
		on.fieldName = b.f.Cell.Field
	}
	v, err := on.eval(a.value, b.write, evalDepth)
	if err == nil {
		err = on.usable(v)
	}
	if err != nil {
		return change{}, err
	}
	c := change{place: *v.leaf().cell, column: a.column, expr: v}
	if err := b.neverNull(c.place); err != nil {
		return change{}, err
	}
	return c, b.sameRow(c.place)
}

// guarded adds the guards to the WHERE of the statement, and what happens when they do not hold.
func (b *bunCall) guarded(e *edits, guards []guard, changes []change) error {
	last := b.last().sel
	for _, c := range b.conditions(guards) {
		p, err := b.where(e, c)
		if err != nil {
			return err
		}
		e.insert(last.X.End(), b.dot()+"Where("+p+")")
	}
	body, needed, err := b.otherwise(guards, changes)
	if err != nil || !needed {
		return err
	}
	also, err := b.uncounted(changes)
	if err != nil {
		return err
	}
	return (&counted{site: b.site, e: e, kind: rowsError, body: body, also: also}).write()
}

// where is a condition as bun's Where takes it.
func (b *bunCall) where(e *edits, c cond) (string, error) {
	if c.x.cell == nil && isDecimal(b.cellType(c.x)) {
		return "", refusal("bun writes decimals as text, which SQLite does not compare with a number")
	}
	if !reserved(c.column) || strings.ContainsAny(c.column, "\"`.") {
		return b.quoted(b.condition(c)), nil
	}
	column, err := b.ident(e, c.column)
	if err != nil {
		return "", err
	}
	c.column = columnMark
	return b.withColumn(b.condition(c), column), nil
}

// withColumn is the text and values of a phrase, the column a value among them wherever it is marked.
func (s *site) withColumn(p phrase, column string) string {
	var values []string
	arg := 0
	for _, r := range p.text {
		switch {
		case r == '?':
			values = append(values, s.text(p.args[arg]))
			arg++
		case string(r) == columnMark:
			values = append(values, column)
		}
	}
	return strings.Join(append([]string{fmt.Sprintf("%q", strings.ReplaceAll(p.text, columnMark, "?"))}, values...), ", ")
}

// checkedBun adds the test to the WHERE of an Update, whatever that writes.
func checkedBun(s *site) (analysis.SuggestedFix, error) {
	if !s.onUpdateQuery() {
		return checkedSQL(s)
	}
	b, err := newBunCall(s)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	p, column, ok := s.tested()
	if !ok || !b.ownField(place{root: p.root}, p) {
		return analysis.SuggestedFix{}, refusal("the name of the tested column is not certain")
	}
	if err := b.neverNull(p); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := b.sameRow(p); err != nil {
		return analysis.SuggestedFix{}, err
	}
	guards, err := s.tests(column)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e := s.newEdits()
	if err := b.guarded(e, guards, nil); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return e.fix(checkTitle(column))
}

// isBun reports whether a function is bun's method of that name.
func isBun(fn *types.Func, name string) bool {
	return fn.Name() == name && fn.Pkg() != nil && fn.Pkg().Path() == bunPath
}

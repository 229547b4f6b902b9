package fix

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// whole repairs the writing of a row as it is in memory: all columns, or those that Column names.
func (b *bunCall) whole(e *edits) ([]change, error) {
	changes, err := b.inMemory()
	if err != nil {
		return nil, err
	}
	if b.step("Column") != nil {
		return b.someColumns(e, changes)
	}
	return changes, b.allColumns(e, changes)
}

// inMemory is what has changed of the row that is written as it is in memory.
func (b *bunCall) inMemory() ([]change, error) {
	row, err := b.row()
	if err != nil {
		return nil, err
	}
	if err := b.unhooked(row); err != nil {
		return nil, err
	}
	changes, err := b.changesOf(row)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if !b.ownField(row, c.place) {
			return nil, refusal(b.nameOf(c.place) + " is not a column by itself")
		}
		if _, key := b.option(c.place, "pk"); key {
			return nil, refusal("the key of " + b.nameOf(row) + " is changed")
		}
	}
	if b.step("Column") == nil && b.partlyRead() {
		return nil, refusal("the columns that were not read are written as well")
	}
	return changes, nil
}

// unhooked refuses models with hooks that may change the row before it is written: what they change would no longer be.
func (b *bunCall) unhooked(row place) error {
	n := namedOf(b.typeOf(row))
	if n == nil {
		return refusal("the row's type has no name")
	}
	for _, hook := range []string{"BeforeAppendModel", "BeforeUpdate"} {
		m, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), hook)
		if fn, ok := m.(*types.Func); ok && !b.constant(fn) {
			return refusal("the hook " + hook + " of " + n.Obj().Name() + " may change other columns")
		}
	}
	return nil
}

// ownField reports whether a place is a field of the row, or of structs embedded in it without a name: those of other structs are in
// a JSON column, or have a prefix.
func (b *bunCall) ownField(row, p place) bool {
	rest, ok := within(p.path, row.path)
	if !ok || p.root != row.root {
		return false
	}
	t := b.typeOf(row)
	for rest != "" {
		var part string
		part, rest = cutFirst(rest)
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return false
		}
		for f := range st.Fields() {
			if "."+f.Name() == part && rest != "" && !f.Embedded() {
				return false
			}
		}
		t = deref(partType(t, part))
	}
	return true
}

// allColumns replaces a row that is written whole by the columns that have changed.
func (b *bunCall) allColumns(e *edits, changes []change) error {
	var sets, names []string
	for _, c := range changes {
		switch {
		case c.expr == nil:
			names = append(names, fmt.Sprintf("%q", c.column))
			continue
		case *c.expr.leaf().cell != c.place:
			return refusal("the row that is written is not the one that was read")
		}
		set, err := b.set(e, c)
		if err != nil {
			return err
		}
		sets = append(sets, set)
	}
	if len(sets) == 0 {
		return refusal("the code does not show which columns change")
	}
	if err := b.sameRow(changes[0].place); err != nil {
		return err
	}
	if len(names) > 0 {
		sets = append([]string{"Column(" + strings.Join(names, ", ") + ")"}, sets...)
	}
	e.insert(b.step("Model").call.End(), b.joined(sets))
	return nil
}

// someColumns takes the computed columns out of Column.
func (b *bunCall) someColumns(e *edits, changes []change) ([]change, error) {
	var out []change
	var sets []string
	for _, st := range b.steps {
		if st.name() != "Column" {
			continue
		}
		var keep []string
		for _, a := range st.call.Args {
			name, _, err := b.constantText(a)
			if err != nil || st.call.Ellipsis.IsValid() {
				return nil, refusal("the columns that are written are a variable")
			}
			c, ok := computedColumn(changes, name)
			if !ok {
				keep = append(keep, b.text(a))
				continue
			}
			set, err := b.set(e, c)
			if err != nil {
				return nil, err
			}
			if err := b.sameRow(*c.expr.leaf().cell); err != nil {
				return nil, err
			}
			out, sets = append(out, c), append(sets, set)
		}
		switch {
		case len(keep) == len(st.call.Args):
		case len(keep) > 0:
			e.replace(st.call.Args[0].Pos(), st.call.Args[len(st.call.Args)-1].End(), strings.Join(keep, ", "))
		case b.commented(st.sel.X.End(), st.call.End()):
			return nil, refusal("a comment stands in the statement")
		default:
			e.replace(st.sel.X.End(), st.call.End(), "")
		}
	}
	if len(out) == 0 {
		return nil, refusal("the code does not show which columns are written")
	}
	e.insert(b.step("Column").call.End(), b.joined(sets))
	return out, nil
}

// computedColumn is the change that computes a column.
func computedColumn(changes []change, column string) (change, bool) {
	for _, c := range changes {
		if c.column == column && c.expr != nil {
			return c, true
		}
	}
	return change{}, false
}

// partlyRead reports whether the read names its columns: what it leaves out is zero in memory.
func (b *bunCall) partlyRead() bool {
	if !b.read.Valid() {
		return false
	}
	for c := range b.read.Preorder((*ast.SelectorExpr)(nil)) {
		switch c.Node().(*ast.SelectorExpr).Sel.Name {
		case "Column", "ColumnExpr", "ExcludeColumn":
			return true
		}
	}
	return false
}

// set is the call that has the database compute a column.
func (b *bunCall) set(e *edits, c change) (string, error) {
	if err := b.neverNull(c.place); err != nil {
		return "", err
	}
	if !reserved(c.column) {
		p := b.phraseOf(c.expr, c.column)
		p.text = c.column + " = " + p.text
		return "Set(" + b.quoted(p) + ")", nil
	}
	p := b.phraseOf(c.expr, columnMark)
	p.text = columnMark + " = " + p.text
	column, err := b.ident(e, c.column)
	return "Set(" + b.withColumn(p, column) + ")", err
}

// ident is a column that is a word of SQL, as a value that bun quotes.
func (b *bunCall) ident(e *edits, column string) (string, error) {
	name, err := e.use(bunPath)
	return fmt.Sprintf("%s.Ident(%q)", name, column), err
}

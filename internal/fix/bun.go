package fix

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"
)

const bunPath = "github.com/uptrace/bun"

// bunCall is the chain of calls with which bun writes the row: db.NewUpdate().Model(p).WherePK().Exec(ctx).
type bunCall struct {
	*site
	steps []bunStep // from NewUpdate to Exec
}

// A bunStep is one call of the chain.
type bunStep struct {
	call *ast.CallExpr
	sel  *ast.SelectorExpr
}

func (b bunStep) name() string { return b.sel.Sel.Name }

// nativeBun has the database compute the columns by Set. Bun writes the columns that Column names, and then what Set says; without
// Column only the latter:
//
//	.Model(p).WherePK()                             .Model(p).Set("stock = stock - ?", n).WherePK()
//	.Model(p).WherePK(), several columns changed    .Model(p).Column("name").Set("stock = stock - ?", n).WherePK()
//	.Model(p).Column("stock").WherePK()             .Model(p).Set("stock = stock - ?", n).WherePK()
//	.Set("stock = ?", p.Stock-n)                    .Set("stock = stock - ?", n)
func nativeBun(s *site) (analysis.SuggestedFix, error) {
	if !s.onUpdateQuery() {
		return nativeSQL(s)
	}
	b, err := newBunCall(s)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	e := s.newEdits()
	var changes []change
	if b.step("Set") != nil {
		changes, err = b.inSet(e)
	} else {
		changes, err = b.whole(e)
	}
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	guards, err := s.guards(changes)
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := b.guarded(e, guards, changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := e.stale(changes); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return e.fix(title("Set", changes, guards))
}

// onUpdateQuery reports whether the statement is run by bun's query, not as a text.
func (s *site) onUpdateQuery() bool {
	sel, ok := ast.Unparen(s.call().Fun).(*ast.SelectorExpr)
	return ok && isNamed(s.info.TypeOf(sel.X), bunPath, "UpdateQuery")
}

// newBunCall takes the chain apart. One that begins elsewhere, or has calls that shape the statement in other ways, is left alone.
func newBunCall(s *site) (*bunCall, error) {
	b := &bunCall{site: s}
	if len(s.call().Args) != 1 {
		return nil, refusal("the statement fills variables")
	}
	for call := s.call(); ; {
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if fn := s.callee(call); !ok || fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != bunPath {
			return nil, refusal("the query is put together elsewhere")
		}
		b.steps = append([]bunStep{{call, sel}}, b.steps...)
		if sel.Sel.Name == "NewUpdate" {
			return b, b.plain()
		}
		if call, ok = ast.Unparen(sel.X).(*ast.CallExpr); !ok {
			return nil, refusal("the query is put together elsewhere")
		}
	}
}

// bunPlain are the calls whose meaning an added Set or Where does not change.
const bunPlain = " Conn Model Table WherePK Where Column Set Returning "

// plain refuses a chain with other calls: OmitZero leaves out zero, WhereOr has alternatives, Apply does anything.
func (b *bunCall) plain() error {
	for _, st := range b.steps[1 : len(b.steps)-1] {
		if !strings.Contains(bunPlain, " "+st.name()+" ") || st.name() == "WherePK" && len(st.call.Args) > 0 {
			return refusal("the statement is shaped by " + st.name())
		}
	}
	if b.last().name() != "Exec" {
		return refusal("the statement's rows are read")
	}
	return nil
}

func (b *bunCall) last() bunStep { return b.steps[len(b.steps)-1] }

// step is the first call of a method in the chain, nil if there is none.
func (b *bunCall) step(name string) *bunStep {
	for i := range b.steps {
		if b.steps[i].name() == name {
			return &b.steps[i]
		}
	}
	return nil
}

// row is the variable that Model is given a pointer to.
func (b *bunCall) row() (place, error) {
	m := b.step("Model")
	if m == nil || len(m.call.Args) != 1 {
		return place{}, refusal("the statement has no model")
	}
	p, ok := b.placeOf(m.call.Args[0])
	if !ok {
		return place{}, refusal("the row that is written is no variable")
	}
	ptr, ok := b.info.TypeOf(m.call.Args[0]).Underlying().(*types.Pointer)
	if !ok {
		return place{}, refusal("the row that is written is no pointer to a struct")
	}
	if _, ok := ptr.Elem().Underlying().(*types.Struct); !ok {
		return place{}, refusal("the row that is written is no pointer to a struct")
	}
	return p, nil
}

// whole repairs the writing of a row as it is in memory: all columns, or those that Column names.
func (b *bunCall) whole(e *edits) ([]change, error) {
	_, changes, err := b.inMemory()
	if err != nil {
		return nil, err
	}
	if b.step("Column") != nil {
		return b.someColumns(e, changes)
	}
	return changes, b.allColumns(e, changes)
}

// inMemory is the row that is written as it is in memory, and what has changed of it.
func (b *bunCall) inMemory() (row place, changes []change, err error) {
	if row, err = b.row(); err != nil {
		return row, nil, err
	}
	if err := b.unhooked(row); err != nil {
		return row, nil, err
	}
	if changes, err = b.changesOf(row); err != nil {
		return row, nil, err
	}
	for _, c := range changes {
		if !b.ownField(row, c.place) {
			return row, nil, refusal(b.nameOf(c.place) + " is not a column by itself")
		}
		if _, key := b.option(c.place, "pk"); key {
			return row, nil, refusal("the key of " + b.nameOf(row) + " is changed")
		}
	}
	if b.step("Column") == nil && b.partlyRead() {
		return row, nil, refusal("the columns that were not read are written as well")
	}
	return row, changes, nil
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

// neverNull refuses a column that is NULL where the struct has zero: NULL - 1 is NULL, and no comparison holds of it.
func (b *bunCall) neverNull(p place) error {
	if _, null := b.option(p, "nullzero"); null {
		return refusal(last(p.path) + " is NULL in the database where it is zero in memory")
	}
	return nil
}

// option is the value of an option in the tag of a field, and whether the tag has it.
func (b *bunCall) option(p place, name string) (value string, ok bool) {
	row, field := p.row()
	st, ok := b.typeOf(row).Underlying().(*types.Struct)
	if !ok {
		return "", false
	}
	for i := range st.NumFields() {
		if st.Field(i).Name() != field {
			continue
		}
		_, options := bunTag(reflect.StructTag(st.Tag(i)).Get("bun"))
		for _, o := range options {
			if key, value, _ := strings.Cut(o, ":"); key == name {
				return value, true
			}
		}
	}
	return "", false
}

// joined are calls to be added to the chain, on lines of their own where the chain's calls stand so.
func (b *bunCall) joined(calls []string) string {
	dot := b.dot()
	return dot + strings.Join(calls, dot)
}

// dot is what stands between the calls of the chain.
func (b *bunCall) dot() string {
	if s := b.between(b.last().sel.X.End(), b.last().sel.Sel.Pos()); strings.TrimSpace(s) == "." {
		return s
	}
	return "."
}

// sameRow checks that the row that is written is the one whose column was read.
func (b *bunCall) sameRow(cell place) error {
	row, _ := cell.row()
	if b.step("WherePK") != nil {
		if p, err := b.row(); err == nil && p == row {
			return nil
		}
	}
	if sameKey(b.f) {
		return nil
	}
	return refusal("the conditions do not show that the row that is written is the one that was read")
}

package fix

import (
	"go/ast"
	"go/types"
	"reflect"
	"slices"
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
	if err := b.independent(changes); err != nil {
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
	tables := 0
	for _, st := range b.steps[1 : len(b.steps)-1] {
		if st.name() == "Model" || st.name() == "Table" {
			tables += len(st.call.Args)
		}
		if !strings.Contains(bunPlain, " "+st.name()+" ") || st.name() == "WherePK" && len(st.call.Args) > 0 {
			return refusal("the statement is shaped by " + st.name())
		}
	}
	switch {
	case tables != 1:
		return refusal("the statement is about several tables")
	case b.last().name() != "Exec":
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

// independent refuses a statement with a condition on the computed value, which memory no longer has.
func (b *bunCall) independent(changes []change) error {
	for _, st := range b.steps {
		for _, c := range changes {
			on := b.on(c.column, last(c.place.path))
			if st.name() == "Where" && c.expr != nil && slices.ContainsFunc(st.call.Args, func(a ast.Expr) bool { return on.touches(a, b.write, evalDepth) }) {
				return refusal("a condition of the statement tells the column's value")
			}
		}
	}
	return nil
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

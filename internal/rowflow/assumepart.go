package rowflow

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// assumedParts is a write of columns by a method of which no implementation is in sight, that is given them in a struct of their own: its fields have
// the names of those of the row that the port loads.
//
// Have: purses.Update(ctx, id, PurseUpdate{Balance: &left}), where the port has Get(ctx, id) (*Purse, error).
func (f *frame) assumedParts(in ssa.CallInstruction, method *types.Func, args []Value) bool {
	row := f.portRow(in.Common().Value.Type())
	if row == nil || !saves(method.Name()) || takesList(method) {
		return false
	}
	for i, p := 0, method.Signature().Params(); i < p.Len() && i+1 < len(args); i++ {
		n := named(p.At(i).Type())
		if n == nil || n == row || n.Obj().Pkg() == nil || !inModule(f.pass, n.Obj().Pkg()) || !isAggregate(n) {
			continue
		}
		set, keys, versioned := f.partsGiven(row, args[i+1])
		if keys = append(keys, f.givenKeys(method, args)...); len(set) == 0 || len(keys) == 0 || versioned {
			continue
		}
		f.assume(in, &Write{At: f.pos(in), Verb: knowledge.Update, Type: typeName(row), Set: set, Where: keys, Assume: assumedWriter(method.Name())})
		return true
	}
	return false
}

// partsGiven are the columns of a row that a struct gives, and its key; versioned, if it also says over which version.
func (f *frame) partsGiven(row *types.Named, given Value) (set, keys []Term, versioned bool) {
	for _, r := range f.st.follow(given) {
		for _, e := range f.st.parts(r) {
			if namesOne(e.Path, versionWords...) {
				return nil, nil, true
			}
			field := f.models.fieldFor(row, e.Path)
			c := f.models.cell(typeName(row), "", field)
			switch {
			case field == "" || c.Assoc:
			case isKey(c):
				keys = append(keys, Term{Column: "id", Op: "=", Value: f.flat(e.Value)})
			default:
				set = append(set, Term{Column: field, Value: f.flat(e.Value)})
			}
		}
	}
	return set, keys, false
}

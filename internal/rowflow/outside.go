package rowflow

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// bind fills the operand, or the result, of a call with what comes from outside the program: c.ShouldBindJSON(&in).
func (s *site) bind(h *knowledge.Helper) []Value {
	from := []Flow{{Root: Root{Kind: Outside, N: s.num[s.in]}}}
	if h.To > 0 {
		s.st.store(s.st.follow(s.arg(h.To)), Value{Flows: from})
		return s.unknown(s.in, s.obj.Name(), nil, "")
	}
	out := s.unknownResults()
	if len(out) > 0 {
		out[0] = Value{Refs: out[0].Refs, Flows: from}
		for _, r := range out[0].Refs {
			s.st.store([]Ref{r}, Value{Flows: from})
		}
	}
	return out
}

// outside is what a field that holds a part of a request holds: r.Body. Nil for other loads.
func (f *frame) outside(load *ssa.UnOp) []Flow {
	field, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	name := fieldName(field.X.Type(), field.Field)
	for _, o := range knowledge.Outside() {
		if slices.Contains(o.Fields, name) && typeName(field.X.Type()) == o.Type {
			return []Flow{{Root: Root{Kind: Outside, N: f.num[load]}}}
		}
	}
	return nil
}

// outsideOf is the caller's name for what came in in the callee.
func (a *application) outsideOf(r Root) Root {
	return Root{Kind: Outside, N: a.num[a.site], Sub: r.N<<4 + r.Sub&15}
}

// flag is a constant that changes the verb of the call that it is handed to, nil if it is none.
func (f *frame) flag(t types.Type, value int64) *Query {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return nil
	}
	if will := f.index.Flag(n.Obj().Pkg().Path()+"."+n.Obj().Name(), value); will != knowledge.Shape {
		return &Query{Will: will}
	}
	return nil
}

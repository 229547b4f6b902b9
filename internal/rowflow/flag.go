package rowflow

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// A flag is a truth value that the caller gives, itself or in a field: its flows, and in Int which of the two it has to be.

// phi is what a variable holds where ways meet.
func (f *frame) phi(v *ssa.Phi) Value {
	var out Value
	for _, e := range v.Edges {
		out = join(out, f.value(e))
	}
	if isChoice(v.Type()) && !isBool(v.Type()) && !slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return !isConstant(e) }) {
		out.Flows = unionFlows(out.Flows, f.decided(v, v.Block()))
	}
	f.lockedIf(v, &out)
	return out
}

// lockedIf finds the flag that decides whether a statement locks: what is locked on one way only is for the caller to tell.
//
//	if forUpdate {
//		query += " FOR UPDATE" // or db = db.Clauses(clause.Locking{Strength: "UPDATE"})
//	}
func (f *frame) lockedIf(v *ssa.Phi, out *Value) {
	if len(v.Edges) != 2 || out.Query == nil && out.Text == nil {
		return
	}
	locked := f.isLocking(v.Edges[0])
	if locked == f.isLocking(v.Edges[1]) {
		return
	}
	way := 1
	if locked {
		way = 0
	}
	flag := f.flagOf(v.Block(), way)
	if flag == nil {
		return
	}
	plain := f.value(v.Edges[1-way])
	if plain.Text != nil {
		out.Text, out.Holes, out.Query = plain.Text, plain.Holes, &Query{LockBy: flag, Perhaps: true}
	} else if out.Query != nil {
		out.Query = out.Query.clone()
		out.Query.Lock, out.Query.LockBy = false, flag
	}
}

// isLocking reports whether a statement, or a text or the end of one, asks for a row lock.
func (f *frame) isLocking(v ssa.Value) bool {
	x := f.value(v)
	if q := f.queryOf(x); q != nil && q.Lock {
		return true
	}
	if x.Text == nil {
		return false
	}
	locks := func(st sqltext.Statement) bool { return st.Lock != sqltext.LockNone }
	return slices.ContainsFunc(sqltext.Parse(*x.Text), locks) || slices.ContainsFunc(sqltext.Parse("SELECT 1 FROM t "+*x.Text), locks)
}

// flagOf is the flag that decides that a block is reached by one of its ways, nil if anything else does.
func (f *frame) flagOf(b *ssa.BasicBlock, way int) *Value {
	from := b.Preds[way]
	branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	side := slices.Index(from.Succs, b)
	if !ok {
		var between []control
		for _, c := range f.deciders(from) {
			if !slices.ContainsFunc(f.deciders(b), func(o control) bool { return o.at == c.at }) {
				between = append(between, c)
			}
		}
		if len(between) != 1 {
			return nil
		}
		branch, side = between[0].at.Instrs[len(between[0].at.Instrs)-1].(*ssa.If), between[0].side
	}
	return f.given(branch.Cond, side == 0)
}

// given is the flag that a condition is, if it has to be as said.
func (f *frame) given(cond ssa.Value, is bool) *Value {
	for {
		not, ok := cond.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			break
		}
		cond, is = not.X, !is
	}
	var flows []Flow
	for _, fl := range f.value(cond).Flows {
		if fl.Root.Kind != Param || fl.How != 0 {
			return nil
		}
		flows = append(flows, fl)
	}
	if len(flows) == 0 || !isBool(cond.Type()) {
		return nil
	}
	want := truth(is)
	return &Value{Flows: flows, Int: &want}
}

// truth is a truth value as an integer constant.
func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// raised is what the caller's side says of a flag: whether it is as it has to be, if that is known; else what it depends on, if the caller's
// caller gives it.
func (a *application) raised(flag *Value) (is, known bool, still *Value) {
	if !slices.ContainsFunc(flag.Flows, func(fl Flow) bool { return !a.isUnset(fl) }) {
		return *flag.Int == 0, true, nil
	}
	v := a.inward(Value{Flows: flag.Flows}, nil)
	if v.Int != nil && len(v.Flows) == 0 {
		return *v.Int == *flag.Int, true, nil
	}
	if len(v.Flows) == 0 || slices.ContainsFunc(v.Flows, func(fl Flow) bool { return fl.Root.Kind != Param || fl.How != 0 }) {
		return false, false, nil
	}
	return false, false, &Value{Flows: v.Flows, Int: flag.Int}
}

// isUnset reports whether a field of what the caller gives was never set: the caller, or who it had make the struct, left it out.
// Have: FindOne(tx, NewQuery(id)), with func NewQuery(id uint) *Query { return &Query{id: id} }; FindOne(tx, Options{}).
func (a *application) isUnset(fl Flow) bool {
	if fl.Root.Kind != Param || fl.How != 0 || fl.Path == "" {
		return false
	}
	if args := operands(a.site); fl.Root.N < len(args) {
		if c, ok := args[fl.Root.N].(*ssa.Const); ok {
			return c.Value == nil
		}
	}
	v := a.env[fl.Root]
	if len(v.Flows) > 0 || len(v.Refs) == 0 {
		return false
	}
	return !slices.ContainsFunc(v.Refs, func(r Ref) bool {
		set, _, ok := nearest(a.st.mem[r.Root], joinPath(r.Path, fl.Path))
		return r.Root.Kind != Local || !a.isMadeHere(r.Root) || ok && !set.empty()
	})
}

// isMadeHere reports whether a struct is a variable or literal of this function, or one that a function which is known made.
func (a *application) isMadeHere(root Root) bool {
	for in, n := range a.num {
		if n != root.N {
			continue
		}
		switch in.(type) {
		case *ssa.Alloc:
			return true
		case *ssa.Call:
			return len(a.st.mem[root]) > 0
		}
	}
	return false
}

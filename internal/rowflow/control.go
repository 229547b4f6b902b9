package rowflow

import (
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// control begins and ends transactions and runs the functions that the call was given.
func (s *site) control(q *Query) {
	r := s.row
	if r.Options != 0 {
		if s.serializable(s.arg(r.Options)) {
			q.Level = knowledge.Serializable
		} else if r.Begin || r.InTx {
			s.holdIf(s.arg(r.Options))
		}
	}
	q.Level = max(q.Level, r.Isolation)
	if r.Begin {
		q.Tx = s.txID(s.in)
		if s.row.Options != 0 && q.Level == knowledge.Serializable {
			s.hold("serializable")
		}
		s.begins(q)
	}
	if r.End {
		s.ends(q)
	}
	if r.End && !deferred(s.in) && s.st.guard != "" && s.st.guard != "mutex" {
		s.release()
	}
	if r.Scope != 0 {
		for _, fn := range s.from(r.Scope) {
			if len(fn.funcs) == 0 {
				q.Lock, q.Perhaps = true, true // what it adds is not known: it may lock
			}
			for _, out := range s.callValue(s.in, fn, []Value{{Query: q.clone()}}, "sc") {
				if out.Query != nil {
					*q = *out.Query
				}
			}
		}
	}
	if r.Along != 0 {
		s.along(q)
	}
	if r.Runs != 0 {
		s.runs(q)
	}
}

// along runs the functions that shape the statement which reads other rows along with these.
// Have: client.Order.Query().WithCustomer(func(q *ent.CustomerQuery) { q.ForUpdate() }).
func (s *site) along(q *Query) {
	for _, fn := range s.from(s.row.Along) {
		root := s.local(s.in, 8, nil)
		s.st.own(root)[""] = Value{Query: q.rest()}
		s.callValue(s.in, fn, []Value{{Refs: []Ref{{Root: root}}}}, "al")
		if other := s.st.load(Ref{Root: root}).Query; len(fn.funcs) == 0 || other == nil || other.Lock { // what is not known may lock
			q.Lock, q.Perhaps = true, true
		}
	}
}

// runs calls the function that the call was given, with its connection.
func (s *site) runs(q *Query) {
	inner := q.rest()
	before := s.st.guard
	if s.row.InTx {
		inner.Tx = s.txID(s.in)
		if q.Level == knowledge.Serializable {
			s.hold("serializable")
		}
	}
	fn := s.arg(s.row.Runs)
	handle := Value{Query: inner}
	var args []Value
	for i := range paramsOf(fn) {
		t := paramsOf(fn)[i]
		switch {
		case s.isHandle(t):
			args = append(args, handle)
		default:
			args = append(args, Value{})
		}
	}
	if s.row.Gives > 0 && s.row.Gives <= len(args) {
		args[s.row.Gives-1] = s.given(q)
	}
	known := len(s.sum.Reads)
	if s.row.InTx {
		s.within(scope{base: q.Base, at: s.pos(s.in)}, func() { s.callValue(s.in, fn, args, "run") })
	} else {
		s.callValue(s.in, fn, args, "run")
	}
	if s.row.InTx && s.st.guard != before {
		s.st.guard = before
		s.note("-")
	}
	if s.row.InTx && len(s.sum.Reads) > known { // the locks end with the transaction
		for id, r := range s.sum.Reads {
			if strings.HasPrefix(id, strconv.Itoa(s.num[s.in])+"run") && r.Guard == "row lock" {
				r.Guard, r.Released = "", true
			}
		}
	}
}

func paramsOf(fn Value) []types.Type {
	if len(fn.funcs) == 0 {
		return make([]types.Type, 1)
	}
	var out []types.Type
	for p := range fn.funcs[0].Fn.Signature.Params().Variables() {
		out = append(out, p.Type())
	}
	return out
}

// isHandle reports whether the type is a connection, transaction or statement of a library.
func (f *frame) isHandle(t types.Type) bool {
	if t == nil {
		return true
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	if lib := f.generatedBy(n.Obj().Pkg()); lib != nil && lib.HandleStar(n.Obj().Name()) {
		return true
	}
	return f.index.Handle(n.Obj().Pkg().Path(), n.Obj().Name()) != nil
}

func deferred(in ssa.CallInstruction) bool {
	_, ok := in.(*ssa.Defer)
	return ok
}

// serializable reports whether transaction options ask for SERIALIZABLE: sql.TxOptions{Isolation: sql.LevelSerializable}, or a text.
func (f *frame) serializable(v Value) bool {
	vals := append([]Value{v}, f.elements(v)...)
	for _, v := range vals {
		if isSerializable(v) {
			return true
		}
		for _, r := range f.st.follow(v) {
			for _, name := range []string{"Isolation", "IsoLevel"} {
				if isSerializable(f.st.load(Ref{r.Root, joinPath(r.Path, name)})) {
					return true
				}
			}
		}
	}
	return false
}

// isSerializable reports whether an isolation level is SERIALIZABLE or better: sql.LevelSerializable, "serializable".
func isSerializable(level Value) bool {
	return level.Text != nil && strings.Contains(strings.ToLower(*level.Text), "serializable") || level.Int != nil && *level.Int >= 6
}

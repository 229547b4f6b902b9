package rowflow

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// known interprets a call that knowledge speaks of.
func (f *frame) known(in ssa.CallInstruction, obj *types.Func, args []Value) (bool, []Value) {
	if obj.Pkg() == nil {
		return false, nil
	}
	path, on := obj.Pkg().Path(), receiver(obj)
	if lib, row := f.index.Call(path, on, obj.Name()); row != nil {
		s := f.newSite(in, obj, args)
		s.lib, s.row = lib, row
		return true, s.interpret()
	}
	if h := f.index.Helper(path, on, obj.Name()); h != nil {
		return true, f.helper(f.newSite(in, obj, args), h)
	}
	if lib := f.index.Handle(path, on); lib != nil {
		f.sum.schema = f.sum.schema || f.index.Schema(obj.Name())
		s := f.newSite(in, obj, args)
		s.lib, s.row = lib, &knowledge.Call{}
		return true, s.results(s.statement())
	}
	if lib := f.generatedBy(obj.Pkg()); lib != nil && !f.isAdded(obj) {
		if known, out := f.starred(f.newSite(in, obj, args), lib, on); known {
			return true, out
		}
		return true, f.unknown(in, obj.Name(), args, "")
	}
	if f.index.Known(path) {
		return true, f.unknown(in, obj.Name(), args, "")
	}
	if twin := f.run.lookalike(obj); twin != nil {
		return f.known(in, twin, args)
	}
	return false, nil
}

// lookalike is the library's method that a method of the program's own interface stands for: the same name, parameters and results.
// Have: type DBTX interface { QueryRowContext(context.Context, string, ...any) *sql.Row }.
func (r *run) lookalike(obj *types.Func) *types.Func {
	recv := obj.Signature().Recv()
	if recv == nil || !types.IsInterface(recv.Type()) {
		return nil
	}
	twin, ok := r.twins[obj]
	if !ok {
		twin = r.findLookalike(obj)
		r.twins[obj] = twin
	}
	return twin
}

func (r *run) findLookalike(obj *types.Func) *types.Func {
	for _, l := range r.index.Lookalikes(obj.Name()) {
		pkg := r.models.packages.find(l.Path)
		if pkg == nil {
			continue
		}
		tn, ok := pkg.Scope().Lookup(l.On).(*types.TypeName)
		if !ok {
			continue
		}
		m, _, _ := types.LookupFieldOrMethod(types.NewPointer(tn.Type()), false, pkg, obj.Name())
		if m, ok := m.(*types.Func); ok && m != obj && signature(m.Signature()) == signature(obj.Signature()) {
			return m
		}
	}
	return nil
}

// receiver is the name of a method's receiver type, empty for a function.
func receiver(obj *types.Func) string {
	recv := obj.Signature().Recv()
	if recv == nil {
		return ""
	}
	t := recv.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// interpret does what the row says: it shapes the statement, then runs it.
func (s *site) interpret() []Value {
	q := s.statement()
	s.shape(q)
	switch s.row.Do {
	case knowledge.Read:
		out := s.read(q)
		s.outcomes(q, out)
		if s.row.Creates {
			s.firstOrCreate(q)
		}
		s.control(q)
		s.settle(q)
		return out
	case knowledge.Count:
		out := s.results(nil)
		s.counted(q, out)
		s.settle(q)
		return out
	case knowledge.Insert, knowledge.Update, knowledge.Save, knowledge.Upsert, knowledge.Delete:
		if s.row.Do == knowledge.Save && q.Will != knowledge.Shape { // orm.Save(…, orm.ForceInsert)
			s.writeAs(q, q.Will)
		} else {
			s.writeRow(q)
		}
		s.settle(q)
		return s.results(q.rest())
	case knowledge.Exec:
		s.exec(q)
		s.settle(q)
		return s.results(nil)
	}
	if s.row.SameAs != 0 {
		return []Value{s.same()}
	}
	s.control(q)
	if s.runsText(q) {
		s.execWrites(q, strings.Contains(strings.ToUpper(*q.Text), "RETURNING"))
		q.Ran = true
	}
	if s.row.Version != 0 && q.Type != "" {
		s.models.mapped[s.lib.Name+" "+q.Type] = true
	}
	if s.row.Queues { // how many rows it changed is told later
		s.execWrites(q, true)
		return s.results(q)
	}
	if s.lib.Mutable && s.returnsReceiver() {
		s.keep(q)
	}
	if s.lib.Chained && s.returnsReceiver() {
		s.keepInChain(q)
	}
	if s.row.Expr != 0 && s.row.Column == 0 && !q.Expr { // gorm.Expr("?", v) is v
		return s.made(q.Args)
	}
	return s.results(q)
}

// same is the operand that the result is, or the part of it that the row's column names.
// Have: customer, err := order.Edges.CustomerOrErr().
func (s *site) same() Value {
	v := s.arg(s.row.SameAs)
	if s.row.Column != 0 {
		return s.part(v, s.column(s.arg(s.row.Column)), s.resultTypes().At(0).Type())
	}
	v.Query = s.queryOf(v)
	return v
}

// runsText reports whether the call runs a text that writes, and whose rows are read later, if there are any: rows, err := db.Query("UPDATE …").
func (s *site) runsText(q *Query) bool {
	name := s.obj.Name()
	if s.row.Do != knowledge.Shape || q.Text == nil || s.row.SQL+s.row.Args == 0 || !strings.Contains(name, "Query") {
		return false
	}
	stmts := sqltext.Parse(*q.Text)
	return len(stmts) == 1 && stmts[0].Verb != sqltext.Select && (len(stmts[0].Returning) == 0 || !strings.Contains(name, "QueryRow"))
}

// made is a result that is nothing but its operands.
func (s *site) made(vals []Value) []Value {
	var flows []Flow
	for _, v := range vals {
		flows = unionFlows(flows, s.cells(v))
	}
	return []Value{{Flows: flows}}
}

// statement is the statement that the call extends.
func (s *site) statement() *Query {
	from := s.row.Query
	if from == knowledge.None {
		from = knowledge.Recv
	}
	v := s.arg(from)
	q := s.queryOf(v).clone()
	if s.row.Fresh {
		q = q.rest()
	}
	if h := s.queryOf(s.arg(s.row.Handle)); h != nil {
		q.Tx, q.Level = h.Tx, h.Level
	}
	q.Base = unionFlows(q.Base, s.baseFlows(v))
	q.Pool = q.Pool || s.isPool(v)
	q.Lib = s.lib.Name
	return q
}

// rest is what stays of a statement once it has run: its connection.
func (q *Query) rest() *Query {
	return &Query{Lib: q.Lib, Tx: q.Tx, Level: q.Level, Base: q.Base, Pool: q.Pool}
}

// keep leaves the statement in the receiver, for libraries whose methods change it.
func (s *site) keep(q *Query) {
	for _, r := range s.recv.Refs {
		v := s.st.load(r)
		v.Query = q
		s.st.own(r.Root)[r.Path] = v
	}
}

// settle empties a mutable receiver's statement after it has run.
func (s *site) settle(q *Query) {
	if s.lib.Resets {
		s.keep(q.rest())
	}
}

// results are what the call returns: the statement under construction, or values of which nothing is known.
func (s *site) results(q *Query) []Value {
	res := s.resultTypes()
	out := make([]Value, res.Len())
	for i := range out {
		t := res.At(i).Type()
		if isError(t) {
			continue
		}
		out[i] = s.result(s.in, i, t, nil)
		if q != nil && i == 0 {
			out[i].Query = q
			if s.lib.Mutable {
				for _, r := range out[i].Refs {
					s.st.own(r.Root)[r.Path] = Value{Query: q}
				}
				if s.row.Begin || !s.isHandle(t) {
					continue
				}
				if s.sameType(t) {
					out[i].Refs = s.recv.Refs
				}
				if len(out[i].Refs) > 0 { // the memory keeps it, and what later calls add
					out[i].Query = nil
				}
			}
		}
	}
	return out
}

// returnsReceiver reports whether the method hands its receiver on, or nothing but an error.
func (s *site) returnsReceiver() bool {
	res := s.obj.Signature().Results()
	return res.Len() == 0 || isError(res.At(0).Type()) || s.sameType(res.At(0).Type())
}

// sameType reports whether a result is the receiver again.
func (s *site) sameType(t types.Type) bool {
	recv := s.obj.Signature().Recv()
	return recv != nil && types.Identical(recv.Type(), t)
}

func (s *site) typeArg(n int) string {
	if fn := s.in.Common().StaticCallee(); fn != nil {
		if targs := fn.TypeArgs(); len(targs) >= n {
			return typeName(targs[n-1])
		}
	}
	if recv := s.in.Common().Signature().Recv(); recv != nil {
		if nm, ok := types.Unalias(deref(recv.Type())).(*types.Named); ok && nm.TypeArgs().Len() >= n {
			return typeName(nm.TypeArgs().At(n - 1))
		}
	}
	return ""
}

func deref(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

func first(vals []Value) Value {
	if len(vals) == 0 {
		return Value{}
	}
	return vals[0]
}

// tableName strips quotes, schema and alias from a table's name.
func tableName(t string) string {
	t, _, _ = strings.Cut(strings.TrimSpace(t), " ")
	if i := strings.LastIndexByte(t, '.'); i >= 0 {
		t = t[i+1:]
	}
	return strings.Trim(t, "`\"[]")
}

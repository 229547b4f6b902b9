package rowflow

import (
	"go/types"
	"slices"
	"strconv"
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
	if lib := f.generatedBy(obj.Pkg()); lib != nil {
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
		pkg := findPackage(r.pass.Pkg, l.Path, map[*types.Package]bool{})
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
		v := s.arg(s.row.SameAs)
		v.Query = s.queryOf(v)
		return []Value{v}
	}
	s.control(q)
	if s.row.Version != 0 && q.Type != "" {
		s.models.mapped[s.lib.Name+" "+q.Type] = true
	}
	if s.row.Queues {
		s.exec(q)
		return s.results(q)
	}
	if s.lib.Mutable && s.returnsReceiver() {
		s.keep(q)
	}
	if s.row.Expr != 0 && !q.Expr { // gorm.Expr("?", v) is v
		return s.made(q.Args)
	}
	return s.results(q)
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

// shape adds to the statement what the row says about it.
func (s *site) shape(q *Query) {
	r := s.row
	if r.TypeArg > 0 {
		q.Type = s.typeArg(r.TypeArg)
	}
	if t, ok := s.text(s.arg(r.Table)); ok && r.Table != 0 {
		q.Table = tableName(t)
	}
	if r.Model == knowledge.OnStar {
		q.Type = s.obj.Pkg().Path() + "." + s.starType()
	}
	if r.Model != 0 {
		m := s.arg(r.Model)
		if typ := s.rowType(nil, m); typ != "" {
			q.NoKey = r.NoKey
			q.Type, q.Model = typ, &Value{Refs: s.st.follow(m), Flows: m.Flows}
		}
	}
	if r.Row != 0 && r.Do == knowledge.Shape {
		q.Row = s.rowValue(s.arg(r.Row))
	}
	if r.Will != knowledge.Shape {
		q.Will = r.Will
	}
	if r.RowKey && q.Model != nil {
		q.Where = append(q.Where, s.keyOf(*q.Model)...)
	}
	if r.Key != 0 {
		q.Where = append(q.Where, Term{Column: "id", Op: "=", Value: s.flat(s.arg(r.Key))})
	}
	if r.Where != 0 {
		s.where(q, s.from(r.Where))
	}
	if r.Columns != 0 {
		if names, ok := s.names(s.from(r.Columns)); ok {
			q.Columns = append(q.Columns, names...)
		}
		if by := s.columnsBy(r.Columns); by != nil {
			q.ColumnsBy = by
		}
	}
	if r.Omit != 0 {
		names, _ := s.names(s.from(r.Omit))
		q.Omit = append(q.Omit, names...)
	}
	q.Returns = q.Returns || r.Returns
	q.All = (q.All || r.AllCols) && !r.Names
	q.Ordered = q.Ordered || r.Order
	q.NoVersion = q.NoVersion || r.NoVersion
	q.Upsert = q.Upsert || r.Upsert
	s.shapeSet(q)
	s.shapeText(q)
	s.shapeLock(q)
	if r.Parts != 0 {
		for _, p := range s.from(r.Parts) {
			if part := s.queryOf(p); part != nil {
				c := part.clone()
				c.Base, c.Tx = nil, ""
				q.onto(c)
			}
		}
	}
}

// starType is the model that the star in the receiver's name stands for: accountQuery is a query of Account.
func (s *site) starType() string {
	if s.obj.Pkg().Scope().Lookup(s.onStar) == nil && s.onStar != "" {
		return strings.ToUpper(s.onStar[:1]) + s.onStar[1:]
	}
	return s.onStar
}

// shapeSet adds the columns that the row sets.
func (s *site) shapeSet(q *Query) {
	r := s.row
	if r.Atomic != 0 {
		q.Atomic = append(q.Atomic, s.column(s.arg(r.Atomic)))
	}
	switch {
	case r.Cond != "":
		q.Where = append(q.Where, Term{Column: s.column(s.arg(r.Column)), Op: r.Cond, Value: s.flat(s.arg(r.Value))})
		q.Expr, q.Columns = false, nil
	case r.Column != 0 && r.Expr != 0:
		q.Set = append(q.Set, s.exprTerm(s.column(s.arg(r.Column)), s.from(r.Expr)))
	case r.Column != 0 && r.Value != 0 && r.Column != r.Row:
		q.Set = append(q.Set, s.term(s.column(s.arg(r.Column)), s.arg(r.Value)))
	case r.Column != 0 && r.Do == knowledge.Read:
		q.Columns = []string{s.column(s.arg(r.Column))}
	}
	if r.SetText != 0 {
		ops := s.from(r.SetText)
		if t, ok := s.text(first(ops)); ok {
			for _, st := range sqltext.Parse("UPDATE t SET " + t) {
				q.Set = append(q.Set, assigns(st.Set, values{s: s, args: ops[1:], holes: s.phrase(first(ops)).Holes})...)
			}
		}
	}
}

// exprTerm is an assignment of an SQL expression: one that mentions a column is computed by the database, else its values are the column's.
func (s *site) exprTerm(col string, ops []Value) Term {
	t, ok := s.text(first(ops))
	if !ok || len(sqltext.ParseExpr(t).Columns) > 0 || len(ops) < 2 {
		return Term{Column: col, Self: !ok || len(ops) < 2 || len(sqltext.ParseExpr(t).Columns) > 0}
	}
	term := Term{Column: col}
	for _, v := range ops[1:] {
		term.Value = join(term.Value, s.flat(v))
	}
	return term
}

// term is an assignment of a value; an SQL expression is computed by the database.
func (s *site) term(col string, v Value) Term {
	return Term{Column: col, Value: s.flat(v), Self: s.isExpr(v)}
}

// isExpr reports whether a value is an SQL expression, which the database computes.
func (f *frame) isExpr(v Value) bool {
	if q := f.queryOf(v); q != nil && q.Expr {
		return true
	}
	for _, r := range v.Refs {
		if t := f.typeAt(r); t != nil && f.index.Expr(typeName(t)) {
			return true
		}
	}
	return false
}

// shapeText adds the SQL text and its values.
func (s *site) shapeText(q *Query) {
	r := s.row
	if r.SQL != 0 {
		ops := s.from(r.SQL)
		p := s.phrase(first(ops))
		q.Text, q.Holes = p.Text, p.Holes
		q.Args, q.Named = nil, nil
		if len(ops) > 1 {
			q.Args = ops[1:]
		}
		if built := s.queryOf(first(ops)); built != nil { // ToSql's text runs its statement
			if built.Text != nil {
				q.Text, q.Holes = nil, nil
			}
			q.onto(built)
		}
	}
	if r.Args != 0 {
		q.Args = s.list(r.Args)
	}
	if r.Named != 0 {
		n := s.arg(r.Named)
		q.Named = &n
	}
	if r.Expr != 0 && r.Column == 0 {
		q.Expr = true
		ops := s.from(r.Expr)
		if c := s.column(first(ops)); c != "" && bare(c) { // F(&p.Stock): the column itself
			q.Columns = []string{c}
		}
		if len(ops) > 1 {
			t, ok := s.text(ops[0])
			q.Expr = !ok || len(sqltext.ParseExpr(t).Columns) > 0
			q.Args = ops[1:]
		}
	}
}

// shapeLock notes the locks and conflict clauses that the row asks for.
func (s *site) shapeLock(q *Query) {
	r := s.row
	q.Lock = q.Lock || r.Lock
	if r.LockBy != 0 {
		s.lockBy(q, s.arg(r.LockBy))
	}
	if r.Suffix != 0 {
		t, ok := s.text(s.arg(r.Suffix))
		for _, st := range sqltext.Parse("SELECT 1 FROM t " + t) {
			q.Lock = q.Lock || st.Lock != sqltext.LockNone
		}
		q.Upsert = q.Upsert || !ok || strings.Contains(strings.ToUpper(t), "CONFLICT")
	}
	if r.OnClash != 0 { // ON CONFLICT (id) DO UPDATE, with no SET: every column
		t, ok := s.text(s.arg(r.OnClash))
		q.All = q.All || ok && strings.HasSuffix(strings.ToUpper(strings.TrimSpace(t)), "DO UPDATE")
	}
	if r.Clause != 0 {
		for _, v := range s.from(r.Clause) {
			s.clause(q, v)
		}
	}
	if r.Dead != 0 {
		t, _ := s.text(s.arg(r.Dead))
		if t == "gorm:query_option" {
			q.Dead = true
			s.deadLock()
		}
	}
}

// lockBy notes a lock of which an operand tells the strength; one that came in as a parameter is for the caller to tell.
func (s *site) lockBy(q *Query, strength Value) {
	_, known := s.text(strength)
	q.Perhaps = q.Perhaps || !known
	if !known && slices.ContainsFunc(strength.Flows, func(fl Flow) bool { return fl.Root.Kind == Param }) {
		v := s.flat(strength)
		q.LockBy = &v
		return
	}
	q.Lock = q.Lock || s.locks(strength)
}

// locks reports whether a lock's strength, as a string, is one; a strength that is not known here is taken for one.
func (s *site) locks(v Value) bool {
	t, ok := s.text(v)
	if !ok {
		return !v.empty()
	}
	return isLock(t)
}

// clause applies one clause struct.
func (s *site) clause(q *Query, v Value) {
	for _, r := range s.st.follow(v) {
		c := s.index.Clause(typeName(s.typeAt(r)))
		if c == nil {
			continue
		}
		if c.Lock {
			if c.LockBy == "" {
				q.Lock = true
			} else {
				s.lockBy(q, s.st.load(Ref{r.Root, joinPath(r.Path, c.LockBy)}))
			}
		}
		q.Upsert, q.Returns = q.Upsert || c.Upsert, q.Returns || c.Return
		if _, ok := s.st.mem[r.Root][joinPath(r.Path, c.All)]; ok && c.All != "" {
			q.All = true
		}
	}
	if v.Query != nil {
		q.Lock = q.Lock || v.Query.Lock
		q.Upsert = q.Upsert || v.Query.Upsert
		q.All = q.All || v.Query.All
	}
}

// control begins and ends transactions and runs the functions that the call was given.
func (s *site) control(q *Query) {
	r := s.row
	if r.Options != 0 && s.serializable(s.arg(r.Options)) {
		q.Level = knowledge.Serializable
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
	if r.Runs != 0 {
		s.runs(q)
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
	for _, g := range fn.funcs {
		var out []types.Type
		for p := range g.Fn.Signature.Params().Variables() {
			out = append(out, p.Type())
		}
		return out
	}
	return make([]types.Type, 1)
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
func (s *site) serializable(v Value) bool {
	vals := append([]Value{v}, s.elements(v)...)
	for _, v := range vals {
		if isSerializable(v) {
			return true
		}
		for _, r := range s.st.follow(v) {
			for _, name := range []string{"Isolation", "IsoLevel"} {
				if isSerializable(s.st.load(Ref{r.Root, joinPath(r.Path, name)})) {
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

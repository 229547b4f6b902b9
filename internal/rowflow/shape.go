package rowflow

import (
	"go/types"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// model notes the struct that a statement is about. Its type may be the caller's to know: func update(db, entity *T, fields map[string]any).
func (s *site) model(q *Query, m Value) {
	typ := s.rowType(nil, m)
	if typ == "" && !isGiven(m) {
		return
	}
	q.NoKey = s.row.NoKey
	q.Model = &Value{Refs: s.st.follow(m), Flows: m.Flows}
	if typ != "" {
		q.Type = typ
	}
}

// isGiven reports whether a value may be, or point to, what came in as a parameter.
func isGiven(v Value) bool {
	return slices.ContainsFunc(v.Refs, func(r Ref) bool { return r.Root.Kind == Param }) ||
		slices.ContainsFunc(v.Flows, func(fl Flow) bool { return fl.Root.Kind == Param })
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
		q.Type = s.starType()
	}
	if r.Model != 0 {
		s.model(q, s.arg(r.Model))
	}
	if r.Row != 0 && r.Do == knowledge.Shape {
		q.Row = s.rowValue(s.arg(r.Row))
	}
	if r.Will != knowledge.Shape {
		q.Will = r.Will
	}
	if r.RowKey && q.Model != nil {
		q.Where = append(q.Where, s.keyIn(*q.Model)...)
	}
	if r.Key != 0 {
		q.Where = append(q.Where, Term{Column: "id", Op: "=", Value: s.flat(s.arg(r.Key))})
	}
	if r.Where != 0 {
		s.where(q, s.from(r.Where))
	}
	if r.Of != 0 { // by a column that knowledge does not name
		q.Where = append(q.Where, Term{Op: "=", Value: s.flat(s.arg(r.Of))})
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
				if c.Expr { // of this column, not limited to it
					c.Columns = nil
				}
				q.onto(c)
			}
		}
	}
}

// starType is the model that the star in the receiver's name stands for: accountQuery is a query of Account. Where the package declares
// none, it is a row that the receiver's methods give or take.
// Have: func (p productDo) First() (*model.Product, error).
func (s *site) starType() string {
	pkg, name := s.obj.Pkg(), s.onStar
	if name != "" {
		name = strings.ToUpper(name[:1]) + name[1:]
	}
	if recv := s.obj.Signature().Recv(); recv != nil && !knowledge.Declares(pkg, name) {
		return s.models.handled(recv.Type(), pkg.Path()+"."+name)
	}
	return pkg.Path() + "." + name
}

// handled is the row of another package that a statement's methods give or take in the place of its own package's.
func (m *models) handled(statement types.Type, own string) string {
	typ, ok := m.handles[own]
	if !ok {
		typ = own
		for meth := range types.NewMethodSet(statement).Methods() {
			sig := meth.Obj().Type().(*types.Signature)
			for _, vars := range []*types.Tuple{sig.Results(), sig.Params()} {
				for v := range vars.Variables() {
					if t := typeName(v.Type()); t != "" && baseName(t) == baseName(own) {
						typ = t
					}
				}
			}
		}
		if m.handles == nil {
			m.handles = map[string]string{}
		}
		m.handles[own] = typ
	}
	return typ
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
		if s.setsRanged(q) {
			break
		}
		t := s.term(s.column(s.arg(r.Column)), s.arg(r.Value))
		if t.Column == "" {
			t.By = s.namedBy(s.arg(r.Column))
		}
		q.Set = append(q.Set, t)
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

// taken are the columns that are set to those of the row which was to be inserted, and to nothing else.
func taken(set []sqltext.Assign) (out []string) {
	for _, a := range set {
		if len(a.Columns) == 0 && len(a.Other) == 1 && sqltext.Normal(a.Other[0]) == sqltext.Normal("excluded."+a.Column) {
			out = append(out, a.Column)
		}
	}
	return out
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
		if ok && strings.Contains(t, "=") {
			for _, st := range sqltext.Parse("UPDATE t SET " + t) {
				q.Taken = append(q.Taken, taken(st.Set)...)
			}
		}
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

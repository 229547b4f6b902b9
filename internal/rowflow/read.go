package rowflow

import (
	"strconv"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// read puts rows into the operands that the row of knowledge names, and returns the call's results.
func (s *site) read(q *Query) []Value {
	if q.Text != nil && !q.Ran {
		s.execWrites(q, true) // UPDATE … RETURNING writes before it reads
	}
	s.lockOutside(q)
	if q.Lock || s.lockingText(q) {
		s.lockRows(q)
	}
	switch {
	case s.row.Row == knowledge.Result:
		return s.readResult(q)
	case s.row.Row > 0 && len(s.from(s.row.Row)) == 0 && q.Model != nil: // without a destination, the model is filled
		s.readRow(q, *q.Model)
	case s.row.Row != 0 && !(s.row.Scan != 0 && s.scalarDest()):
		s.readRow(q, s.arg(s.row.Row))
	case s.row.Scan != 0 && (len(s.list(s.row.Scan)) > 0 || q.Model == nil): // without variables, the model is filled
		s.scan(q, s.list(s.row.Scan))
	case q.Model != nil:
		s.readRow(q, *q.Model)
	}
	if r := s.sum.Reads[strconv.Itoa(s.num[s.in])+s.tag]; r != nil {
		s.glances(r, nil)
	}
	return s.results(q)
}

// scalarDest reports whether the destination is no struct: xorm's Get(&balance).
func (s *site) scalarDest() bool {
	for _, r := range s.st.follow(s.arg(s.row.Scan)) {
		if t := s.typeAt(r); t != nil {
			return named(t) == nil
		}
	}
	return false
}

// site makes the record of a read. which tells several of one call apart.
func (s *site) readSite(q *Query, which string) *ReadSite {
	id := strconv.Itoa(s.num[s.in]) + s.tag + which
	if r := s.sum.Reads[id]; r != nil {
		r.Where, r.Guard, r.Locks, r.Perhaps, r.LockBy, r.Base = q.Where, s.guardOf(q), q.Lock, q.Perhaps, q.LockBy, q.Base
		return r
	}
	r := &ReadSite{ID: id, At: s.pos(s.in), Lib: s.lib.Name, Type: q.Type, Table: q.Table, Where: q.Where, Guard: s.guardOf(q), Locks: q.Lock, LockBy: q.LockBy, Base: q.Base, Ordered: q.Ordered, InTx: q.Tx != "", Perhaps: q.Perhaps}
	s.sum.Reads[id] = r
	return r
}

// guardOf is why rows that the statement reads cannot change before they are written back.
func (s *site) guardOf(q *Query) string {
	switch {
	case q.Lock:
		return "row lock"
	case q.Level == knowledge.Serializable:
		return "serializable"
	}
	return s.st.guard
}

func (s *site) lockingText(q *Query) bool {
	if q.Text == nil {
		return false
	}
	for st := range sqltext.All(sqltext.Parse(*q.Text)) {
		if st.Lock != sqltext.LockNone || st.Advisory {
			return true
		}
	}
	return false
}

// readRow fills a struct, a slice of structs, a map, or a single column.
func (s *site) readRow(q *Query, dest Value) {
	sel := s.selected(q)
	if sel != nil && sel.Aggregate {
		s.st.store(s.st.follow(dest), Value{Flows: s.outcome(q)})
		return
	}
	r := s.readSite(q, "")
	s.fromText(r, q, sel)
	refs := s.st.follow(dest)
	path := ""
	for _, ref := range refs {
		t := s.typeAt(ref)
		switch {
		case t == nil:
			r.Dest = append(r.Dest, ref)
		case typeName(t) != "":
			if r.Type == "" || s.row.Model == 0 && q.Model == nil {
				r.Type = typeName(t)
			}
		case isScalar(element(t)):
			path = s.onlyColumn(q, sel)
			if path == "" {
				path = "?"
			}
			path = columnPath(path)
		}
	}
	if s.row.Example {
		s.where(q, []Value{dest})
		r.Where = q.Where
	}
	for _, ref := range refs {
		s.st.store([]Ref{ref}, Value{Flows: []Flow{{Read: r.ID, Path: path}}})
	}
	if q.Model == nil && q.Text == nil && path == "" { // db.First(&p).Update(…): the statement goes on with the row
		q.Type, q.Model = r.Type, &Value{Refs: refs}
	}
}

// selected is the SELECT of the statement's text, nil without one.
func (s *site) selected(q *Query) *sqltext.Statement {
	if q.Text == nil {
		return nil
	}
	stmts := sqltext.Parse(*q.Text)
	for i := range stmts {
		switch stmts[i].Verb {
		case sqltext.Select, sqltext.Update, sqltext.Insert, sqltext.Delete:
			return &stmts[i]
		}
	}
	return nil
}

// fromText tells the read what its SQL text says: table and conditions.
func (s *site) fromText(r *ReadSite, q *Query, sel *sqltext.Statement) {
	if sel == nil {
		return
	}
	r.Table = sel.Table
	r.Ordered = r.Ordered || sel.Ordered
	r.Where = append(conds(sel.Where, s.textValues(q)), q.Where...)
	for _, c := range sel.Where {
		if c.Disjunct && c.Op == "=" && c.Column != "" {
			r.Either = append(r.Either, c.Column)
		}
	}
	if sel.Verb != sqltext.Select { // RETURNING: what this very write left
		r.Guard = "returning"
	}
}

// onlyColumn is the column that a read of one column reads.
func (s *site) onlyColumn(q *Query, sel *sqltext.Statement) string {
	cols := q.Columns
	if sel != nil {
		cols = nil
		for _, c := range columnsOf(sel) {
			cols = append(cols, c.Name)
		}
	}
	if len(cols) == 1 {
		for _, c := range sqltext.Parse("SELECT " + cols[0]) {
			if len(c.Columns) == 1 && !c.Columns[0].Aggregate {
				return c.Columns[0].Name
			}
		}
	}
	return ""
}

// columnsOf are the columns that come back: the SELECT list, or RETURNING.
func columnsOf(st *sqltext.Statement) []sqltext.Column {
	if st.Verb == sqltext.Select {
		return st.Columns
	}
	return st.Returning
}

// scan fills variables by position.
func (s *site) scan(q *Query, dests []Value) {
	sel := s.selected(q)
	var cols []sqltext.Column
	switch {
	case sel != nil:
		cols = columnsOf(sel)
	default:
		for _, c := range q.Columns {
			cols = append(cols, sqltext.Column{Name: c})
		}
	}
	for i, dest := range dests {
		v := Value{}
		if i < len(cols) && cols[i].Name != "" && !cols[i].Aggregate {
			v.Flows = []Flow{{Read: s.cellRead(q, sel, cols[i]).ID, Path: columnPath(cols[i].Name)}}
		} else if len(cols) == 1 && cols[0].Star || len(cols) == 0 {
			v.Flows = []Flow{{Read: s.starRead(q, sel).ID, Path: columnPath(s.destName(dest))}}
		} else if i < len(cols) && cols[i].Aggregate {
			v.Flows = s.outcome(q)
		}
		for _, r := range s.st.follow(dest) {
			s.st.store([]Ref{r}, v)
		}
	}
}

// columnPath is a path to a column by its name in the table, as opposed to a field of a struct.
func columnPath(name string) string { return "#" + pathSafe(name) }

// destName is the field that a destination of SELECT * is: the column has its name.
func (s *site) destName(dest Value) string {
	if n := s.fieldOf(dest); n != "" {
		return n
	}
	return "?"
}

func (s *site) starRead(q *Query, sel *sqltext.Statement) *ReadSite {
	r := s.readSite(q, "")
	s.fromText(r, q, sel)
	return r
}

// cellRead is the read of one column: of a join, each table has its own.
func (s *site) cellRead(q *Query, sel *sqltext.Statement, c sqltext.Column) *ReadSite {
	table := ""
	if sel != nil && c.Table != "" {
		for _, t := range sel.Tables {
			if t.Alias == c.Table || t.Name == c.Table {
				table = t.Name
			}
		}
	}
	which := ""
	if table != "" && table != sel.Table {
		which = "~" + table
	}
	r := s.readSite(q, which)
	s.fromText(r, q, sel)
	if table != "" {
		r.Table = table
	}
	return r
}

// readResult is a read whose rows are what the call returns.
func (s *site) readResult(q *Query) []Value {
	out := s.results(nil)
	if len(out) == 0 || isError(s.resultTypes().At(0).Type()) {
		return out
	}
	r := s.readSite(q, "")
	sel := s.selected(q)
	s.fromText(r, q, sel)
	t := s.resultTypes()
	root := s.local(s.in, 1, t.At(0).Type())
	if name := typeName(t.At(0).Type()); name != "" && s.models.isRow(t.At(0).Type()) {
		r.Type = name
	}
	flow := Flow{Read: r.ID}
	if isScalar(t.At(0).Type()) {
		col := s.onlyColumn(q, sel)
		if col == "" {
			return out
		}
		flow.Path = columnPath(col)
		out[0] = Value{Flows: []Flow{flow}}
		return out
	}
	s.st.mem[root] = map[string]Value{"": {Flows: []Flow{flow}}}
	delete(s.st.shared, root)
	out[0] = Value{Refs: []Ref{{Root: root}}}
	return out
}

// given are the rows that the call hands to the function that it runs.
func (s *site) given(q *Query) Value {
	r := s.readSite(q, "")
	root := s.local(s.in, 9, nil)
	s.st.mem[root] = map[string]Value{"": {Flows: []Flow{{Read: r.ID}}}}
	delete(s.st.shared, root)
	return Value{Refs: []Ref{{Root: root}}}
}

package rowflow

import (
	"go/types"
	"slices"
	"strconv"
)

// inward is a callee's value in the caller's terms; typ is its type where the caller knows it.
func (a *application) inward(v Value, typ types.Type) Value {
	a.spend(1)
	made := Value{Text: v.Text, Int: v.Int, Holes: a.inwardAll(v.Holes), funcs: a.inwardFuncs(v.funcs), Query: a.inwardQuery(v.Query)}
	for _, fl := range v.Flows {
		made = join(made, a.inwardFlow(fl))
	}
	var refs []Ref
	for _, r := range v.Refs {
		refs = union(refs, a.refs(r), maxRefs)
		if r.Path == "" && made.Query == nil { // a handle that is handed on: NewRepo(tx)
			made.Query = a.env[r.Root].Query
		}
	}
	if v.Fresh {
		return a.materialize(v, made, refs, typ)
	}
	made.Refs = union(refs, made.Refs, maxRefs)
	made.Mixed = v.Mixed
	for _, e := range v.Image {
		e.Value = a.inward(e.Value, nil)
		made.Image = append(made.Image, e)
	}
	return made
}

// inwardFuncs are functions of the callee's, with what they captured.
func (a *application) inwardFuncs(funcs []Func) []Func {
	out := slices.Clone(funcs)
	for i := range out {
		out[i].Bind = a.inwardAll(out[i].Bind)
	}
	return out
}

// materialize gives memory that the callee made a root of the caller's: a copy of what it was made from, and the image over it.
func (a *application) materialize(v, made Value, refs []Ref, typ types.Type) Value {
	a.sub++
	root := a.local(a.site, a.sub, typ)
	ref := Ref{Root: root}
	a.st.mem[root] = map[string]Value{}
	delete(a.st.shared, root)
	made.Refs = a.st.follow(made) // a captured variable holds the pointer
	var other Value
	if v.Mixed { // the callee's memory, or what there was
		other, made.Flows, made.Refs = made, nil, nil
	}
	a.st.copy([]Ref{ref}, made)
	for _, e := range v.Image {
		a.put(Ref{root, e.Path}, a.inward(e.Value, nil))
	}
	if made.Query != nil {
		m := a.st.own(root)
		m[""] = join(m[""], Value{Query: made.Query})
	}
	a.typeReads(ref, a.st.load(ref))
	all := append([]Ref{ref}, refs...)
	if v.Mixed && len(other.Flows) > 0 {
		all = append(all, a.beside(other.Flows, typ))
	}
	return Value{Refs: union(all, other.Refs, maxRefs), Flows: other.Flows, Query: made.Query, funcs: made.funcs}
}

// beside is memory for what else a value may point to: a row that was read, beside one that was made.
func (a *application) beside(flows []Flow, typ types.Type) Ref {
	a.sub++
	ref := Ref{Root: a.local(a.site, a.sub, typ)}
	a.st.mem[ref.Root] = map[string]Value{"": {Flows: flows}}
	delete(a.st.shared, ref.Root)
	a.typeReads(ref, a.st.load(ref))
	return ref
}

// inwardFlow is what the caller knows of a source that the callee named.
func (a *application) inwardFlow(fl Flow) Value {
	if fl.Read != "" {
		id := a.importRead(fl.Read)
		if id == "" {
			return Value{}
		}
		fl.Read = id
		if a.lift && (fl.How&(Computed|Edited) != 0 || a.sum.foreign && fl.How != 0) { // facts do not say where
			fl.At = a.from
		}
		return Value{Flows: []Flow{fl}}
	}
	if fl.Root.Kind == Global && !a.sum.foreign {
		return Value{Flows: []Flow{fl}}
	}
	if fl.Root.Kind == Outside {
		fl.Root = a.outsideOf(fl.Root)
		return Value{Flows: []Flow{fl}}
	}
	v, ok := a.env[fl.Root]
	if !ok {
		return Value{}
	}
	v = a.project(v, fl.Path)
	if fl.How == 0 {
		return v
	}
	flows := v.Flows
	for _, r := range v.Refs {
		flows = unionFlows(flows, a.st.load(r).Flows)
	}
	at := fl.At
	if a.lift {
		at = a.from
	}
	out := changed(flows, fl.How, at, fl.Op)
	for i := range out {
		out[i].At, out[i].Op = at, fl.Op // the computation of this call, whatever was computed before
	}
	return Value{Flows: out}
}

// importRead makes a callee's read one of the caller's.
func (a *application) importRead(id string) string {
	site := a.sum.Reads[id]
	if site == nil || len(site.Via) > maxDepth {
		return ""
	}
	mine := strconv.Itoa(a.num[a.site]) + a.tag + "/" + id
	if known := a.frame.sum.Reads[mine]; known != nil {
		a.glanceAt(known)
		return mine
	}
	c := *site
	c.ID = mine
	c.Via = append([]Pos{site.At}, site.Via...)
	c.At = a.at
	if c.Guard == "" {
		c.Guard = a.st.guard
	}
	a.frame.sum.Reads[mine] = &c // before its terms: they may mention it
	c.Where = a.inwardTerms(site.Where)
	a.lockOf(&c, site)
	a.glanceAt(&c)
	return mine
}

func (a *application) inwardTerms(terms []Term) []Term {
	out := make([]Term, len(terms))
	for i, t := range terms {
		a.nameTerm(&t)
		given := t.Value
		t.Value = a.inward(t.Value, nil)
		if t.Value.empty() {
			t.Value.Image = a.filledIn(given)
		}
		if len(t.Value.Refs) > 0 { // a value in parts, as sql.NullInt64 is
			flat := a.flat(t.Value)
			t.Value.Flows, t.Value.Int = unionFlows(t.Value.Flows, flat.Flows), flat.Int
		}
		out[i] = t
	}
	return out
}

// filledIn is what a struct that the caller gave, and of which nothing else is known, is filled with: Params{Status: sql.NullString{String: "paid", Valid: true}}.
func (a *application) filledIn(given Value) []Entry {
	var out []Entry
	for _, fl := range given.Flows {
		if fl.Read != "" || fl.How != 0 || fl.Path == "" {
			continue
		}
		v := a.env[fl.Root]
		for _, r := range v.Refs {
			out = joinImages(out, a.st.parts(Ref{r.Root, joinPath(r.Path, fl.Path)}))
		}
		for _, e := range v.Image {
			if rest, below := under(e.Path, fl.Path); below {
				out = joinImages(out, []Entry{{rest, e.Value}})
			}
		}
	}
	return out
}

func (a *application) inwardAll(vals []Value) []Value {
	var out []Value
	for _, v := range vals {
		out = append(out, a.inward(v, nil))
	}
	return out
}

// beneath names a transaction of the callee's: it is begun beneath the call.
func (a *application) beneath(tx string) string {
	if tx == "" || tx == carriedTx {
		return tx
	}
	return a.txID(a.site)
}

// inwardQuery is a statement that the callee began, on top of what the caller had put into its connection.
func (a *application) inwardQuery(q *Query) *Query {
	if q == nil {
		return nil
	}
	out := q.clone()
	out.Base = nil
	out.Tx = a.beneath(out.Tx)
	if q.LockBy != nil {
		var locks bool
		locks, out.LockBy = a.asked(q.LockBy)
		out.Lock = out.Lock || locks
	}
	out.Where = a.inwardTerms(q.Where)
	out.Set = a.inwardTerms(q.Set)
	out.Columns, out.ColumnsBy = a.inwardColumns(q.Columns, q.ColumnsBy)
	out.Args = a.inwardAll(q.Args)
	out.Holes = a.inwardAll(q.Holes)
	if q.Model != nil {
		m := a.inward(*q.Model, nil)
		out.Model = &m
	}
	if q.Row != nil {
		row := a.inward(*q.Row, nil)
		out.Row = &row
	}
	for _, fl := range q.Base {
		v := a.inwardFlow(fl)
		out.Base = unionFlows(out.Base, v.Flows)
		if base := a.queryOf(v); base != nil {
			out.onto(base)
		}
	}
	return out
}

// inwardWrite is the callee's write as one that the call does.
func (a *application) inwardWrite(w *Write) *Write {
	out := *w
	out.Via = append([]Pos{w.At}, w.Via...)
	out.At = a.at
	out.Where = a.inwardTerms(w.Where)
	out.Set = a.inwardTerms(w.Set)
	out.Columns, out.ColumnsBy = a.inwardColumns(w.Columns, w.ColumnsBy)
	out.Tested, out.Tickets, out.Of = a.inwardFlows(w.Tested), a.inwardFlows(w.Tickets), a.inwardFlows(w.Of)
	if w.Row != nil {
		row := a.inward(*w.Row, nil)
		out.Row = &row
	}
	q := &Query{Where: out.Where, Set: out.Set, Columns: out.Columns, Omit: out.Omit, Atomic: out.Atomic, All: out.All, Or: out.Or, Upsert: out.Upsert,
		Table: out.Table, Type: out.Type, Tx: out.Tx}
	out.Base = nil
	for _, fl := range w.Base {
		v := a.inwardFlow(fl)
		out.Base = unionFlows(out.Base, a.baseFlows(v))
		if base := a.queryOf(v); base != nil {
			q.onto(base)
		}
	}
	if out.Tx = q.Tx; w.Tx != "" {
		out.Tx, out.Own = a.beneath(w.Tx), w.Tx != carriedTx
	}
	out.Where, out.Set, out.Columns, out.Omit, out.Atomic = q.Where, q.Set, q.Columns, q.Omit, q.Atomic
	out.All, out.Or, out.Upsert, out.Table, out.Type = q.All, q.Or, q.Upsert, q.Table, q.Type
	a.typeWrite(&out)
	return &out
}

func (a *application) inwardFlows(flows []Flow) []Flow {
	var out []Flow
	for _, fl := range flows {
		out = unionFlows(out, a.inwardFlow(fl).Flows)
	}
	return out
}

// typeWrite tells a write what its row is, where the callee could not know: a type parameter, an interface.
func (a *application) typeWrite(w *Write) {
	if w.Model != nil && w.Type == "" {
		m := a.inward(*w.Model, nil)
		w.Model = &m
		w.Type = a.rowType(nil, m)
		w.Where = append(w.Where, a.keyIn(m)...)
	}
	if w.Type == "" && w.Row != nil {
		w.Type = a.rowType(nil, *w.Row)
	}
	if w.Type != "" {
		w.Model = nil
	}
}

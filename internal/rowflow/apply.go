package rowflow

import (
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// An application runs a callee's summary in the caller's state: parameters become arguments, reads get the call as their place.
type application struct {
	*frame
	site ssa.CallInstruction
	at   Pos
	sum  *Summary
	env  map[Root]Value
	sub  int // numbers the memory that the callee made
	tag  string
	res  *types.Tuple
	each bool // the callee is called once a row
	lift bool // what comes out was computed by this call, as far as the caller is concerned
}

// apply runs a summary at a call and returns the results.
func (f *frame) apply(site ssa.CallInstruction, sum *Summary, args []Value, tag string) []Value {
	a := &application{frame: f, site: site, at: f.pos(site), sum: sum, env: map[Root]Value{}, tag: tag,
		sub: 100 * (1 + len(tag)), res: site.Common().Signature().Results()}
	for i, v := range args {
		a.env[Root{Kind: Param, N: i}] = v
	}
	a.settle()
	f.noteOutside(site, sum.Outside)
	sum.applied = sum.applied || f.recording && !f.inTest()
	a.each, f.perRow = f.perRow, false
	for i := range sum.Effects {
		a.effect(&sum.Effects[i])
	}
	a.lift = !sum.closure // what a closure computes stands in its parent's text
	var post []Stored
	for _, p := range sum.Post {
		post = append(post, Stored{p.At, a.inward(p.Value, nil)})
	}
	for _, p := range post {
		for _, r := range a.refs(p.At) {
			if v := p.Value; len(v.Refs) > 0 && isAggregateAt(a.frame, r) {
				a.st.copy([]Ref{r}, v)
			} else {
				a.st.store([]Ref{r}, v)
			}
			a.typeReads(r, p.Value)
		}
	}
	var out []Value
	for i, v := range sum.Results {
		var t types.Type
		if i < a.res.Len() {
			t = a.res.At(i).Type()
		}
		out = append(out, a.inward(v, t))
	}
	return out
}

func isAggregateAt(f *frame, r Ref) bool {
	t := f.typeAt(r)
	return t != nil && isAggregate(t)
}

// refs are the caller's addresses for a callee's.
func (a *application) refs(r Ref) []Ref {
	v, ok := a.env[r.Root]
	if !ok {
		return nil
	}
	if r.Path == "" {
		return v.Refs
	}
	var out []Ref
	for _, base := range v.Refs {
		out = append(out, a.resolve(Ref{base.Root, joinPath(base.Path, r.Path)}, maxDepth)...)
	}
	return out
}

// resolve follows pointers that the caller keeps in memory along the path.
func (f *frame) resolve(r Ref, depth int) []Ref {
	if r.Path == tooDeep || depth <= 0 {
		return nil
	}
	m := f.st.mem[r.Root]
	for p, _ := cutPath(r.Path); ; p, _ = cutPath(p) {
		if v, ok := m[p]; ok && len(v.Refs) > 0 {
			rest, _ := under(r.Path, p)
			var out []Ref
			for _, to := range v.Refs {
				out = append(out, f.resolve(Ref{to.Root, joinPath(to.Path, rest)}, depth-1)...)
			}
			return out
		}
		if p == "" {
			return []Ref{r}
		}
	}
}

// inward is a callee's value in the caller's terms; typ is its type where the caller knows it.
func (a *application) inward(v Value, typ types.Type) Value {
	a.spend(1)
	made := Value{Text: v.Text, Holes: a.inwardAll(v.Holes), funcs: v.funcs, Query: a.inwardQuery(v.Query)}
	for _, fl := range v.Flows {
		made = join(made, a.inwardFlow(fl))
	}
	var refs []Ref
	for _, r := range v.Refs {
		refs = union(refs, a.refs(r), maxRefs)
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
		a.st.store([]Ref{{root, e.Path}}, a.inward(e.Value, nil))
	}
	if made.Query != nil {
		m := a.st.own(root)
		m[""] = join(m[""], Value{Query: made.Query})
	}
	a.typeReads(ref, a.st.load(ref))
	return Value{Refs: union(append([]Ref{ref}, refs...), other.Refs, maxRefs), Flows: other.Flows, Query: made.Query, funcs: made.funcs}
}

// typeReads tells reads whose row type the callee did not know what the caller sees there.
func (a *application) typeReads(r Ref, v Value) {
	for _, fl := range v.Flows {
		site := a.frame.sum.Reads[fl.Read]
		if site != nil && site.Type == "" && fl.Path == "" {
			if t := typeName(a.typeAt(r)); t != "" {
				site.Type = t
			}
		}
	}
}

// inwardFlow is what the caller knows of a source that the callee named.
func (a *application) inwardFlow(fl Flow) Value {
	if fl.Read != "" {
		id := a.importRead(fl.Read)
		if id == "" {
			return Value{}
		}
		fl.Read = id
		if a.lift && fl.How&(Computed|Edited) != 0 {
			fl.At = a.at
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
		at = a.at
	}
	out := changed(flows, fl.How, at, fl.Op)
	for i := range out {
		out[i].At, out[i].Op = at, fl.Op // the computation of this call, whatever was computed before
	}
	return Value{Flows: out}
}

// project is the part of a value that path names, through the caller's memory.
func (f *frame) project(v Value, path string) Value {
	if path == "" {
		return v
	}
	out := f.st.project(v, path)
	if len(out.Refs) > 0 {
		return out
	}
	for _, r := range refsAt(v, path) {
		if t := f.typeAt(r); t == nil || !isScalar(t) {
			out.Refs = append(out.Refs, r)
		}
	}
	return out
}

// importRead makes a callee's read one of the caller's.
func (a *application) importRead(id string) string {
	site := a.sum.Reads[id]
	if site == nil || len(site.Via) > maxDepth {
		return ""
	}
	mine := strconv.Itoa(a.num[a.site]) + a.tag + "/" + id
	if a.frame.sum.Reads[mine] != nil {
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
	return mine
}

func (a *application) inwardTerms(terms []Term) []Term {
	out := make([]Term, len(terms))
	for i, t := range terms {
		t.Value = a.inward(t.Value, nil)
		if len(t.Value.Refs) > 0 { // a value in parts, as sql.NullInt64 is
			t.Value.Flows = unionFlows(t.Value.Flows, a.flat(t.Value).Flows)
		}
		out[i] = t
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

// inwardQuery is a statement that the callee began, on top of what the caller had put into its connection.
func (a *application) inwardQuery(q *Query) *Query {
	if q == nil {
		return nil
	}
	out := q.clone()
	out.Base = nil
	if out.Tx != "" { // it is begun beneath the call
		out.Tx = a.txID(a.site)
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

// onto puts a statement on top of an earlier part of it.
func (q *Query) onto(base *Query) {
	q.Where = append(append([]Term{}, base.Where...), q.Where...)
	q.Set = append(append([]Term{}, base.Set...), q.Set...)
	q.Columns = append(append([]string{}, base.Columns...), q.Columns...)
	q.Omit = append(append([]string{}, base.Omit...), q.Omit...)
	q.Atomic = append(append([]string{}, base.Atomic...), q.Atomic...)
	q.Lock, q.Upsert, q.All, q.Or, q.Dead = q.Lock || base.Lock, q.Upsert || base.Upsert, q.All || base.All, q.Or || base.Or, q.Dead || base.Dead
	q.Level = max(q.Level, base.Level)
	if q.ColumnsBy == nil {
		q.ColumnsBy = base.ColumnsBy
	}
	if q.Table == "" {
		q.Table = base.Table
	}
	if q.Type == "" {
		q.Type = base.Type
	}
	if q.Model == nil {
		q.Model = base.Model
	}
	if q.Row == nil {
		q.Row = base.Row
	}
	if q.Text == nil {
		q.Text, q.Holes, q.Args = base.Text, base.Holes, base.Args
	}
	if q.Tx == "" {
		q.Tx = base.Tx
	}
	if q.Will == knowledge.Shape {
		q.Will = base.Will
	}
	q.Ordered, q.Perhaps = q.Ordered || base.Ordered, q.Perhaps || base.Perhaps
	q.NoKey, q.NoVersion = q.NoKey || base.NoKey, q.NoVersion || base.NoVersion
}

// effect runs one effect of the callee.
func (a *application) effect(e *Effect) {
	switch {
	case e.Guard == "-":
		a.release()
	case e.Guard == "mutex":
		a.lock()
	case e.Guard == "unlock":
		a.unlock(a.site)
	case e.Guard != "":
		a.hold(e.Guard)
	case e.Call != nil:
		a.callback(e.Call)
	case e.Write != nil:
		w := a.inwardWrite(e.Write)
		w.each = a.each && a.sum.mentions(e.Write)
		a.write(w)
	}
}

// callback runs a function that the caller gave to the callee.
func (a *application) callback(c *CallbackCall) {
	var fn Value
	for _, fl := range c.Fn {
		fn = join(fn, a.inwardFlow(fl))
	}
	for _, r := range fn.Refs { // a captured variable that holds the function
		fn = join(fn, a.st.load(r))
	}
	if c.Sent {
		a.sendAway(fn)
		return
	}
	args := make([]Value, len(c.Args))
	for i := range c.Args {
		args[i] = a.inward(c.Args[i], nil)
	}
	for _, flows := range c.Tx {
		var base []Flow
		for _, fl := range flows {
			base = unionFlows(base, a.baseFlows(a.inwardFlow(fl)))
		}
		a.scopes = append(a.scopes, scope{base: base, at: a.at})
	}
	a.perRow = c.Row
	results := a.callValue(a.site, fn, args, a.tag+"cb"+strconv.Itoa(c.N))
	a.perRow = false
	a.scopes = a.scopes[:len(a.scopes)-len(c.Tx)]
	for i, v := range args {
		a.env[Root{Kind: Callback, N: c.N, Sub: i}] = v
	}
	for i, v := range results {
		a.env[Root{Kind: Callback, N: c.N, Sub: -1 - i}] = v
	}
}

// inwardWrite is the callee's write as one that the call does.
func (a *application) inwardWrite(w *Write) *Write {
	out := *w
	out.Via = append([]Pos{w.At}, w.Via...)
	out.At = a.at
	out.Where = a.inwardTerms(w.Where)
	out.Set = a.inwardTerms(w.Set)
	out.Columns, out.ColumnsBy = a.inwardColumns(w.Columns, w.ColumnsBy)
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
	if out.Tx = q.Tx; w.Tx != "" { // it is begun beneath the call
		out.Tx = a.txID(a.site)
	}
	out.Where, out.Set, out.Columns, out.Omit, out.Atomic = q.Where, q.Set, q.Columns, q.Omit, q.Atomic
	out.All, out.Or, out.Upsert, out.Table, out.Type = q.All, q.Or, q.Upsert, q.Table, q.Type
	if out.Type == "" && out.Row != nil {
		out.Type = a.rowType(nil, *out.Row)
	}
	return &out
}

// queryOf is the statement that a value carries, itself or in the memory that it points to.
func (f *frame) queryOf(v Value) *Query {
	if v.Query != nil {
		return v.Query
	}
	for _, r := range v.Refs {
		if q := f.st.load(r).Query; q != nil {
			return q
		}
	}
	return nil
}

package rowflow

import (
	"go/types"
	"strconv"
	"strings"

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
	lift bool // what comes out was computed by this call, as far as the caller is concerned …
	from Pos  // … here
}

// apply runs a summary at a call and returns the results.
func (f *frame) apply(site ssa.CallInstruction, sum *Summary, args []Value, tag string) []Value {
	a := &application{frame: f, site: site, at: f.pos(site), sum: sum, env: map[Root]Value{}, tag: tag,
		sub: 100 * (1 + len(tag)), res: site.Common().Signature().Results()}
	a.from = a.at
	if isCallback(tag) {
		a.from = within(a.at)
	}
	for i, v := range args {
		a.env[Root{Kind: Param, N: i}] = v
	}
	a.settle()
	f.noteOutside(site, sum.Outside)
	sum.applied = sum.applied || f.recording && !f.inTest()
	a.each, f.perRow = f.perRow, false
	brought := f.brought
	f.brought = false
	a.glance()
	for i := range sum.Effects {
		a.effect(&sum.Effects[i])
	}
	a.lift = !sum.closure || brought // what a closure computes stands in its parent's text
	var post []Stored
	for _, p := range sum.Post {
		post = append(post, Stored{p.At, a.inward(p.Value, nil)})
	}
	for _, p := range post {
		for _, r := range a.refs(p.At) {
			a.put(r, p.Value)
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

// put stores a value that came from the callee: a struct by its parts.
func (a *application) put(at Ref, v Value) {
	if len(v.Refs) > 0 && isAggregateAt(a.frame, at) {
		a.st.copy([]Ref{at}, v)
		return
	}
	a.st.store([]Ref{at}, v)
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
			f.spend(len(v.Refs))
			for _, to := range v.Refs {
				out = union(out, f.resolve(Ref{to.Root, joinPath(to.Path, rest)}, depth-1), maxPaths)
			}
			return out
		}
		if p == "" {
			return []Ref{r}
		}
	}
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

// project is the part of a value that path names, through the caller's memory.
func (f *frame) project(v Value, path string) Value {
	if path == "" {
		return v
	}
	out := f.st.project(v, path)
	if v.Query != nil && out.Query == nil && !v.Query.Expr { // tx.Product, of a transaction that was handed in
		out.Query = v.Query.rest()
	}
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

// maxTerms bounds the conditions and columns of a statement that functions put together.
const maxTerms = 1_000

// onto puts a statement on top of an earlier part of it.
func (q *Query) onto(base *Query) {
	q.Where = append(append([]Term{}, base.Where...), q.Where...)
	q.Set = append(append([]Term{}, base.Set...), q.Set...)
	if len(q.Where)+len(q.Set) > maxTerms {
		panic(beyond("the conditions of a statement"))
	}
	q.Columns = append(append([]string{}, base.Columns...), q.Columns...)
	q.Omit = append(append([]string{}, base.Omit...), q.Omit...)
	q.Atomic = append(append([]string{}, base.Atomic...), q.Atomic...)
	q.Lock, q.Upsert, q.All, q.Or, q.Dead = q.Lock || base.Lock, q.Upsert || base.Upsert, q.All || base.All, q.Or || base.Or, q.Dead || base.Dead
	q.Level = max(q.Level, base.Level)
	if q.ColumnsBy == nil {
		q.ColumnsBy = base.ColumnsBy
	}
	if q.LockBy == nil {
		q.LockBy = base.LockBy
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
	case e.By != nil:
		if v := a.inward(*e.By, nil); a.serializable(v) {
			a.hold(e.Guard)
		} else {
			a.holdIf(v)
		}
	case e.Guard == "-":
		a.release()
	case e.Guard == "mutex":
		a.lock()
	case e.Guard == "unlock":
		a.unlock(a.site)
	case e.Guard != "":
		base, inTx := a.connections(e.Base)
		if inTx {
			base = nil
		}
		if !a.onPool(base) {
			a.holdOn(e.Guard, base)
		}
	case e.Call != nil:
		a.callback(e.Call)
	case e.Run != nil:
		a.runText(e.Run)
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
	results := a.run(c, fn, args)
	a.scopes = a.scopes[:len(a.scopes)-len(c.Tx)]
	for i, v := range args {
		a.env[Root{Kind: Callback, N: c.N, Sub: i}] = v
	}
	for i, v := range results {
		a.env[Root{Kind: Callback, N: c.N, Sub: -1 - i}] = v
	}
}

// callbackTag marks what a function did that a call was handed, in the tags of applications and the identities of reads.
const callbackTag = "cb"

func isCallback(tag string) bool { return strings.Contains(tag, callbackTag) }

// within is a place for what a function computes that a call is handed: the call's, and yet another one than that of what the callee does itself.
func within(at Pos) Pos {
	at.Col++
	return at
}

// run calls it in the way that the callee does: once a row, until it succeeds, in a goroutine.
func (a *application) run(c *CallbackCall, fn Value, args []Value) []Value {
	handed, retried := a.handed, a.retried
	if c.Apart {
		a.handed++
	}
	a.perRow, a.retried = c.Row, retried || c.Again
	results := a.callValue(a.site, fn, args, a.tag+callbackTag+strconv.Itoa(c.N))
	a.perRow, a.handed, a.retried = false, handed, retried
	return results
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

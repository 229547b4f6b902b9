package rowflow

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// ret notes what a return hands out, and the memory that it leaves.
func (f *frame) ret(in *ssa.Return) {
	if !f.recording {
		return
	}
	for i, r := range in.Results {
		v := f.decorated(f.outward(f.value(r), true))
		if !f.reaches && isText(r.Type()) {
			v.Flows = sameText(v.Flows)
		}
		if i < len(f.sum.Results) {
			f.sum.Results[i] = eitherRow(f.sum.Results[i], v)
		} else {
			f.sum.Results = append(f.sum.Results, v)
		}
	}
	if f.exit == nil {
		f.exit = f.st.clone()
	} else {
		f.exit.merge(f.st)
	}
}

// sameText forgets what a function that knows no database did to one text: a short form, an encoding, a name in lower case is the same value.
// Have: func DeShortID(id string) string.
func sameText(flows []Flow) []Flow {
	out := slices.Clone(flows)
	for i := range out {
		if out[i].Root != out[0].Root {
			return flows // put together
		}
		out[i].How, out[i].At, out[i].Op = out[i].How&^Computed, Pos{}, ""
	}
	return out
}

func isText(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// eitherRow joins what two returns hand out: a row that was read, and one that was made because there was none.
// Have: if none { w := Wallet{UserID: id, Balance: 0}; db.Create(&w); return &w }; return found.
func eitherRow(a, b Value) Value {
	out := join(a, b)
	out.Mixed = out.Mixed || len(a.Image) > 0 && apart(b.Flows, a.Flows) || len(b.Image) > 0 && apart(a.Flows, b.Flows)
	return out
}

// decorated forgets what a function put into the columns of a row that it reads and returns: a getter that fills in names or
// decodes a document does not change the row.
func (f *frame) decorated(v Value) Value {
	for _, fl := range v.Flows {
		read := f.sum.Reads[fl.Read]
		if read == nil {
			continue
		}
		v.Image = slices.DeleteFunc(slices.Clone(v.Image), func(e Entry) bool {
			return f.models.cell(read.Type, read.Table, joinPath(fl.Path, e.Path)).Below
		})
		for i, e := range v.Image {
			if slices.ContainsFunc(e.Value.Flows, func(x Flow) bool { return x.Read == fl.Read && x.decorates() }) {
				v.Image[i].Value = Value{Flows: asLoaded(e.Value.Flows)}
			}
		}
	}
	return v
}

// decorates reports whether what happened to a value is what getters do for display: anything but arithmetic.
func (f Flow) decorates() bool {
	return f.How&(Computed|Edited) != 0 && !strings.Contains("+-*/%", f.Op)
}

// asLoaded forgets what a getter did to the values that it returns.
func asLoaded(flows []Flow) []Flow {
	out := slices.Clone(flows)
	for i := range out {
		if out[i].decorates() {
			out[i].How, out[i].At, out[i].Op = out[i].How&^(Computed|Edited), Pos{}, ""
		}
	}
	return out
}

// export completes the summary: what the caller sees in its own memory, and the reads that anything mentions.
func (f *frame) export() {
	if f.exit != nil {
		for i := range inputs(f.fn) {
			f.postOf(Root{Kind: Param, N: i})
		}
	}
	for range f.unlocks {
		f.note("unlock")
	}
	if f.sum.size() > maxSummary {
		panic(beyond("the size of its summary"))
	}
	f.keepReads()
}

// postOf notes what was written beneath a parameter.
func (f *frame) postOf(root Root) {
	m := f.exit.mem[root]
	for _, p := range sortedPaths(m) {
		v := m[p]
		if p == "" && v.Query == nil && len(v.Flows) == 1 && v.Flows[0] == (Flow{Root: root}) {
			continue // as it came in
		}
		saved := f.st
		f.st = f.exit
		out := f.outward(v, true)
		f.st = saved
		if !out.empty() || out.Fresh {
			f.sum.Post = append(f.sum.Post, Stored{Ref{root, p}, out})
		}
	}
}

// outward is a value in terms that make sense outside the function: parameters, reads, and an image of local memory.
func (f *frame) outward(v Value, results bool) Value { return f.outwardDepth(v, results, maxDepth-2) }

func (f *frame) outwardDepth(v Value, results bool, depth int) Value {
	f.spend(1)
	out := Value{Text: v.Text, Int: v.Int, Holes: f.outwardAll(v.Holes, depth), Query: f.outwardQuery(v.Query, depth), Fresh: v.Fresh, Image: v.Image, Mixed: v.Mixed}
	out.Flows = outwardFlows(v.Flows)
	for _, fn := range v.funcs {
		if fn.Fn.Parent() == nil {
			out.funcs = append(out.funcs, fn)
		} else if depth > 0 { // with what it captured: return func(w *Wallet) { w.Balance -= n }
			out.funcs = append(out.funcs, Func{fn.Fn, f.outwardAll(fn.Bind, depth)})
		}
	}
	if depth <= 0 {
		return out
	}
	for _, r := range v.Refs {
		local := r.Root.Kind == Local || r.Root.Kind == Global
		content := f.st.load(r)
		if !local {
			out.Refs = append(out.Refs, r)
			if results {
				continue // Post tells what is written there
			}
			out.Flows = unionFlows(out.Flows, outwardFlows(content.Flows))
		} else {
			out.Fresh = true
			out.Mixed = out.Mixed || apart(v.Flows, content.Flows)
			out.Flows = unionFlows(out.Flows, outwardFlows(content.Flows))
			if out.Query == nil {
				out.Query = f.outwardQuery(content.Query, depth-1)
			}
			out = f.flatten(out, content, results, depth)
		}
		parts := f.st.parts(r)
		parts = parts[:min(len(parts), maxImage)]
		for i := range parts {
			parts[i].Value = f.outwardDepth(parts[i].Value, results, depth-1)
		}
		out.Image = joinImages(out.Image, parts)
		f.spend(len(out.Image))
	}
	return out
}

// apart reports whether neither of two lists of flows has a source of the other: what a value may be, and what memory that it may point to
// was made from.
func apart(a, b []Flow) bool {
	a, b = outwardFlows(a), outwardFlows(b)
	return len(a) > 0 && !slices.ContainsFunc(b, func(x Flow) bool { return mentions(a, x) })
}

// flatten adds what a pointer kept in local memory leads to: a pointer to a pointer to a row is a row.
func (f *frame) flatten(out, content Value, results bool, depth int) Value {
	if len(content.Refs) == 0 {
		return out
	}
	inner := f.outwardDepth(Value{Refs: content.Refs}, results, depth-1)
	out.Refs = union(out.Refs, inner.Refs, maxRefs)
	out.Flows = unionFlows(out.Flows, inner.Flows)
	out.Image = joinImages(out.Image, inner.Image)
	return out
}

func outwardFlows(flows []Flow) []Flow {
	var out []Flow
	for _, fl := range flows {
		if fl.Read != "" || fl.Root.Kind == Param || fl.Root.Kind == Callback || fl.Root.Kind == Outside {
			out = append(out, fl)
		}
	}
	return out
}

func (f *frame) outwardQuery(q *Query, depth int) *Query {
	if q == nil || depth <= 0 {
		return nil
	}
	q = q.clone()
	q.Base = outwardBase(q.Base)
	q.ColumnsBy = outwardList(q.ColumnsBy)
	q.Where = f.outwardTerms(q.Where, depth)
	q.Set = f.outwardTerms(q.Set, depth)
	q.Args = f.outwardAll(q.Args, depth)
	q.Holes = f.outwardAll(q.Holes, depth)
	if q.Model != nil {
		m := f.outwardDepth(*q.Model, false, depth-1)
		q.Model = &m
	}
	if q.Row != nil {
		row := f.outwardDepth(*q.Row, false, depth-1)
		q.Row = &row
	}
	return q
}

func (f *frame) outwardAll(vals []Value, depth int) []Value {
	if depth <= 0 { // their number counts, for they belong to the places of a text
		return make([]Value, len(vals))
	}
	out := slices.Clone(vals)
	for i := range out {
		out[i] = f.outwardDepth(out[i], false, depth-1)
	}
	return out
}

func (f *frame) outwardTerms(terms []Term, depth int) []Term {
	out := slices.Clone(terms)
	for i := range out {
		out[i].Value = f.outwardDepth(out[i].Value, false, depth-1)
	}
	return out
}

// outwardWrite is the write as a caller sees it.
func (f *frame) outwardWrite(w *Write) *Write {
	out := *w
	out.Sums = false
	out.Tested = outwardFlows(w.Tested)
	out.Base = outwardBase(w.Base)
	out.ColumnsBy = outwardList(w.ColumnsBy)
	out.Where = f.outwardTerms(w.Where, maxDepth-2)
	out.Set = f.outwardTerms(w.Set, maxDepth-2)
	if w.Model != nil {
		m := f.outward(*w.Model, false)
		out.Model = &m
	}
	if w.Row != nil {
		row := f.outward(*w.Row, false)
		row.Image = f.openParts(w, openEntries(row.Image))
		out.Row = &row
	}
	for i := range out.Set {
		out.Set[i].Value = open(out.Set[i].Value)
	}
	out.Sums = w.adds() && !out.adds()
	return &out
}

// openParts drops parts of columns that were edited in place in a row that was read here: they have been judged, too.
func (f *frame) openParts(w *Write, image []Entry) []Entry {
	if !slices.ContainsFunc(w.Row.Flows, func(fl Flow) bool { return fl.Read != "" }) {
		return image
	}
	return slices.DeleteFunc(image, func(e Entry) bool { return f.models.cell(w.Type, w.Table, e.Path).Below })
}

// open drops the cells that a value was computed from: what they mean for the write has been judged here.
func open(v Value) Value {
	var flows []Flow
	for _, fl := range v.Flows {
		if fl.Read == "" || fl.How&(Computed|Edited) == 0 {
			flows = append(flows, fl)
		}
	}
	v.Flows = flows
	v.Image = openEntries(v.Image)
	return v
}

func openEntries(image []Entry) []Entry {
	out := slices.Clone(image)
	for i := range out {
		out[i].Value = open(out[i].Value)
	}
	return out
}

// keepReads keeps the reads that the summary mentions.
func (f *frame) keepReads() {
	keep := map[string]*ReadSite{}
	note := func(flows []Flow) {
		for _, fl := range flows {
			if r := f.sum.Reads[fl.Read]; r != nil {
				keep[fl.Read] = r
			}
		}
	}
	f.sum.walk(note)
	for id, r := range keep {
		c := *r
		c.Where = f.outwardTerms(r.Where, 2)
		c.Base = outwardBase(r.Base)
		if c.Guard == "mutex" && f.frees() {
			c.Guard, c.Freed = "", true
		}
		keep[id] = &c
	}
	f.sum.Reads = keep
}

// walk visits the flows of a value and of all that it brings along.
func walk(v Value, visit func([]Flow)) {
	visit(v.Flows)
	for _, e := range v.Image {
		walk(e.Value, visit)
	}
	for _, h := range v.Holes {
		walk(h, visit)
	}
	if q := v.Query; q != nil {
		visit(q.Base)
		walkTerms(q.Where, visit)
		walkTerms(q.Set, visit)
		for _, a := range q.Args {
			walk(a, visit)
		}
		for _, h := range q.Holes {
			walk(h, visit)
		}
		if q.Model != nil {
			walk(*q.Model, visit)
		}
		if q.Row != nil {
			walk(*q.Row, visit)
		}
	}
}

func walkTerms(terms []Term, visit func([]Flow)) {
	for _, t := range terms {
		walk(t.Value, visit)
	}
}

func walkWrite(w *Write, visit func([]Flow)) {
	visit(w.Base)
	visit(w.Tickets)
	visit(w.Of)
	walkTerms(w.Set, visit)
	walkTerms(w.Where, visit)
	if w.Row != nil {
		walk(*w.Row, visit)
	}
}

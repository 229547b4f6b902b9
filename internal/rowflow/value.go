package rowflow

import (
	"slices"
	"strings"
)

// A Root names a piece of memory, or something not yet known, within one function.
type Root struct {
	Kind RootKind
	N    int // which parameter, instruction, result or callback
	Sub  int // which operand of it
}

// RootKind says where a Root comes from.
type RootKind uint8

const (
	Param    RootKind = iota + 1 // parameter N; free variables of a closure follow the parameters
	Local                        // memory made by instruction N
	Callback                     // operand Sub of callback N, as the callback leaves it; Sub < 0: its result -1-Sub
	Global                       // a package's variable
	Outside                      // what came in from outside the program at instruction N: a request's body, a form
)

// A Ref is an address: a path of fields, elements ("[]", "[2]") and map keys ("#key") from a root. Pointers are followed
// without a mark: what a field points to has the field's own path.
type Ref struct {
	Root Root
	Path string
}

// How says what happened to a value between its source and here.
type How uint8

const (
	Computed How = 1 << iota // arithmetic, concatenation, append, a call
	Compared                 // a comparison: what is left is a bool
	Edited                   // part of it was changed in place (JSON, element, key)
	Decided                  // it was tested, and which of several constants this is depends on it
)

// A Flow says that a value was made from a source: a cell that was read, or a part of a parameter.
type Flow struct {
	Read string `pack:"local"` // identity of the read, or
	Root Root   // the parameter or callback
	Path string // the part of it; a cell's column is what the path names in the row's type
	How  How
	At   Pos    `pack:"-"` // where it was computed first
	Op   string // by what: "-", "Add"
}

// Value is what is known of one SSA value. The zero Value is: nothing.
type Value struct {
	Refs  []Ref   // what it may point to; a struct value is the address that it was copied from
	Flows []Flow  // what it was made from
	funcs []Func  // the functions that it may be
	Query *Query  // the statement or connection that it carries
	Text  *string // a string constant; holes are %v …
	Holes []Value // … and these fill them
	Int   *int64  // an integer constant
	Fresh bool    // crossing a border: memory that the callee made
	Image []Entry // … and what is written in it, or over what Refs point to
	Mixed bool    // the image is that of one thing that the value may be, the flows those of another: nothing was edited in place
}

// Entry is a part of an Image.
type Entry struct {
	Path  string
	Value Value
}

func (v Value) empty() bool {
	return len(v.Refs) == 0 && len(v.Flows) == 0 && len(v.funcs) == 0 && v.Query == nil && v.Text == nil && v.Int == nil && len(v.Image) == 0
}

// Budgets a value: beyond them the analysis drops what is more, and so stays silent about it.
const (
	maxFlows = 24
	maxRefs  = 8
	maxDepth = 6 // components of a path
	maxImage = 64
	maxPaths = 64 // addresses that a path may lead to
)

// join is what is known of a value that may be either.
func join(a, b Value) Value {
	if a.empty() {
		return b
	}
	if b.empty() {
		return a
	}
	text := a
	if a.Text == nil {
		text = b
	}
	return Value{
		Refs:  union(a.Refs, b.Refs, maxRefs),
		Flows: unionFlows(a.Flows, b.Flows),
		funcs: joinFuncs(a.funcs, b.funcs),
		Query: joinQueries(a.Query, b.Query),
		Text:  text.Text,
		Holes: text.Holes,
		Int:   agreed(a.Int, b.Int),
		Fresh: a.Fresh || b.Fresh,
		Mixed: a.Mixed || b.Mixed,
		Image: joinImages(a.Image, b.Image),
	}
}

func union[T comparable](a, b []T, most int) []T {
	out := a[:len(a):len(a)]
	for _, x := range b {
		if len(out) < most && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func unionFlows(a, b []Flow) []Flow {
	out := a[:len(a):len(a)]
next:
	for _, x := range b {
		for i, y := range out {
			if x.Read == y.Read && x.Root == y.Root && x.Path == y.Path {
				if both := y.or(x); both.How != y.How {
					out = slices.Clone(out)
					out[i] = both
				}
				continue next
			}
		}
		if len(out) < maxFlows {
			out = append(out, x)
		}
	}
	return out
}

// or is the flow of what may be made in one way or another: only if a constant was chosen in both, no more of the source is in it.
func (f Flow) or(g Flow) Flow {
	both := f.did(g.How, g.At, g.Op)
	if f.How&g.How&Decided == 0 {
		both.How &^= Decided
	}
	return both
}

func joinFuncs(a, b []Func) []Func {
	out := a[:len(a):len(a)]
	for _, f := range b {
		if len(out) < maxRefs && !slices.ContainsFunc(out, func(g Func) bool { return g.Fn == f.Fn }) {
			out = append(out, f)
		}
	}
	return out
}

// agreed is an integer that a value may be, unless it may be another, too.
func agreed(a, b *int64) *int64 {
	switch {
	case a == nil:
		return b
	case b == nil || *a == *b:
		return a
	}
	return nil
}

func joinImages(a, b []Entry) []Entry {
	if len(a) == 0 || len(b) == 0 {
		return append(a[:len(a):len(a)], b...)
	}
	out := slices.Clone(a)
	for _, e := range b {
		i := slices.IndexFunc(out, func(x Entry) bool { return x.Path == e.Path })
		switch {
		case i >= 0:
			out[i].Value = join(out[i].Value, e.Value)
		case len(out) < maxImage:
			out = append(out, e)
		}
	}
	return out
}

// did adds to what happened to the flow; the first place of a computation is the one that messages show.
func (f Flow) did(how How, at Pos, op string) Flow {
	if how&(Computed|Edited) != 0 && f.How&(Computed|Edited) == 0 {
		f.At, f.Op = at, op
	}
	f.How |= how
	return f
}

// changed returns the flows after a computation.
func changed(flows []Flow, how How, at Pos, op string) []Flow {
	out := make([]Flow, len(flows))
	for i, f := range flows {
		out[i] = f.did(how, at, op)
	}
	return out
}

// extend returns the flows of the part of a value that path names. What was computed has elements and keys, but no fields of its source.
func extend(flows []Flow, path string) []Flow {
	if path == "" {
		return flows
	}
	out := make([]Flow, 0, len(flows))
	field := path[0] != '[' && path[0] != '#'
	for _, f := range flows {
		if field && f.How&Computed != 0 {
			continue
		}
		if !field && f.How&Decided != 0 { // what a column has chosen is chosen with all its elements
			out = append(out, f)
			continue
		}
		if f.Path = joinPath(f.Path, path); f.Path != tooDeep {
			out = append(out, f)
		}
	}
	return out
}

// tooDeep is a path beyond the budget: nothing is kept there, nothing found.
const tooDeep = "\x00"

// joinPath appends a path to a path.
func joinPath(a, b string) string {
	switch {
	case a == tooDeep || b == tooDeep:
		return tooDeep
	case a == "":
		return b
	case b == "":
		return a
	}
	p := a + b
	if b[0] != '[' && b[0] != '#' {
		p = a + "." + b
	}
	if strings.Count(p, ".")+strings.Count(p, "[")+strings.Count(p, "#") >= maxDepth {
		return tooDeep
	}
	return p
}

// cutPath splits the last component off: "Wallet.Balance" is "Wallet" and "Balance", "[2]#k" is "[2]" and "#k".
func cutPath(p string) (head, last string) {
	i := strings.LastIndexAny(p, ".[#")
	switch {
	case i < 0:
		return "", p
	case p[i] == '.':
		return p[:i], p[i+1:]
	}
	return p[:i], p[i:]
}

// under reports whether path lies beneath prefix, and what of it is left.
func under(path, prefix string) (rest string, ok bool) {
	if prefix == "" {
		return path, path != ""
	}
	rest, ok = strings.CutPrefix(path, prefix)
	if !ok || rest == "" || (rest[0] != '.' && rest[0] != '[' && rest[0] != '#') {
		return "", false
	}
	return strings.TrimPrefix(rest, "."), true
}

// fields returns a path's field names, without elements and keys.
func fields(path string) []string {
	return strings.FieldsFunc(stripIndexes(path), func(r rune) bool { return r == '.' })
}

// stripIndexes drops elements from a path: "[].Items[2].Qty" is "Items.Qty".
func stripIndexes(path string) string {
	var b strings.Builder
	in := false
	for _, r := range path {
		switch {
		case r == '[':
			in = true
		case r == ']':
			in = false
		case !in:
			b.WriteRune(r)
		}
	}
	return strings.TrimPrefix(b.String(), ".")
}

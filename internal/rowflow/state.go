package rowflow

import (
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"
)

// memory is what is known of memory at one point of a function: for each root the paths written there. What lies beneath
// a path and was not written itself derives from the nearest path above it: a row's field is that row's cell.
type memory map[Root]map[string]Value

// state is what is known at one point of a function.
type state struct {
	mem    memory
	shared map[Root]bool // inner maps that another state holds too: copied before a write
	left   *int          // the function's budget
	locks  int           // mutexes held
	guard  string        // why reads from here on are safe from a second process: "", "row lock", "mutex", "serializable"
}

func newState(budget *int) *state {
	return &state{mem: memory{}, shared: map[Root]bool{}, left: budget}
}

// spend counts what is kept and copied; a function that needs too much of it is left out.
func (s *state) spend(n int) {
	if *s.left -= n; *s.left < 0 {
		panic(beyond("values kept, copied and carried across calls"))
	}
}

func (s *state) clone() *state {
	c := &state{mem: maps.Clone(s.mem), shared: make(map[Root]bool, len(s.mem)), locks: s.locks, guard: s.guard, left: s.left}
	s.spend(len(s.mem)/4 + 1)
	for r := range s.mem {
		s.shared[r], c.shared[r] = true, true
	}
	return c
}

// own returns the paths of a root for writing.
func (s *state) own(r Root) map[string]Value {
	m, ok := s.mem[r]
	switch {
	case !ok:
		m = map[string]Value{}
	case s.shared[r]:
		s.spend(len(m))
		m = maps.Clone(m)
	default:
		return m
	}
	s.mem[r] = m
	delete(s.shared, r)
	return m
}

// nearest returns what is kept at path, or at the nearest path above it, and what of the path is left.
func nearest(m map[string]Value, path string) (v Value, rest string, ok bool) {
	for p := path; ; {
		if v, ok := m[p]; ok {
			rest, _ := under(path, p)
			return v, rest, true
		}
		if p == "" {
			return Value{}, path, false
		}
		p, _ = cutPath(p)
	}
}

// load is the content of an address.
func (s *state) load(r Ref) Value { return s.loadDepth(r, maxDepth) }

func (s *state) loadDepth(r Ref, depth int) Value {
	if r.Path == tooDeep || depth <= 0 {
		return Value{}
	}
	m := s.mem[r.Root]
	v, rest, ok := nearest(m, r.Path)
	if !ok {
		v = Value{}
	} else if rest != "" {
		v = s.projectDepth(v, rest, depth-1)
	}
	if head, last := cutPath(r.Path); last == "[]" {
		v = join(v, s.elements(m, head))
	}
	return v
}

// elements joins what was stored at constant indexes and keys beneath path.
func (s *state) elements(m map[string]Value, path string) Value {
	var out Value
	s.search(m)
	for _, p := range sortedPaths(m) {
		if rest, ok := under(p, path); ok && rest != "[]" && (rest[0] == '[' || rest[0] == '#') && !strings.ContainsAny(rest[1:], ".[#") {
			out = join(out, m[p])
		}
	}
	return out
}

func sortedPaths(m map[string]Value) []string {
	paths := make([]string, 0, len(m))
	for p := range m {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	return paths
}

// project is the part of a value that path names.
func (s *state) project(v Value, path string) Value { return s.projectDepth(v, path, maxDepth) }

func (s *state) projectDepth(v Value, path string, depth int) Value {
	if path == "" || depth <= 0 {
		return v
	}
	out := Value{Flows: extend(v.Flows, path)}
	for _, r := range v.Refs {
		r.Path = joinPath(r.Path, path)
		out = join(out, s.loadDepth(r, depth-1))
	}
	return out
}

// store writes a value: over what was there if the address is certain, beside it if not.
func (s *state) store(refs []Ref, v Value) {
	for _, r := range refs {
		if r.Path == tooDeep {
			continue
		}
		old := s.load(r)
		m := s.own(r.Root)
		_, last := cutPath(r.Path)
		if len(refs) > 1 || last == "[]" {
			v = join(old, v)
		} else {
			s.clear(m, r.Path)
		}
		m[r.Path] = v
	}
}

// search counts going through all paths of a root, which long lists have many of.
func (s *state) search(m map[string]Value) { s.spend(len(m) / 32) }

// clear forgets what was kept beneath path.
func (s *state) clear(m map[string]Value, path string) {
	s.search(m)
	for p := range m {
		if _, ok := under(p, path); ok {
			delete(m, p)
		}
	}
}

// copy writes a struct: its parts, as they are now at from.
func (s *state) copy(to []Ref, from Value) {
	base := flowsOnly(from)
	var parts []Entry
	for _, r := range from.Refs {
		base = join(base, flowsOnly(s.load(r)))
		parts = joinImages(parts, s.parts(r))
	}
	if len(from.Refs) > 1 { // a field that one of them was given is, in another, what that was made from
		for i, e := range parts {
			for _, r := range from.Refs {
				parts[i].Value = join(parts[i].Value, s.load(Ref{r.Root, joinPath(r.Path, e.Path)}))
			}
		}
	}
	s.store(to, base)
	for _, t := range to {
		for _, e := range parts {
			s.store([]Ref{{t.Root, joinPath(t.Path, e.Path)}}, e.Value)
		}
	}
}

// flowsOnly is the provenance of a struct, and the statement that it is, without its address.
func flowsOnly(v Value) Value { return Value{Flows: v.Flows, Query: v.Query} }

// parts lists what was written beneath an address.
func (s *state) parts(r Ref) []Entry {
	var out []Entry
	m := s.mem[r.Root]
	s.search(m)
	for _, p := range sortedPaths(m) {
		if rest, ok := under(p, r.Path); ok {
			out = append(out, Entry{rest, m[p]})
		}
	}
	return out
}

// follow goes through pointers kept in memory to the struct that they lead to: what an ORM does with a **T.
func (s *state) follow(v Value) []Ref {
	out, seen := []Ref(nil), map[Ref]bool{}
	for todo := slices.Clone(v.Refs); len(todo) > 0; todo = todo[1:] {
		r := todo[0]
		if seen[r] {
			continue
		}
		seen[r] = true
		if inner := s.mem[r.Root][r.Path]; len(inner.Refs) > 0 {
			todo = append(todo, inner.Refs...)
			continue
		}
		out = append(out, r)
	}
	if len(out) == 0 { // elements that were swapped: each is kept where it is found
		return v.Refs
	}
	return out
}

// merge joins another path's state into s and reports whether anything new came.
func (s *state) merge(o *state) bool {
	grew := false
	for r, theirs := range o.mem {
		ours, ok := s.mem[r]
		if !ok {
			s.mem[r], s.shared[r], o.shared[r] = theirs, true, true
			grew = true
			continue
		}
		if s.mergeRoot(o, r, ours, theirs) {
			grew = true
		}
	}
	if s.locks < o.locks {
		s.locks, grew = o.locks, true
	}
	if s.guard == "" && o.guard != "" { // a lock that is taken on one path only: silence before noise
		s.guard, grew = o.guard, true
	}
	return grew
}

func (s *state) mergeRoot(o *state, r Root, ours, theirs map[string]Value) bool {
	if reflect.ValueOf(ours).Pointer() == reflect.ValueOf(theirs).Pointer() {
		return false // the same map, shared
	}
	changes := map[string]Value{}
	s.spend(len(theirs) + len(ours))
	for _, p := range sortedPaths(theirs) {
		old := s.load(Ref{r, p})
		if v := join(old, theirs[p]); !same(v, ours[p]) {
			if _, both := ours[p]; !both {
				v.Mixed = v.Mixed || wholeOrNot(theirs, p, old)
			}
			changes[p] = v
		}
	}
	for _, p := range sortedPaths(ours) {
		if _, ok := theirs[p]; ok {
			continue
		}
		if v := join(ours[p], o.load(Ref{r, p})); !same(v, ours[p]) {
			v.Mixed = v.Mixed || wholeOrNot(ours, p, o.load(Ref{r, p}))
			changes[p] = v
		}
	}
	if len(changes) == 0 {
		return false
	}
	maps.Copy(s.own(r), changes)
	return true
}

// wholeOrNot reports whether a struct was set as a whole on one way, and on the other is what it was made from before.
// Have: if in.Note != "" { row.Note = Note{Text: in.Note, Set: true} }.
func wholeOrNot(set map[string]Value, path string, other Value) bool {
	if !set[path].empty() || len(other.Flows) == 0 {
		return false
	}
	for p := range set {
		if rest, below := under(p, path); below && rest[0] != '[' {
			return true
		}
	}
	return false
}

// sameSize reports whether two statements say as much: a condition or a column set on one path makes one longer.
func sameSize(a, b *Query) bool {
	if a == nil || b == nil {
		return a == b
	}
	return len(a.Where) == len(b.Where) && len(a.Set) == len(b.Set) && len(a.Args) == len(b.Args) && a.Lock == b.Lock && a.Upsert == b.Upsert &&
		a.Level == b.Level && (a.Row == nil) == (b.Row == nil)
}

// same compares by size: values only grow.
func same(a, b Value) bool {
	if len(a.Refs) != len(b.Refs) || len(a.Flows) != len(b.Flows) || len(a.funcs) != len(b.funcs) || len(a.Image) != len(b.Image) ||
		!sameSize(a.Query, b.Query) || (a.Text == nil) != (b.Text == nil) {
		return false
	}
	for i := range a.Flows {
		if a.Flows[i].How != b.Flows[i].How {
			return false
		}
	}
	return true
}

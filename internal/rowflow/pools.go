package rowflow

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A connection whose type may hold a transaction is a pool all the same where nothing else is put there.
//
//	type Store struct {
//		*Queries // of which New makes one on a pool or on a transaction
//		pool *pgxpool.Pool
//	}
//
//	func NewStore(pool *pgxpool.Pool) *Store { return &Store{New(pool), pool} } // the only place

// pools are the fields of struct types that hold nothing but a pool, as far as a package shows: "example.com/shop.Store Queries.db".
type pools struct {
	only  map[string]map[string]bool // what each field that is set is: the pools beneath it, by their paths
	moved map[string]bool            // fields that are given another value in a struct which somebody else has
}

// poolsHere goes through the package's assignments to fields.
func (r *run) poolsHere() *pools {
	if r.pools != nil {
		return r.pools
	}
	r.pools = &pools{map[string]map[string]bool{}, map[string]bool{}} // while it is being found, there are none
	found := &pools{map[string]map[string]bool{}, map[string]bool{}}
	for _, fn := range r.functions() {
		if isTest(r.pass.Fset.Position(fn.Pos()).Filename) {
			continue
		}
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if set, ok := in.(*ssa.Store); ok {
					r.setsField(found, set)
				}
			}
		}
	}
	r.pools = found
	return found
}

func (r *run) setsField(found *pools, set *ssa.Store) {
	at, ok := set.Addr.(*ssa.FieldAddr)
	if !ok || isScalar(set.Val.Type()) {
		return
	}
	field := typeName(at.X.Type()) + " " + fieldName(at.X.Type(), at.Field)
	is := r.poolsIn(set.Val)
	if _, fresh := at.X.(*ssa.Alloc); !fresh && !is[""] {
		found.moved[field] = true
	}
	before, known := found.only[field]
	for path := range before {
		if !is[path] {
			delete(before, path)
		}
	}
	if !known {
		found.only[field] = is
	}
}

// poolsIn are the paths at which a value holds a pool: "" if it is one.
func (r *run) poolsIn(v ssa.Value) map[string]bool {
	out := map[string]bool{}
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return r.poolsIn(x.X)
	case *ssa.ChangeInterface:
		return r.poolsIn(x.X)
	case *ssa.Call:
		r.poolsOf(x, out)
	}
	if r.isPoolType(v.Type()) {
		out[""] = true
	}
	return out
}

// poolsOf are those in what a constructor makes of a pool: New(pool).
func (r *run) poolsOf(call *ssa.Call, out map[string]bool) {
	fn := call.Call.StaticCallee()
	if fn == nil || object(fn) == nil {
		return
	}
	sum := r.factSummary(object(fn))
	if object(fn).Pkg() == r.pass.Pkg {
		sum = r.summary(fn)
	}
	if sum == nil || len(sum.Results) == 0 {
		return
	}
	for _, e := range sum.Results[0].Image {
		if i, ok := e.Value.param(); ok && i < len(call.Call.Args) && r.poolsIn(call.Call.Args[i])[""] {
			out[e.Path] = true
		}
	}
}

// param is the parameter that a value is, as it came in.
func (v Value) param() (int, bool) {
	from := map[Root]bool{}
	for _, r := range v.Refs {
		from[r.Root] = r.Path == ""
	}
	for _, fl := range v.Flows {
		from[fl.Root] = fl.Path == "" && fl.How == 0 && fl.Read == ""
	}
	for root, whole := range from {
		return root.N, whole && len(from) == 1 && root.Kind == Param && v.Query == nil
	}
	return 0, false
}

// isPoolType reports whether a type is a library's pool of connections.
func (r *run) isPoolType(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return false
	}
	lib := r.index.Handle(n.Obj().Pkg().Path(), n.Obj().Name())
	return lib != nil && slices.Contains(lib.Pools, n.Obj().Name())
}

// onPool reports whether a statement runs on a pool, wherever it has its connection from.
func (f *frame) onPool(base []Flow) bool {
	return len(base) > 0 && !slices.ContainsFunc(base, func(fl Flow) bool {
		t := f.types[fl.Root]
		for t != nil && named(t) == nil && deref(t) != t { // a captured variable
			t = deref(t)
		}
		return fl.Read != "" || fl.How != 0 || t == nil || !f.isPoolAt(t, fields(fl.Path))
	})
}

// isPoolAt reports whether what a path of fields leads to in a struct is always a pool.
func (r *run) isPoolAt(t types.Type, path []string) bool {
	for i := range path {
		n := named(t)
		if n == nil {
			return false
		}
		rest := strings.Join(path[i+1:], ".")
		field := typeName(n) + " " + path[i]
		if r.poolsHere().moved[field] {
			return false
		}
		if r.holdsPool(n, field, rest) && !r.isMoved(n, path[i:]) {
			return true
		}
		if t = fieldType(n.Underlying().(*types.Struct), path[i]); t == nil {
			return false
		}
	}
	return r.isPoolType(t)
}

// holdsPool reports whether the package of a type, and this one, put nothing but a pool there.
func (r *run) holdsPool(n *types.Named, field, path string) bool {
	here, set := r.poolsHere().only[field]
	if set && !here[path] {
		return false
	}
	if n.Obj().Pkg() == r.pass.Pkg {
		return set
	}
	var fact PackageFact
	return n.Obj().Pkg() != nil && r.pass.ImportPackageFact(n.Obj().Pkg(), &fact) && fact.Version == FactVersion &&
		slices.Contains(fact.Pools, strings.TrimSuffix(field+"."+path, "."))
}

// isMoved reports whether one of the fields on a path is given another value somewhere: s.Queries.db = tx.
func (r *run) isMoved(n *types.Named, path []string) bool {
	var t types.Type = n
	for _, name := range path {
		n := named(t)
		if n == nil {
			return false
		}
		if r.poolsHere().moved[typeName(n)+" "+name] {
			return true
		}
		if t = fieldType(n.Underlying().(*types.Struct), name); t == nil {
			return false
		}
	}
	return false
}

// poolFacts are those of this package's types, for others.
func (r *run) poolFacts() (out []string) {
	here := r.poolsHere()
	for field, paths := range here.only {
		for path := range paths {
			of, name, _ := strings.Cut(field, " ")
			n := r.models.lookup(of)
			if n != nil && n.Obj().Pkg() == r.pass.Pkg && !r.isMoved(n, append([]string{name}, fields(path)...)) {
				out = append(out, strings.TrimSuffix(field+"."+path, "."))
			}
		}
	}
	slices.Sort(out)
	return out
}

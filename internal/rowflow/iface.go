package rowflow

import (
	"go/types"
	"hash/fnv"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// implementers finds what an interface's method may be: in this package, and in those whose facts are at hand.
type implementers struct {
	local   []*types.Named
	generic []*types.Named // of this package, then of those whose facts are at hand
	foreign map[methodID][]*foreignType
	known   map[types.Type]*fitting
	busy    map[*types.Func]bool // methods of embedded interfaces whose implementations are being looked for
}

// A fitting is the types that implement an interface. It is found once: an interface may have thousands of methods, and as many calls.
type fitting struct {
	local   []types.Type
	generic []*types.Named
	foreign map[*foreignType]bool // asked so far
}

type methodID struct {
	name string
	sig  uint32
}

type foreignType struct {
	methods map[methodID]methodFact
	pkg     *types.Package
}

// signature is a method's identity across packages: the types of parameters and results, without names and receiver.
func signature(sig *types.Signature) uint32 {
	h := fnv.New32a()
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			h.Write([]byte(strings.ReplaceAll(types.TypeString(spelt(v.Type()), nil), "interface{}", "any") + ","))
		}
		h.Write([]byte(";"))
	}
	return h.Sum32()
}

// spelt is a type without the aliases in it: []*Customer, with type Customer = domain.Customer, is []*domain.Customer.
func spelt(t types.Type) types.Type {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return types.NewPointer(spelt(t.Elem()))
	case *types.Slice:
		return types.NewSlice(spelt(t.Elem()))
	case *types.Array:
		return types.NewArray(spelt(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(spelt(t.Key()), spelt(t.Elem()))
	case *types.Chan:
		return types.NewChan(t.Dir(), spelt(t.Elem()))
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, speltAll(t.Params()), speltAll(t.Results()), t.Variadic())
	default:
		return t
	}
}

func speltAll(tuple *types.Tuple) *types.Tuple {
	var out []*types.Var
	for v := range tuple.Variables() {
		out = append(out, types.NewParam(v.Pos(), v.Pkg(), "", spelt(v.Type())))
	}
	return types.NewTuple(out...)
}

// isDouble reports whether a type's or package's name is that of a stand-in for tests: joined in, it would hide what the real one does.
func isDouble(name string) bool {
	name = strings.ToLower(name)
	for _, w := range []string{"mock", "fake", "stub", "inmemory", "in_memory", "noop", "dummy", "memstore", "memory"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// isStandIn reports whether a file holds tests or their doubles.
func isStandIn(path string) bool { return isTest(path) || isDouble(base(path)) }

// typesHere are the types of this package whose methods other packages may meet behind an interface.
func (r *run) typesHere() []typeFact {
	var out []typeFact
	for _, n := range r.impls.local {
		t := typeFact{Name: n.Obj().Name()}
		ms := types.NewMethodSet(types.NewPointer(n))
		for i := range ms.Len() {
			m, ok := ms.At(i).Obj().(*types.Func)
			if !ok || !m.Exported() || m.Pkg() == nil {
				continue
			}
			o := m.Origin()
			t.Methods = append(t.Methods, methodFact{m.Name(), signature(ms.At(i).Type().(*types.Signature)), o.Pkg().Path(), funcKey(o)})
		}
		if len(t.Methods) > 0 {
			out = append(out, t)
		}
	}
	for _, n := range r.typesIn(true) {
		out = append(out, typeFact{Name: n.Obj().Name(), Generic: true})
	}
	return out
}

// genericTypes lists what may stand behind an interface once it is instantiated: type Repository[T any] struct{ … }.
func (r *run) genericTypes() []*types.Named {
	out := r.typesIn(true)
	for _, t := range r.foreignFacts() {
		if !t.fact.Generic {
			continue
		}
		if tn, ok := t.pkg.Scope().Lookup(t.fact.Name).(*types.TypeName); ok {
			if n, ok := tn.Type().(*types.Named); ok {
				out = append(out, n)
			}
		}
	}
	return out
}

// instance is the generic type with the arguments that make it an implementation of the interface, nil if there are none.
func instance(n *types.Named, typ types.Type, iface *types.Interface) types.Type {
	for _, args := range arguments(n.TypeParams().Len(), typ, iface) {
		if inst, err := types.Instantiate(nil, n, args, true); err == nil {
			if p := types.NewPointer(inst); types.Implements(p, iface) {
				return p
			}
		}
	}
	return nil
}

// arguments are the type arguments to try: those of the interface itself, or each struct that its methods mention.
func arguments(params int, typ types.Type, iface *types.Interface) (out [][]types.Type) {
	if n, ok := types.Unalias(typ).(*types.Named); ok && n.TypeArgs().Len() == params {
		var args []types.Type
		for t := range n.TypeArgs().Types() {
			args = append(args, t)
		}
		out = append(out, args)
	}
	if params != 1 {
		return out
	}
	seen := map[*types.Named]bool{}
	for m := range iface.Methods() {
		for _, tuple := range []*types.Tuple{m.Signature().Params(), m.Signature().Results()} {
			for v := range tuple.Variables() {
				if n := named(v.Type()); n != nil && n.TypeParams().Len() == 0 && !seen[n] {
					seen[n] = true
					out = append(out, []types.Type{n})
				}
			}
		}
	}
	return out
}

// localTypes are the package's own types that may stand behind an interface.
func (r *run) localTypes() []*types.Named { return r.typesIn(false) }

func (r *run) typesIn(generic bool) []*types.Named {
	var out []*types.Named
	scope := r.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || isDouble(name) || isStandIn(r.pass.Fset.Position(tn.Pos()).Filename) {
			continue
		}
		n, ok := tn.Type().(*types.Named)
		if ok && !types.IsInterface(n) && (n.TypeParams().Len() > 0) == generic {
			out = append(out, n)
		}
	}
	return out
}

// packageType is a type that a package's facts tell of.
type packageType struct {
	pkg  *types.Package
	fact typeFact
}

// foreignFacts lists the types that facts tell of.
func (r *run) foreignFacts() (out []packageType) {
	all := r.pass.AllPackageFacts()
	slices.SortFunc(all, func(a, b packageFact) int { return strings.Compare(a.Package.Path(), b.Package.Path()) })
	for _, pf := range all {
		fact, ok := pf.Fact.(*PackageFact)
		if !ok || fact.Version != FactVersion || pf.Package == r.pass.Pkg || isDouble(pf.Package.Name()) {
			continue
		}
		var ts []typeFact
		if decode(fact.Types, &ts) != nil {
			continue
		}
		for _, t := range ts {
			out = append(out, packageType{pf.Package, t})
		}
	}
	return out
}

// foreignTypes indexes them by their methods.
func (r *run) foreignTypes() map[methodID][]*foreignType {
	out := map[methodID][]*foreignType{}
	for _, t := range r.foreignFacts() {
		ft := &foreignType{methods: map[methodID]methodFact{}, pkg: t.pkg}
		for _, m := range t.fact.Methods {
			ft.methods[methodID{m.Name, m.Sig}] = m
		}
		for id := range ft.methods {
			out[id] = append(out[id], ft)
		}
	}
	return out
}

// invoke calls a method of an interface: what knowledge says of it, or every implementation that is in sight.
func (f *frame) invoke(in ssa.CallInstruction, method *types.Func, args []Value) []Value {
	if known, out := f.known(in, method, args); known {
		return out
	}
	typ := in.Common().Value.Type()
	iface, ok := typ.Underlying().(*types.Interface)
	if !ok {
		return f.unknown(in, method.Name(), args, "")
	}
	sums, seen := f.implementations(typ, iface, method)
	if len(sums) > maxImpls { // too many to say what it does to rows
		f.noteOutside(in, slices.ContainsFunc(sums, func(s *Summary) bool { return s.Outside }))
		sums = nil
	}
	switch {
	case len(sums) == 0 && seen:
		return f.unknown(in, method.Name(), args, "")
	case len(sums) == 0:
		f.noteOutside(in, soundsOutside(method))
		return f.assumed(in, method, args)
	}
	before := f.st
	var after *state
	var out []Value
	for i, sum := range sums {
		f.st = before.clone()
		out = joinResults(out, f.apply(in, sum, args, "i"+string(rune('a'+i))))
		if after == nil {
			after = f.st
		} else {
			after.merge(f.st)
		}
	}
	f.st = after
	for i := range out { // what one returns is no constant: there may be others, out of sight
		out[i].Text, out[i].Int = nil, nil
	}
	return out
}

// maxImpls is how many implementations are joined; with more, the interface is too general to say anything.
const maxImpls = 6

// implementations are the summaries of a method's implementations in sight; seen if there is one, be it one that touches no row.
func (f *frame) implementations(typ types.Type, iface *types.Interface, method *types.Func) (out []*Summary, seen bool) {
	fit := f.fitting(typ, iface)
	for _, p := range fit.local {
		seen = true
		if obj, _, _ := types.LookupFieldOrMethod(p, false, f.pass.Pkg, method.Name()); obj != nil {
			if m, ok := obj.(*types.Func); ok {
				out = f.appendMethod(out, m)
			}
		}
	}
	id := methodID{method.Name(), signature(method.Signature())}
	for _, ft := range f.impls.foreign[id] {
		if !fit.has(ft, iface) {
			continue
		}
		seen = true
		m := ft.methods[id]
		pkg := ft.pkg
		if m.Pkg != pkg.Path() {
			pkg = f.models.packages.find(m.Pkg)
		}
		if embedded := interfaceMethod(pkg, m.Key); embedded != nil {
			out = f.appendMethod(out, embedded)
			continue
		}
		out = appendSummary(out, f.factSummaryOf(pkg, m.Key))
	}
	for _, n := range fit.generic {
		obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), false, n.Obj().Pkg(), method.Name())
		if m, ok := obj.(*types.Func); ok {
			seen = true
			out = appendSummary(out, f.summaryOf(m.Origin(), nil))
		}
	}
	return out, seen
}

// appendMethod adds what a method does: that of an embedded interface is any of its implementations.
//
// Have: type service struct{ Repository }, behind an interface that has the methods of Repository and more.
func (f *frame) appendMethod(out []*Summary, m *types.Func) []*Summary {
	recv := m.Signature().Recv().Type()
	iface, ok := recv.Underlying().(*types.Interface)
	if !ok {
		return appendSummary(out, f.summaryOf(m.Origin(), nil))
	}
	if f.impls.busy[m] { // the struct implements what it embeds
		return out
	}
	f.impls.busy[m] = true
	sums, _ := f.implementations(recv, iface, m)
	delete(f.impls.busy, m)
	for _, s := range sums {
		out = appendSummary(out, s)
	}
	return out
}

// interfaceMethod is the method that facts name, if it is one of an interface.
func interfaceMethod(pkg *types.Package, key string) *types.Func {
	recv, name, _ := strings.Cut(key, ".")
	if pkg == nil || recv == "" {
		return nil
	}
	tn, ok := pkg.Scope().Lookup(recv).(*types.TypeName)
	if !ok || !types.IsInterface(tn.Type()) {
		return nil
	}
	m, _, _ := types.LookupFieldOrMethod(tn.Type(), false, pkg, name)
	method, _ := m.(*types.Func)
	return method
}

func appendSummary(out []*Summary, s *Summary) []*Summary {
	if s == nil || slices.Contains(out, s) {
		return out
	}
	return append(out, s)
}

// fitting are the types that implement an interface.
func (r *run) fitting(typ types.Type, iface *types.Interface) *fitting {
	x := r.impls
	if x.known == nil {
		x.known, x.foreign, x.generic = map[types.Type]*fitting{}, r.foreignTypes(), r.genericTypes()
	}
	fit := x.known[typ]
	if fit != nil {
		return fit
	}
	fit = &fitting{foreign: map[*foreignType]bool{}}
	x.known[typ] = fit
	for _, n := range x.local {
		if p := types.NewPointer(n); types.Implements(p, iface) {
			fit.local = append(fit.local, p)
		}
	}
	for _, n := range x.generic {
		if instance(n, typ, iface) != nil {
			fit.generic = append(fit.generic, n)
		}
	}
	return fit
}

// has reports whether a type of another package is among them.
func (fit *fitting) has(ft *foreignType, iface *types.Interface) bool {
	is, asked := fit.foreign[ft]
	if !asked {
		is = ft.implements(iface)
		fit.foreign[ft] = is
	}
	return is
}

func (ft *foreignType) implements(iface *types.Interface) bool {
	for m := range iface.Methods() {
		if _, ok := ft.methods[methodID{m.Name(), signature(m.Signature())}]; !ok {
			return false
		}
	}
	return true
}

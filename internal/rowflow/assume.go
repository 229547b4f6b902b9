package rowflow

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// assumed is a call of an interface's method of which no implementation is in sight: one that takes or returns a row, and whose name
// says load or save, is taken to do so. The finding says that it was assumed.
func (f *frame) assumed(in ssa.CallInstruction, method *types.Func, args []Value) []Value {
	if !f.mayAssume(method) || strings.HasSuffix(strings.ToLower(portName(in)), "cache") {
		return f.unknown(in, method.Name(), args, "")
	}
	if f.assumedWork(in, method, args) {
		return f.unknown(in, method.Name(), nil, "")
	}
	out := f.unknown(in, method.Name(), functions(args), "")
	f.handOut(in, args[0], out)
	name := method.Name()
	res := method.Signature().Results()
	if startsWith(name, loadWords...) && res.Len() > 0 {
		if t := res.At(0).Type(); f.models.isRow(t) || f.goesBothWays(in, t) && len(scalarKeys(method, args)) > 0 {
			return f.assumedRead(in, method, args, out)
		}
	}
	f.assumedColumns(in, method, args, out)
	if f.assumedSet(in, method, args) {
		return out
	}
	if !comparesItself(method) {
		if saves(name) {
			f.assumedColumnWrite(in, method, args)
		}
		if f.assumedParts(in, method, args) {
			return out
		}
		for i := range method.Signature().Params().Len() {
			if t := method.Signature().Params().At(i).Type(); i+1 < len(args) && f.savesRow(in, name, t) {
				f.assumedWrite(in, args[i+1], t, name)
				return out
			}
		}
	}
	if f.assumedInsert(in, method, args) || f.assumedSum(in, method) {
		return out
	}
	if verb, ok := verbOf(name); ok && !takesList(method) {
		typ := f.modelOf(in.Common().Value.Type())
		if n := f.portRow(in.Common().Value.Type()); typ == "" && n != nil && verb == knowledge.Delete {
			typ = typeName(n)
		}
		if typ != "" {
			f.assume(in, &Write{At: f.pos(in), Verb: verb, Type: typ, Assume: assumedWriter(name)})
			return out
		}
	}
	f.assumedAny(in, method)
	return out
}

// savesRow reports whether a method of the name saves a row of the type: the verb may come last, behind the row's name or a column's.
// Have: users.Update(ctx, u), users.PointUpdate(ctx, id, u), orders.OrderSave(ctx, o).
func (f *frame) savesRow(in ssa.CallInstruction, name string, t types.Type) bool {
	if saves(name) {
		return f.models.isRow(t) || f.goesBothWays(in, t)
	}
	what, ok := strings.CutSuffix(name, "Update")
	if !ok {
		what, ok = strings.CutSuffix(name, "Save")
	}
	if !ok || what == "" || !f.models.isRow(t) {
		return false
	}
	n := named(t)
	of := words(n.Obj().Name())
	for v := range n.Underlying().(*types.Struct).Fields() {
		of = append(of, words(v.Name())...)
	}
	return !slices.ContainsFunc(words(what), func(w string) bool { return !slices.Contains(of, w) && !slices.Contains(of, w+"s") })
}

// goesBothWays reports whether a struct that does not look like a row is one to its port: one method loads it, another saves it.
// Have: Get(product, warehouse string) (*Stock, error); Upsert(*Stock) error.
func (f *frame) goesBothWays(in ssa.CallInstruction, t types.Type) bool {
	n := named(t)
	iface, ok := in.Common().Value.Type().Underlying().(*types.Interface)
	if n == nil || n.Obj().Pkg() == nil || !inModule(f.pass, n.Obj().Pkg()) || f.models.isColumn(t) || !ok {
		return false
	}
	loaded, saved := false, false
	for m := range iface.Methods() {
		sig := m.Signature()
		loaded = loaded || startsWith(m.Name(), loadWords...) && sig.Results().Len() > 0 && named(sig.Results().At(0).Type()) == n
		for p := range sig.Params().Variables() {
			saved = saved || saves(m.Name()) && named(p.Type()) == n
		}
	}
	return loaded && saved
}

// asksForLock reports whether a call of a method says true to a parameter that is named after a lock: GetByCode(tx, code, true), where the
// method has lock bool, isRowLocking bool, forUpdate bool.
func asksForLock(method *types.Func, args []Value) bool {
	params := method.Signature().Params()
	for i := range params.Len() {
		if i+1 >= len(args) || !isBool(params.At(i).Type()) {
			continue
		}
		named := slices.ContainsFunc(words(params.At(i).Name()), func(w string) bool {
			return w == "update" || strings.HasPrefix(w, "lock") || w == "forupdate"
		})
		if given := args[i+1]; named && (given.Int == nil || *given.Int == 1) {
			return true
		}
	}
	return false
}

// functions are the arguments that are functions, each in its place: they are called, presumably.
func functions(args []Value) []Value {
	out := make([]Value, len(args))
	for i, a := range args {
		out[i] = Value{funcs: a.funcs}
	}
	return out
}

// verbOf is what a method does to rows by its name; whether to one or to many is not told by names with these words.
func verbOf(name string) (knowledge.Verb, bool) {
	switch {
	case startsWith(name, "Create", "Insert"):
		return knowledge.Insert, true
	case startsWith(name, "Update", "Save"):
		return knowledge.Update, true
	case startsWith(name, "Delete", "Remove"):
		return knowledge.Delete, true
	}
	return 0, false
}

func takesList(method *types.Func) bool {
	for p := range method.Signature().Params().Variables() {
		if isList(p.Type()) {
			return true
		}
	}
	return false
}

// modelOf is the row that an interface is a repository of: the first that its methods take or return; empty if it is none.
func (f *frame) modelOf(t types.Type) string {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return ""
	}
	for m := range iface.Methods() {
		for _, tuple := range []*types.Tuple{m.Signature().Results(), m.Signature().Params()} {
			for v := range tuple.Variables() {
				if f.models.isMapped(v.Type()) {
					return typeName(v.Type())
				}
			}
		}
	}
	return ""
}

func assumedWriter(name string) string {
	return "no implementation of " + name + " is in sight; its name says that it writes"
}

// saves reports whether a method's name says that it saves.
func saves(name string) bool {
	return startsWith(name, saveWords...) && !strings.Contains(name, "Cache")
}

// versionWords name a value that a save compares with what the row has.
var versionWords = []string{"version", "revision", "rev", "etag", "expected", "old", "previous", "prev"}

// comparesItself reports whether a save's name, or that of a plain value which it is given, says that it writes only over what was read.
// Have: SaveWithOptimisticLock, UpdateIfVersion, Update(ctx, pool, version int64), Save(ctx, pool, expectedRevision string).
func comparesItself(method *types.Func) bool {
	if namesOne(method.Name(), "optimistic", "optimistically", "version", "cas", "compare", "atomic", "atomically", "if") {
		return true
	}
	for p := range method.Signature().Params().Variables() {
		if isScalar(p.Type()) && namesOne(p.Name(), versionWords...) {
			return true
		}
	}
	return false
}

// namesOne reports whether one of the words of a name is in a list.
func namesOne(name string, list ...string) bool {
	return slices.ContainsFunc(words(name), func(w string) bool { return slices.Contains(list, w) })
}

// adds reports whether a method's name says that it inserts.
func adds(name string) bool { return startsWith(name, "Add", "Create", "Insert") }

// mayAssume leaves out interfaces of the standard library and of known libraries.
func (f *frame) mayAssume(method *types.Func) bool {
	p := method.Pkg()
	return p != nil && (strings.Contains(strings.SplitN(p.Path(), "/", 2)[0], ".") && !f.index.Known(p.Path()) || p == f.pass.Pkg || inModule(f.pass, p))
}

// inModule reports whether a package is one of the module at hand, whose path need not begin with a domain: module shop.
func inModule(pass *analysis.Pass, p *types.Package) bool {
	return pass.Module != nil && pass.Module.Path != "" && (p.Path() == pass.Module.Path || strings.HasPrefix(p.Path(), pass.Module.Path+"/"))
}

// startsWith reports whether a name begins with one of the words, as a word.
func startsWith(name string, words ...string) bool {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(name, w); ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z') {
			return true
		}
	}
	return false
}

// assumedSite is the read that a method is taken to do.
func (f *frame) assumedSite(in ssa.CallInstruction, method *types.Func, args []Value) *ReadSite {
	r := &ReadSite{ID: strconv.Itoa(f.num[in]) + "as", At: f.pos(in), Guard: f.st.guard,
		Assume: "no implementation of " + method.Name() + " is in sight; its name says that it loads"}
	if strings.Contains(method.Name(), "ForUpdate") || strings.Contains(method.Name(), "Lock") || asksForLock(method, args) {
		r.Guard, r.Locks = "row lock", true
	}
	if q := f.workOf(in, args[0]); q != nil {
		r.Base, r.InTx = q.Base, q.Tx != ""
	}
	r.Where = f.givenKeys(method, args)
	f.sum.Reads[r.ID] = r
	return r
}

func (f *frame) assumedRead(in ssa.CallInstruction, method *types.Func, args, out []Value) []Value {
	r := f.assumedSite(in, method, args)
	r.Type = typeName(method.Signature().Results().At(0).Type())
	id := r.ID
	for i := 1; i < len(out); i++ { // has, err
		if t := method.Signature().Results().At(i).Type(); isError(t) || isBool(t) {
			out[i].Flows = unionFlows(out[i].Flows, []Flow{{Read: id, Path: outcomePath}})
		}
	}
	root := f.local(in, 1, method.Signature().Results().At(0).Type())
	f.st.mem[root] = map[string]Value{"": {Flows: []Flow{{Read: id}}}}
	delete(f.st.shared, root)
	out[0] = Value{Refs: []Ref{{Root: root}}}
	return out
}

func (f *frame) assumedWrite(in ssa.CallInstruction, row Value, t types.Type, name string) {
	w := &Write{At: f.pos(in), Verb: knowledge.Update, Type: typeName(t), All: true,
		Assume: "no implementation of " + name + " is in sight; its name says that it saves"}
	v := Value{Refs: f.st.follow(row), Flows: row.Flows}
	w.Row = &v
	f.assume(in, w)
}

// assumedInsert is a row that a method of which no implementation is in sight is given to add: AddCollection(ctx, &collection).
func (f *frame) assumedInsert(in ssa.CallInstruction, method *types.Func, args []Value) bool {
	name := method.Name()
	if !adds(name) || takesList(method) {
		return false
	}
	for i, p := 0, method.Signature().Params(); i < p.Len() && i+1 < len(args); i++ {
		if t := p.At(i).Type(); f.models.isRow(t) {
			v := Value{Refs: f.st.follow(args[i+1]), Flows: args[i+1].Flows}
			f.assume(in, &Write{At: f.pos(in), Verb: knowledge.Insert, Type: typeName(t), Row: &v, Assume: assumedWriter(name), Settled: startsWith(name, "Add")})
			return true
		}
	}
	return false
}

// carried is a row that a type assertion takes out of a container that somebody else filled: ctx.Value(key).(*User).
func (f *frame) carried(v *ssa.TypeAssert, x Value) Value {
	call, ok := v.X.(*ssa.Call)
	if !ok || !f.models.isRow(v.AssertedType) || len(call.Call.Args) > 2 {
		return x
	}
	for _, r := range x.Refs {
		if len(f.st.load(r).Flows) > 0 && f.st.load(r).Flows[0].Read != "" {
			return x
		}
	}
	name := ""
	if call.Call.IsInvoke() {
		name = call.Call.Method.Name()
	} else if fn := call.Call.StaticCallee(); fn != nil {
		name = fn.Name()
	}
	if !startsWith(name, "Value", "Get", "MustGet", "Locals") {
		return x
	}
	id := strconv.Itoa(f.num[v]) + "ctx"
	f.sum.Reads[id] = &ReadSite{ID: id, At: f.pos(v), Type: typeName(v.AssertedType), Guard: f.st.guard, Assume: "the row comes out of " + name}
	root := f.local(v, 1, v.AssertedType)
	f.st.mem[root] = map[string]Value{"": {Flows: []Flow{{Read: id}}}}
	delete(f.st.shared, root)
	return Value{Refs: []Ref{{Root: root}}}
}

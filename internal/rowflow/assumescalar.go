package rowflow

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A port of which no implementation is in sight may hand out a column instead of a row: n, err := repo.GetBalance(id). What it hands out is
// taken for a column only where the same port takes it back, after arithmetic, in a method that is named like a save, for the same key.
//
// Have: repo.UpdateBalance(id, n-price).

// assumedColumns gives each number that a getter of a port returns the identity of a column.
func (f *frame) assumedColumns(in ssa.CallInstruction, method *types.Func, args, out []Value) {
	if !handsOutColumns(method) || portName(in) == "" {
		return
	}
	id := strconv.Itoa(f.num[in]) + "ac"
	r := &ReadSite{ID: id, At: f.pos(in), Table: portName(in), Guard: f.st.guard, Where: scalarKeys(method, args), InTx: len(f.open()) > 0,
		Assume: "no implementation of " + method.Name() + " is in sight; its name says that it loads"}
	if len(r.Where) == 0 {
		return
	}
	f.sum.Reads[id] = r
	for i := range method.Signature().Results().Len() {
		v := method.Signature().Results().At(i)
		if !isCalculable(v.Type()) {
			continue
		}
		column := Value{Flows: []Flow{{Read: id, Path: "#" + portColumn(method, v, i)}}}
		if isScalar(v.Type()) {
			out[i].Flows = unionFlows(out[i].Flows, column.Flows)
		} else {
			f.st.store(out[i].Refs, column)
		}
	}
}

// portColumn names what a getter hands out: its result, or what the method gets.
func portColumn(method *types.Func, result *types.Var, i int) string {
	if name := result.Name(); name != "" && name != "_" {
		return pathSafe(name)
	}
	name := method.Name()
	for _, verb := range []string{"Get", "Find", "Fetch", "Load", "Read", "Check", "Select", "Query", "Retrieve"} {
		if rest, ok := strings.CutPrefix(name, verb); ok && rest != "" {
			name = rest
			break
		}
	}
	if i > 0 {
		name += strconv.Itoa(i)
	}
	return name
}

// handsOutColumns reports whether a method is named like one that reads a column. A count, a sum or the last of a series is no column.
func handsOutColumns(method *types.Func) bool {
	for _, w := range words(method.Name()) {
		if slices.Contains([]string{"count", "sum", "max", "min", "last", "next", "total", "avg", "average", "new", "lock"}, w) {
			return false
		}
	}
	return !startsWith(method.Name(), "Create", "Insert", "Add", "Update", "Save", "Set", "Delete", "Remove", "Incr", "Decr", "Increment", "Decrement")
}

// isCalculable reports whether values of the type are added and subtracted: numbers and decimals.
func isCalculable(t types.Type) bool {
	n := named(t)
	return isNumber(t) || n != nil && n.Obj().Name() == "Decimal"
}

// portName is what the columns of a port are told apart from those of another by.
func portName(in ssa.CallInstruction) string {
	n, ok := types.Unalias(in.Common().Value.Type()).(*types.Named)
	if !ok {
		return ""
	}
	return n.Obj().Name()
}

// scalarKeys are the arguments that say which row is meant.
func scalarKeys(method *types.Func, args []Value) []Term {
	var out []Term
	params := method.Signature().Params()
	for i := range params.Len() {
		if t := params.At(i).Type(); i+1 < len(args) && isScalar(t) && !isBool(t) && len(args[i+1].Flows) > 0 {
			out = append(out, Term{Column: "key", Op: "=", Value: args[i+1]})
		}
	}
	return out
}

// assumedColumnWrite takes a call for the write of a column that the same port has handed out.
func (f *frame) assumedColumnWrite(in ssa.CallInstruction, method *types.Func, args []Value) {
	keys := scalarKeys(method, args)
	params := method.Signature().Params()
	for i := range params.Len() {
		if i+1 >= len(args) || !isCalculable(params.At(i).Type()) {
			continue
		}
		if fl, ok := f.takenBack(in, method.Name()+"_"+params.At(i).Name(), args[i+1], keys); ok {
			f.assume(in, &Write{At: f.pos(in), Verb: knowledge.Update, Table: portName(in), Where: keys, Assume: assumedWriter(method.Name()),
				Set: []Term{{Column: fl.Path[1:], Value: Value{Flows: []Flow{fl}}}}})
		}
	}
}

// takenBack is the column that a value was computed from, of those that the port has handed out for the same key; of several, the one that
// the method's or parameter's name speaks of: UpdateWallet(wallet-(price-discount), user).
func (f *frame) takenBack(in ssa.CallInstruction, name string, v Value, keys []Term) (found Flow, ok bool) {
	var all []Flow
	for _, fl := range f.cells(v) {
		read := f.sum.Reads[fl.Read]
		if read != nil && read.Table == portName(in) && fl.How&Computed != 0 && fl.How&Decided == 0 && strings.HasPrefix(fl.Path, "#") && shareKey("", keys, read.Where) {
			all = append(all, fl)
		}
	}
	if len(all) > 1 {
		all = slices.DeleteFunc(all, func(fl Flow) bool {
			return !slices.ContainsFunc(words(fl.Path[1:]), func(w string) bool { return slices.Contains(words(name), w) })
		})
	}
	if len(all) != 1 {
		return Flow{}, false
	}
	return all[0], true
}

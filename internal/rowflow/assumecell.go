package rowflow

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// Interfaces that a service declares for itself set one column at a time as often as a row:
//
//	type wallets interface {
//		ByOwner(ctx context.Context, userID int64) (*Wallet, error)
//		SetBalance(ctx context.Context, userID, balance int64) error
//	}
//
// Their implementation is in a package that the service does not import. A setter counts only where it is given a value that is computed
// from the column whose name it has: SetBalance(ctx, id, w.Balance-price). The row that it is given beside it says which row is meant:
// UpdateBalance(ctx, w, w.Balance-price).

// loadWords begin the names of methods that load, saveWords those of methods that save.
var (
	loadWords = []string{"Get", "Find", "Load", "Fetch", "Select", "Query", "Read", "Lookup", "By", "First", "Retrieve"}
	saveWords = []string{"Update", "Save", "Store", "Put", "Persist", "Set", "Modify", "Upsert", "Extend"}
	sumWords  = []string{"Add", "Deduct", "Subtract", "Increase", "Decrease", "Increment", "Decrement", "Incr", "Decr", "Credit", "Debit", "Charge", "Refund",
		"Deposit", "Disburse", "Pay", "Payout", "TopUp", "Topup", "Transfer", "Withdraw"}
)

// columnIn is the last word of what a method's name says that it loads or saves: GetUserBalanceByID is about the balance.
func columnIn(name string, verbs []string) string {
	for _, v := range verbs {
		rest, ok := strings.CutPrefix(name, v)
		if !ok || rest == "" {
			continue
		}
		for _, by := range []string{"By", "For", "Of", "In", "Tx", "With"} {
			if i := strings.Index(rest, by); i > 0 && (i+len(by) == len(rest) || unicode.IsUpper(rune(rest[i+len(by)]))) {
				rest = rest[:i]
			}
		}
		return strings.ToLower(rest[max(0, strings.LastIndexFunc(rest, unicode.IsUpper)):])
	}
	return ""
}

// assumedSet is a write of one column by a method of which no implementation is in sight: one that is named like a save and like the column
// that the value was computed from.
func (f *frame) assumedSet(in ssa.CallInstruction, method *types.Func, args []Value) bool {
	if !saves(method.Name()) || comparesItself(method) {
		return false
	}
	params := method.Signature().Params()
	w := &Write{At: f.pos(in), Verb: knowledge.Update, Assume: "no implementation of " + method.Name() + " is in sight; its name says that it saves"}
	for i := range params.Len() {
		if i+1 < len(args) && f.models.isRow(params.At(i).Type()) {
			w.Row = &Value{Refs: f.st.follow(args[i+1]), Flows: args[i+1].Flows}
		}
		if i+1 >= len(args) || !isColumnType(params.At(i).Type()) {
			continue
		}
		v := f.flat(args[i+1])
		c, from, ok := f.cellOf(v, func(c Cell) bool { return isNamedAfter(method.Name(), params.At(i).Name(), c) })
		if ok && !f.isDelta(in.Common().Args[i], from) && (from.Op == "+" || !isText(params.At(i).Type())) {
			w.Type, w.Table = c.Type, c.Table
			w.Set = append(w.Set, Term{Column: c.Field, Value: v})
		}
	}
	if len(w.Set) == 0 {
		return f.assumedState(in, method, args)
	}
	w.Where = append(w.Where, f.givenKeys(method, args)...)
	f.assume(in, w)
	return true
}

// assumedState is a write of a constant to the column that a method's name ends in, of the row that the port is about.
// Have: orders.UpdateStatus(ctx, o.ID, "closed"), where the port has GetByID(ctx, id) (*Order, error).
func (f *frame) assumedState(in ssa.CallInstruction, method *types.Func, args []Value) bool {
	n := f.portRow(in.Common().Value.Type())
	column := columnIn(method.Name(), saveWords)
	if n == nil || column == "" {
		return false
	}
	field := f.models.fieldFor(n, column)
	params := method.Signature().Params()
	for i := range params.Len() {
		v := Value{}
		if i+1 < len(args) {
			v = f.flat(args[i+1])
		}
		if field == "" || v.Text == nil && v.Int == nil || !types.Identical(params.At(i).Type(), fieldType(n.Underlying().(*types.Struct), field)) {
			continue
		}
		f.assume(in, &Write{At: f.pos(in), Verb: knowledge.Update, Type: typeName(n), Set: []Term{{Column: field, Value: v}}, Where: f.givenKeys(method, args),
			Assume: assumedWriter(method.Name())})
		return true
	}
	return false
}

// isColumnType reports whether a setter may be given a column of the type that was computed: a number, a text, a time.
func isColumnType(t types.Type) bool {
	return isCalculable(t) || isText(t) || t.String() == "time.Time"
}

// assumedSum is a method that adds an amount to a row, by its name and by the key that it is given beside the amount. Whether it looks at the row is not
// told: it counts as what a test has let through, and nothing else.
// Have: wallets.AddBalance(ctx, userID, amount).
func (f *frame) assumedSum(in ssa.CallInstruction, method *types.Func) bool {
	numbers, scalars := 0, 0
	for p := range method.Signature().Params().Variables() {
		if isCalculable(p.Type()) {
			numbers++
		}
		if isScalar(p.Type()) || isCalculable(p.Type()) {
			scalars++
		}
	}
	if !startsWith(method.Name(), sumWords...) || numbers == 0 || scalars < 2 {
		return false
	}
	f.assume(in, &Write{At: f.pos(in), Verb: knowledge.Update, Table: portName(in), Set: []Term{{Column: columnIn(method.Name(), sumWords), Self: true}}, Settled: true,
		Assume: assumedWriter(method.Name())})
	return true
}

// portRow is the row that an interface's methods load, nil if there are several or none.
func (f *frame) portRow(t types.Type) *types.Named {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var row *types.Named
	for m := range iface.Methods() {
		if res := m.Signature().Results(); startsWith(m.Name(), loadWords...) && res.Len() > 0 && f.models.isRow(res.At(0).Type()) {
			if n := named(res.At(0).Type()); row == nil || row == n {
				row = n
			} else {
				return nil
			}
		}
	}
	return row
}

// givenKeys are the operands that may say which row a method of an interface is about: no contexts or transactions, no amounts that were
// computed.
func (f *frame) givenKeys(method *types.Func, args []Value) []Term {
	var out []Term
	for i, p := 0, method.Signature().Params(); i < p.Len() && i+1 < len(args); i++ {
		v := f.flat(args[i+1])
		if !types.IsInterface(p.At(i).Type()) && len(v.Flows) > 0 && !slices.ContainsFunc(v.Flows, func(fl Flow) bool { return fl.How&Computed != 0 }) {
			out = append(out, Term{Column: "id", Op: "=", Value: v})
		}
	}
	return out
}

// cellOf is the column that a value was computed from by arithmetic, of those that are meant.
func (f *frame) cellOf(v Value, meant func(Cell) bool) (Cell, Flow, bool) {
	for _, fl := range v.Flows {
		if fl.How&Computed == 0 || fl.isOutcome() {
			continue
		}
		c := Cell{}
		if read := f.sum.Reads[fl.Read]; read != nil && read.Type != "" {
			c = f.models.cell(read.Type, read.Table, fl.Path)
		} else if t := f.typeAt(Ref{Root: fl.Root}); fl.Root.Kind == Param && t != nil && f.models.isRow(t) {
			c = f.models.cell(typeName(t), "", fl.Path)
		}
		if c.Column != "" && !c.Assoc && !c.Below && !isKey(c) && meant(c) {
			return c, fl, true
		}
	}
	return Cell{}, Flow{}, false
}

// isNamedAfter reports whether a method, or its parameter, has the column's name: SetBalance, newBalance.
func isNamedAfter(method, param string, c Cell) bool {
	return hasWords(method, c.Column) || hasWords(param, c.Column)
}

// hasWords reports whether a run of a name's words is the column: UpdateInStock has in_stock, UpdateAccount has no count.
func hasWords(name, column string) bool {
	all := words(name)
	for i := range all {
		for j := i + 1; j <= len(all); j++ {
			if sqltext.Normal(strings.Join(all[i:j], "")) == column {
				return true
			}
		}
	}
	return false
}

// isDelta reports whether the loaded value is what is taken away: UpdateBalance(ctx, id, wanted-w.Balance).
func (f *frame) isDelta(arg ssa.Value, loaded Flow) bool {
	b, ok := arg.(*ssa.BinOp)
	return ok && b.Op == token.SUB && mentions(f.value(b.Y).Flows, loaded) && !mentions(f.value(b.X).Flows, loaded)
}

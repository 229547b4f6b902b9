package rowflow

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// lockOf is what the caller's side says of a read's lock: the strength that it gave, the statement that it handed in.
func (a *application) lockOf(c, site *ReadSite) {
	c.LockBy, c.Base = nil, nil
	if site.LockBy != nil {
		locks, still := a.asked(site.LockBy)
		if c.LockBy = still; locks {
			c.Guard, c.Locks = "row lock", true
			a.hold("row lock")
		}
	}
	for _, fl := range site.Base {
		v := a.inwardFlow(fl)
		c.Base = unionFlows(c.Base, a.baseFlows(v))
		q := a.queryOf(v)
		if q == nil {
			continue
		}
		if q.Lock || q.Level == knowledge.Serializable {
			c.Guard, c.Locks, c.Perhaps = "row lock", q.Lock, c.Perhaps || q.Perhaps
		}
		if c.LockBy == nil {
			c.LockBy = q.LockBy
		}
		c.Ordered, c.InTx = c.Ordered || q.Ordered, c.InTx || q.Tx != ""
		if c.Type == "" && c.Table == "" {
			c.Type, c.Table = q.Type, q.Table
		}
		c.Where = append(c.Where[:len(c.Where):len(c.Where)], q.Where...)
	}
	if c.Locks && !c.InTx && !c.Perhaps && c.LockBy == nil && site.LockBy == nil && a.onPool(c.Base) {
		a.misuse(Misuse{Category: "outside", Lib: c.Lib, Name: nameOf(c.Type, c.Table)}, c.At, c.Via)
		c.Guard, c.Locks = a.st.guard, false
	}
}

// asked is what the caller's side says of a lock that it asks for, by a strength or a flag: GetProduct(tx, id, "UPDATE"), GetProduct(tx, id, true).
// What is not known may lock; what the caller's caller gives is still open.
func (a *application) asked(by *Value) (locks bool, still *Value) {
	if by.Int != nil {
		is, known, still := a.raised(by)
		return is || !known && still == nil, still
	}
	v := a.inward(*by, nil)
	t, ok := a.text(v)
	symbolic := slices.ContainsFunc(v.Flows, func(fl Flow) bool { return fl.Root.Kind == Param })
	switch {
	case ok:
		return isLock(t), nil
	case symbolic:
		return false, &v
	}
	return true, nil
}

// isLock reports whether a text asks for a row lock: "UPDATE", "FOR NO KEY UPDATE SKIP LOCKED".
func isLock(t string) bool {
	t = strings.ToUpper(t)
	return strings.Contains(t, "UPDATE") || strings.Contains(t, "SHARE")
}

// anotherIsLocked reports whether the lock that a read came after is one of another row.
//
// Have: SELECT … FROM accounts WHERE id = $1 FOR UPDATE, with from; SELECT … FROM accounts WHERE id = $1, with to.
func (f *frame) anotherIsLocked(w *Write, read *ReadSite) bool {
	return read.Guard == "row lock" && !read.Locks && f.locksOthers(w, read)
}

// locksOthers reports whether every lock that is taken is one of another row than that which was read.
func (f *frame) locksOthers(w *Write, read *ReadSite) bool {
	found := false
	for _, r := range f.sum.Reads {
		if r.Locks && !f.otherRow(w, r, read) {
			return false
		}
		found = found || r.Locks
	}
	return found
}

// letGo reports whether a row was locked on the connection that the transaction began on which writes it, beside it or before: the lock ended with
// the statement.
//
// Have: db.Clauses(clause.Locking{Strength: "UPDATE"}).First(&p, id); …; db.Transaction(func(tx *gorm.DB) error { return tx.Save(&p).Error }).
func (f *frame) letGo(w *Write, read *ReadSite) bool {
	return read.Locks && !read.InTx && w.Tx != "" && slices.ContainsFunc(f.open(), func(t scope) bool { return t.beganOn(read.Base) })
}

// locked reports whether a lock is held when the row is written that may be meant for the row which was tested. One of another table that was
// taken after the test came too late, even if the row names it.
func (f *frame) locked(w *Write, read *ReadSite) bool {
	if f.letGo(w, read) {
		return false
	}
	if w.Under != "row lock" || read.Guard != "" {
		return w.Under != "" && !f.anotherIsLocked(w, read)
	}
	found := false
	for _, r := range f.sum.Reads {
		if r.Locks && f.sameRows(r, read) && !f.otherRow(w, r, read) {
			return true
		}
		found = found || r.Locks
	}
	return !found
}

// sameRows reports whether two reads may be of one table.
func (f *frame) sameRows(a, b *ReadSite) bool {
	x, y := Cell{Type: a.Type, Table: a.Table, Column: "id"}, Cell{Type: b.Type, Table: b.Table, Column: "id"}
	return a.Type+a.Table == "" || b.Type+b.Table == "" || f.models.sameCell(x, y)
}

// otherRow reports whether two reads are of different rows: of a table by what comes from two places, or of two tables that have nothing to do with
// each other. The lock of an order is meant for its lines as well, and not for the products that they name.
func (f *frame) otherRow(w *Write, a, b *ReadSite) bool {
	if !f.sameRows(a, b) {
		return unrelated(a, b)
	}
	if f.foundBy(w, a, b) || f.foundBy(w, b, a) {
		return false
	}
	return slices.ContainsFunc(a.Where, func(x Term) bool {
		if x.Op != "=" || !asGiven(x.Value) {
			return false
		}
		compared := false
		for _, y := range b.Where {
			if keyName(x.Column) != keyName(y.Column) {
				continue
			}
			if y.Op != "=" || !asGiven(y.Value) || sameValue(x.Value, y.Value) {
				return false
			}
			compared = true
		}
		return compared
	})
}

// unrelated reports whether the row that is read is one that the locked row names, or a third one, which is not locked: whoever locks another row that names
// it may change it, too.
//
// Have: SELECT … FROM orders WHERE id = $1 FOR UPDATE; for each of its lines, SELECT stock FROM products WHERE id = line.product_id.
// Have: SELECT … FROM entries WHERE id = $1 FOR UPDATE; SELECT balance FROM accounts WHERE id = entry.account_id.
func unrelated(locked, read *ReadSite) bool {
	third := false
	for _, x := range locked.Where {
		for _, y := range read.Where {
			if x.Op != "=" || y.Op != "=" || !asGiven(x.Value) || !asGiven(y.Value) || sameValue(x.Value, y.Value) {
				return false
			}
			from := y.Value.Flows[0].Read
			if from == locked.ID && keyName(y.Column) == "id" && keyName(y.Value.Flows[0].Path) != "id" {
				third = true
				continue
			}
			if from == locked.ID || x.Value.Flows[0].Read == read.ID {
				return false
			}
			third = third || from != ""
		}
	}
	return third
}

// asGiven reports whether a value is one that came in, as it is.
func asGiven(v Value) bool {
	return len(v.Flows) == 1 && v.Flows[0].How == 0 && v.Flows[0].Root.Kind != Local
}

// baseFlows are the parameters and callbacks that a connection came in as.
func (f *frame) baseFlows(v Value) []Flow {
	flows := v.Flows
	refs := f.st.follow(v) // a captured variable holds the pointer
	for _, r := range refs {
		flows = unionFlows(flows, f.st.load(r).Flows)
	}
	if q := f.queryOf(v); q != nil { // db.WithContext(ctx): what it began as
		flows = unionFlows(flows, q.Base)
	}
	var out []Flow
	for _, fl := range flows {
		if (fl.Root.Kind == Param || fl.Root.Kind == Callback || fl.Root.Kind == Global) && fl.How == 0 {
			out = append(out, fl)
		}
	}
	for _, r := range refs {
		if r.Root.Kind == Global {
			out = unionFlows(out, []Flow{{Root: r.Root, Path: r.Path}})
		}
	}
	return out
}

// outwardBase keeps a package's variables, too: they are the same for every function of the package.
func outwardBase(flows []Flow) []Flow {
	out := outwardFlows(flows)
	for _, fl := range flows {
		if fl.Root.Kind == Global {
			out = append(out, fl)
		}
	}
	return out
}

// madeForCall reports whether a mutex is a variable of the function that locks it, and of nobody else: each call has one of its own, and
// waits for no other.
// Have: var mu sync.Mutex; mu.Lock(); defer mu.Unlock().
func madeForCall(in ssa.CallInstruction) bool {
	args := in.Common().Args
	if len(args) == 0 || in.Common().IsInvoke() {
		return false
	}
	mu, ok := args[0].(*ssa.Alloc)
	if !ok {
		return false
	}
	for _, ref := range *mu.Referrers() {
		if set, ok := ref.(*ssa.Store); ok && set.Addr == mu {
			continue
		}
		call, ok := ref.(ssa.CallInstruction)
		if !ok || call.Common().IsInvoke() || len(call.Common().Args) != 1 || call.Common().Args[0] != mu {
			return false // a goroutine, a struct or another function has it, too
		}
	}
	return true
}

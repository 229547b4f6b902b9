package rowflow

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// A Misuse is a lock or a transaction that does not do what the program takes it to do.
type Misuse struct {
	Category string // "dead", "outside", "handle", "unused"
	At       Pos    // where it is reported
	Tx       Pos    // where the transaction begins
	Given    string // handle: the parameter that is the transaction, and nothing else is done with it
	Via      []Pos  // the calls between At and the statement
	Lib      string
	Read     bool   // handle: it is a read, whose row the transaction writes
	Blind    bool   // handle: it is a read of a table that the transaction has changed before
	Name     string // the row's struct type, or the table
	Assume   string // why this is taken for a transaction, if only the form of a port says so
	Test     bool

	id string // the transaction
}

// A scope is an open transaction.
type scope struct {
	id    string
	base  []Flow // the connection that it began on
	at    Pos
	block *ssa.BasicBlock // where it began; nil if the code is in the function that was handed to the transaction

	assume string // why it is taken for one, if only the form of a port says so
}

// An end is a commit or rollback.
type end struct {
	id    string
	block *ssa.BasicBlock
}

// open lists the transactions that are open here.
func (f *frame) open() []scope {
	out := slices.Clone(f.scopes)
	for _, t := range f.begun {
		if t.block.Dominates(f.block) && !f.endedBefore(t, f.block) {
			out = append(out, t)
		}
	}
	return out
}

func (f *frame) endedBefore(t scope, b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(f.ended, func(e end) bool { return e.id == t.id && e.block.Dominates(b) })
}

// begins and ends note a transaction that the function begins and ends itself.
func (s *site) begins(q *Query) {
	if s.recording {
		s.begun = append(s.begun, scope{id: q.Tx, base: q.Base, at: s.pos(s.in), block: s.block})
	}
}

func (s *site) ends(q *Query) {
	if s.recording && !deferred(s.in) {
		s.ended = append(s.ended, end{q.Tx, s.block})
	}
}

// within runs a function as the body of a transaction.
func (f *frame) within(t scope, run func()) {
	f.scopes = append(f.scopes, t)
	run()
	f.scopes = f.scopes[:len(f.scopes)-1]
}

// misplaced reports a write on the connection that an open transaction began on: the transaction does not hold it. The same for a read
// of the row that a write in the transaction saves.
// Have: db.Transaction(func(tx *gorm.DB) error { return db.Save(&p).Error }).
func (f *frame) misplaced(w *Write) {
	for _, t := range f.open() {
		switch {
		case w.Tx == "" && t.beganOn(w.Base):
			if name := nameOf(w.Type, w.Table); !isRecord(name) {
				f.misuse(Misuse{Category: "handle", Lib: w.Lib, Name: name, Tx: t.at, Assume: t.assume, id: t.id}, w.At, w.Via)
			}
		case w.Tx != "" && !w.Own && (t.block == nil || w.Tx == t.id):
			f.readBeside(w, t)
		}
	}
}

// leavesOut reports whether a read runs on the connection that the transaction began on, beside it.
func (t scope) leavesOut(r *ReadSite) bool { return !r.InTx && t.beganOn(r.Base) && t.covers(r) }

// covers reports whether a read happens after the transaction has begun.
func (t scope) covers(r *ReadSite) bool {
	if t.block == nil {
		return r.At == t.at
	}
	return r.At.File == t.at.File && r.At.Line > t.at.Line
}

// handsOnTx reports whether a transaction is among the operands of a call, or within one.
func (f *frame) handsOnTx(args []Value) bool {
	in := func(v Value) bool {
		q := f.queryOf(v)
		return q != nil && q.Tx != ""
	}
	return slices.ContainsFunc(args, func(v Value) bool {
		return in(v) || slices.ContainsFunc(v.Refs, func(r Ref) bool {
			return slices.ContainsFunc(f.st.parts(r), func(e Entry) bool { return in(e.Value) })
		})
	})
}

// sameBase reports whether two statements start from the same connection.
func sameBase(a, b []Flow) bool {
	return slices.ContainsFunc(a, func(x Flow) bool {
		return slices.ContainsFunc(b, func(y Flow) bool { return x.Root == y.Root && x.Path == y.Path && x.Read == y.Read })
	})
}

// beganOn reports whether the transaction began on the connection of a statement, or on one that it is a part of, or on one of the same
// store: a struct that holds connections and was made from one of them.
// Have: store.InTx(…) begins on store.db; store.users.db is the same pool. s.db.Begin(); s.orders.db is, too. client.Tx(ctx);
// client.Product is.
func (t scope) beganOn(base []Flow) bool {
	return sameBase(base, t.base) || slices.ContainsFunc(t.base, func(began Flow) bool {
		store, field := cutPath(began.Path)
		return slices.ContainsFunc(base, func(b Flow) bool {
			_, part := under(b.Path, began.Path)
			rest, inside := under(b.Path, store)
			inside = inside && field != "" && (store != "" || strings.Contains(rest, "."))
			return (part || inside) && b.Root == began.Root && b.Read == began.Read
		})
	})
}

func nameOf(typ, table string) string {
	if typ != "" {
		return baseName(typ)
	}
	return table
}

// misuse takes note of one, at the call in the transaction's own text: below the call that runs the transaction.
func (f *frame) misuse(m Misuse, at Pos, via []Pos) {
	if at == m.Tx && len(via) > 0 && via[0].Pkg == f.pass.Pkg.Path() {
		at, via = via[0], via[1:]
	}
	m.At, m.Via = at, via
	f.misuses = append(f.misuses, m)
}

// lockOutside reports SELECT … FOR UPDATE on a pool: the lock ends with the statement.
func (s *site) lockOutside(q *Query) {
	if !s.recording || q.Tx != "" || !q.Pool && !s.onPool(q.Base) || q.Perhaps || !q.Lock && !s.locksRows(q) {
		return
	}
	s.misuses = append(s.misuses, Misuse{Category: "outside", At: s.pos(s.in), Lib: s.lib.Name, Name: s.readName(q)})
}

// readName is the name of the rows that a statement reads.
func (s *site) readName(q *Query) string {
	if sel := s.selected(q); sel != nil {
		return sel.Table
	}
	if name := nameOf(q.Type, q.Table); name != "" || s.row.Row <= 0 {
		return name
	}
	return baseName(s.rowType(nil, s.arg(s.row.Row)))
}

// locksRows reports whether the statement's text is a SELECT that locks its rows.
func (s *site) locksRows(q *Query) bool {
	if q.Text == nil {
		return false
	}
	return slices.ContainsFunc(sqltext.Parse(*q.Text), func(st sqltext.Statement) bool {
		return st.Verb == sqltext.Select && st.Lock != sqltext.LockNone
	})
}

// deadLock reports a lock that the library ignores.
func (s *site) deadLock() {
	if s.recording {
		s.misuses = append(s.misuses, Misuse{Category: "dead", At: s.pos(s.in), Lib: s.lib.Name})
	}
}

// isPool reports whether a connection is a pool's: what runs on it is in no transaction of the program's.
func (s *site) isPool(v Value) bool {
	if s.in.Common().IsInvoke() { // an interface: a transaction may be behind it
		return false
	}
	on := receiver(s.obj)
	if slices.Contains(s.lib.Pools, on) {
		return true
	}
	return slices.Contains(s.lib.PoolVars, on) && s.queryOf(v) == nil && slices.ContainsFunc(v.Refs, func(r Ref) bool { return r.Root.Kind == Global })
}

// deliverMisuses reports what was found, transactions that nothing runs in included. A transaction that the function does not end itself
// may be another's to look after.
func (f *frame) deliverMisuses() {
	for _, t := range f.begun {
		f.unusedTx(t)
	}
	f.givenTx()
	for _, m := range f.misuses {
		if m.Category == "handle" && slices.ContainsFunc(f.misuses, func(o Misuse) bool { return o.Category == "unused" && o.At == m.At && o.id == m.id }) {
			continue // said already, and more
		}
		mine := m.id != "" && slices.ContainsFunc(f.begun, func(t scope) bool { return t.id == m.id })
		if !mine || slices.ContainsFunc(f.ended, func(e end) bool { return e.id == m.id }) || f.defers(commits) {
			f.run.addMisuse(m)
		}
	}
}

// commits reports whether a call is that of a commit.
// Have: defer func() { if err != nil { tx.Rollback() } else { tx.Commit() } }().
func commits(c *ssa.CallCommon) bool { return calleeName(c) == "Commit" }

func (r *run) addMisuse(m Misuse) {
	if r.isGenerated(m.At.File) || !r.first("misuse "+m.Category, m.At) {
		return
	}
	m.Test = isTest(m.At.File)
	r.result.Misuses = append(r.result.Misuses, m)
}

// unusedTx reports a transaction that is begun and committed, and no statement runs in it. It stands at the writes that the
// program takes to be in it.
// Have: tx, err := pool.Begin(ctx); defer tx.Rollback(ctx); repo.UpdateBalance(ctx, id, n); tx.Commit(ctx).
func (f *frame) unusedTx(t scope) {
	call := f.beginCall(t)
	if call == nil {
		return
	}
	use := &txUse{frame: f, seen: map[ssa.Value]bool{}}
	use.follow(call)
	if use.used || !use.committed {
		return
	}
	beside := false
	for _, w := range f.guarded {
		if t.block.Dominates(w.block) && w.Tx == "" && w.At.Line > t.at.Line && !f.endedBefore(t, w.block) {
			beside = true
			f.misuses = append(f.misuses, Misuse{Category: "unused", At: w.At, Via: w.Via, Lib: w.Lib, Name: nameOf(w.Type, w.Table), Tx: t.at, id: t.id})
		}
	}
	if !beside {
		f.misuses = append(f.misuses, Misuse{Category: "unused", At: t.at, Tx: t.at, id: t.id})
	}
}

// beginCall is the call that began a transaction, if its result is the transaction's handle.
func (f *frame) beginCall(t scope) *ssa.Call {
	for _, in := range t.block.Instrs {
		if c, ok := in.(*ssa.Call); ok && f.pos(c) == t.at && c.Call.Signature().Results().Len() > 0 && !isError(c.Call.Signature().Results().At(0).Type()) {
			return c
		}
	}
	return nil
}

// txUse follows a transaction's handle through a function and its closures.
type txUse struct {
	*frame
	seen            map[ssa.Value]bool
	used, committed bool
}

func (u *txUse) follow(v ssa.Value) {
	if u.seen[v] || u.used {
		return
	}
	u.seen[v] = true
	for _, ref := range *v.Referrers() {
		switch in := ref.(type) {
		case *ssa.Extract:
			if in.Index == 0 {
				u.follow(in)
			}
		case *ssa.Store:
			u.stored(in, v)
		case *ssa.UnOp: // a load from the variable
			u.follow(in)
		case *ssa.MakeClosure:
			u.captured(in, v)
		case *ssa.BinOp, *ssa.DebugRef:
		case ssa.CallInstruction:
			u.call(in.Common(), v)
		default:
			u.used = true
		}
	}
}

func (u *txUse) stored(in *ssa.Store, v ssa.Value) {
	if in.Addr == v {
		return
	}
	if a, ok := in.Addr.(*ssa.Alloc); ok {
		u.follow(a)
		return
	}
	u.used = true
}

func (u *txUse) captured(in *ssa.MakeClosure, v ssa.Value) {
	for i, b := range in.Bindings {
		if b == v {
			u.follow(in.Fn.(*ssa.Function).FreeVars[i])
		}
	}
}

// call tells what a call does with the handle: it ends the transaction, or uses it.
func (u *txUse) call(c *ssa.CallCommon, v ssa.Value) {
	var obj *types.Func
	switch fn := c.StaticCallee(); {
	case c.IsInvoke() && c.Value == v:
		obj = c.Method
	case fn != nil && len(c.Args) > 0 && c.Args[0] == v:
		obj = object(fn)
	}
	if obj == nil || obj.Pkg() == nil {
		u.used = true
		return
	}
	_, row := u.index.Call(obj.Pkg().Path(), receiver(obj), obj.Name())
	u.used = u.used || row == nil || !row.End
	u.committed = u.committed || strings.HasPrefix(obj.Name(), "Commit")
}

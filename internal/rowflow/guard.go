package rowflow

import "golang.org/x/tools/go/ssa"

// hold notes that from here on rows that are read cannot be changed by others until the guard ends.
func (f *frame) hold(guard string) { f.holdOn(guard, nil) }

// holdOn is hold, of a lock on a connection that may turn out to be a pool.
func (f *frame) holdOn(guard string, base []Flow) {
	f.st.guard = guard
	n := len(f.sum.Effects)
	again := n > 0 && f.sum.Effects[n-1].Guard == guard
	f.note(guard)
	if n = len(f.sum.Effects); n == 0 || !f.recording || f.sum.Effects[n-1].Guard != guard {
		return
	}
	e := &f.sum.Effects[n-1]
	switch {
	case !again:
		e.Base = outwardBase(base)
	case len(base) == 0 || len(e.Base) == 0: // one of the two holds for certain
		e.Base = nil
	default:
		e.Base = unionFlows(e.Base, outwardBase(base))
	}
}

// lockRows holds the rows that a statement locks. What it does on a pool ends with it.
func (s *site) lockRows(q *Query) {
	rows := q.Lock || s.locksRows(q)
	switch q.Lock = true; {
	case q.Tx != "" || q.Perhaps || !rows:
		s.hold("row lock")
	case !q.Pool && s.onPool(q.Base):
		q.Lock = false
	default:
		s.holdOn("row lock", q.Base)
	}
}

// holdIf notes a transaction whose level the caller gives: it is held if that is SERIALIZABLE, to the end of
// the function that gives it.
//
//	func (m *Manager) Tx(ctx context.Context, fn func(context.Context) error, opts *sql.TxOptions) error
func (f *frame) holdIf(options Value) {
	if by := f.outward(options, false); f.recording && len(f.sum.Effects) < maxEffects && (len(by.Flows) > 0 || len(by.Refs) > 0) {
		f.sum.Effects = append(f.sum.Effects, Effect{Guard: "serializable", By: &by})
	}
}

// release ends the guard of a transaction.
func (f *frame) release() {
	f.st.guard = ""
	if f.st.locks > 0 {
		f.st.guard = "mutex"
	}
	f.note("-")
}

// lock notes a mutex, unlock its end: here, or at the function's end if the call is deferred.
func (f *frame) lock() {
	f.st.locks++
	if f.st.guard == "" {
		f.st.guard = "mutex"
	}
	f.note("mutex")
}

func (f *frame) unlock(in ssa.CallInstruction) {
	if deferred(in) {
		if f.recording {
			f.unlocks++
		}
		return
	}
	f.st.locks = max(0, f.st.locks-1)
	if f.st.locks == 0 && f.st.guard == "mutex" {
		f.st.guard = ""
	}
	f.note("unlock")
}

// frees reports whether the mutexes that the function locked are free again when it returns.
func (f *frame) frees() bool {
	return f.exit == nil || f.exit.guard != "mutex" || f.exit.locks <= f.unlocks
}

// note tells callers: functions that they hand in run under the guard.
func (f *frame) note(guard string) {
	if !f.recording || len(f.sum.Effects) >= maxEffects {
		return
	}
	switch {
	case guard == "mutex":
		f.mutexes.locked, f.mutexes.held = true, f.mutexes.held+1
	case guard == "unlock" && f.mutexes.locked && f.mutexes.held == 0:
		return // one of several branches, each of which unlocks what was locked once
	case guard == "unlock":
		f.mutexes.held = max(0, f.mutexes.held-1)
	}
	n := len(f.sum.Effects)
	switch {
	case n > 0 && guard == "unlock" && f.sum.Effects[n-1].Guard == "mutex": // nothing happened under it
		f.sum.Effects = f.sum.Effects[:n-1]
		return
	case n > 0 && guard != "mutex" && guard != "unlock" && f.sum.Effects[n-1].Guard == guard:
		return
	}
	f.sum.Effects = append(f.sum.Effects, Effect{Guard: guard})
}

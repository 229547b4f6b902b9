package rowflow

import (
	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// keepInChain leaves the statement in the receiver, where that is a chain which has begun: GORM changes it, whoever keeps the result. A handle that a
// statement begins from stays as it is.
//
//	query := tx.Model(&p)
//	query.Clauses(clause.Locking{Strength: "UPDATE"}) // locks
//	tx.Clauses(clause.Locking{Strength: "UPDATE"})    // does not
func (s *site) keepInChain(q *Query) {
	call, ok := s.in.(*ssa.Call)
	if !ok || len(*call.Referrers()) > 0 || len(call.Call.Args) == 0 {
		return
	}
	chain, ok := call.Call.Args[0].(*ssa.Call)
	if !ok || !s.shapes(chain) {
		return
	}
	old := s.value(chain)
	before := s.queryOf(old)
	if before == nil {
		return
	}
	q = q.clone()
	if q.Lock && !before.Lock {
		q.Lock, q.LockBy, q.Perhaps = s.lockedHere(chain.Block(), call.Block())
	}
	old.Query = q
	s.vals[chain] = old
}

// shapes reports whether a call is one of the library's that shapes a statement: its result is a chain.
func (s *site) shapes(call *ssa.Call) bool {
	fn := call.Call.StaticCallee()
	if fn == nil || object(fn) == nil || object(fn).Pkg() == nil {
		return false
	}
	_, r := s.index.Call(object(fn).Pkg().Path(), receiver(object(fn)), object(fn).Name())
	return r != nil && r.Do == knowledge.Shape && (r.Model|r.Table|r.Where|r.Clause|r.Columns|r.Omit|r.Scope|r.SQL != 0 || r.Order)
}

// lockedHere says whether a lock that is asked for in a block holds for a statement that was begun in another: for certain, if a flag says so, or
// perhaps.
func (s *site) lockedHere(begun, asked *ssa.BasicBlock) (locks bool, by *Value, perhaps bool) {
	between := s.deciders(asked)[:max(0, len(s.deciders(asked))-len(s.deciders(begun)))]
	switch len(between) {
	case 0:
		return true, nil, false
	case 1:
		branch := between[0].at.Instrs[len(between[0].at.Instrs)-1].(*ssa.If)
		if flag := s.frame.given(branch.Cond, between[0].side == 0); flag != nil {
			return false, flag, false
		}
	}
	return true, nil, true
}

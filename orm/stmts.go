package orm

import (
	"context"
	"database/sql"
	"runtime"
	"sync"
	"sync/atomic"
)

// defaultStatements is how many prepared statements a handle keeps.
const defaultStatements = 256

// prepareAfter is the use at which a statement is prepared: a handle that stands inline runs most statements once.
const prepareAfter = 2

// statements keeps prepared statements by their text, bounded; the least recently used one goes first.
type statements struct {
	limit int
	mu    sync.RWMutex
	m     map[string]*entry
	clock atomic.Int64
	guard sync.Once
}

// entry is one text that was met. It lives on in a transaction that prepared it for itself when it has left the map.
type entry struct {
	text string
	uses atomic.Int64
	last atomic.Int64
	stmt atomic.Pointer[sql.Stmt] // on the pool
	refs atomic.Int64             // running statements, and one for being in the map
}

func newStatements(limit int) *statements { return &statements{limit: limit} }

// find gives the entry of a text, made if need be, and held until release. It is nil when nothing is kept.
func (s *statements) find(text []byte) *entry {
	if s == nil || s.limit <= 0 {
		return nil
	}
	s.mu.RLock()
	e := s.m[string(text)] // no copy: the compiler knows this form
	if e != nil {
		e.refs.Add(1)
	}
	s.mu.RUnlock()
	if e == nil {
		e = s.add(string(text))
	}
	e.uses.Add(1)
	e.last.Store(s.clock.Add(1))
	return e
}

func (s *statements) add(text string) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.m[text]; e != nil {
		e.refs.Add(1)
		return e
	}
	if s.m == nil {
		s.m = make(map[string]*entry)
	}
	if len(s.m) >= s.limit {
		s.evict()
	}
	e := &entry{text: text}
	e.refs.Store(2)
	s.m[text] = e
	return e
}

// evict drops the quarter that was not used for longest, so that a full cache does not search at each statement.
func (s *statements) evict() {
	now := s.clock.Load()
	for age := now; len(s.m) > s.limit*3/4 && age >= 0; age = age/2 - 1 {
		for text, e := range s.m {
			if now-e.last.Load() >= age && len(s.m) > s.limit*3/4 {
				delete(s.m, text)
				e.release()
			}
		}
	}
}

// release ends a use. The last one closes the statement, which is never while it runs.
func (e *entry) release() {
	if e != nil && e.refs.Add(-1) == 0 {
		if stmt := e.stmt.Load(); stmt != nil {
			stmt.Close()
		}
	}
}

func (s *statements) close() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for text, e := range s.m {
		delete(s.m, text)
		e.release()
	}
}

// prepared gives the statement to run on, or nil to send the text.
func (db *DB) prepared(ctx context.Context, e *entry, now bool) (*sql.Stmt, error) {
	if e == nil || !now && e.uses.Load() < prepareAfter {
		return nil, nil
	}
	if db.tx != nil {
		return db.tx.prepared(ctx, e)
	}
	if stmt := e.stmt.Load(); stmt != nil || db.pool == nil {
		return stmt, nil
	}
	stmt, err := db.pool.PrepareContext(ctx, e.text)
	if err != nil {
		return nil, err
	}
	if !e.stmt.CompareAndSwap(nil, stmt) { // another goroutine was faster
		stmt.Close()
	}
	// A handle that is dropped without Close, as inline ones are, must not leave its statements on the pool.
	db.root.stmts.guard.Do(func() { runtime.AddCleanup(db.root, (*statements).close, db.root.stmts) })
	return e.stmt.Load(), nil
}

// prepared gives the transaction's own form of a statement: the pool's, bound to this connection, else one that ends with
// the transaction. The pool is not asked to prepare from within a transaction: it may have no second connection to give.
func (t *txn) prepared(ctx context.Context, e *entry) (*sql.Stmt, error) {
	if t.std == nil {
		return nil, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if stmt := t.stmts[e]; stmt != nil {
		return stmt, nil
	}
	var stmt *sql.Stmt
	if onPool := e.stmt.Load(); onPool != nil {
		stmt = t.std.StmtContext(ctx, onPool)
	} else {
		var err error
		if stmt, err = t.std.PrepareContext(ctx, e.text); err != nil {
			return nil, err
		}
	}
	if t.stmts == nil {
		t.stmts = make(map[*entry]*sql.Stmt)
	}
	t.stmts[e] = stmt
	return stmt, nil
}

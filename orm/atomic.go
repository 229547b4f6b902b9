package orm

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// txn is a transaction, shared by the handles of its savepoints.
type txn struct {
	std     *sql.Tx // nil on a foreign handle that is no *sql.Tx
	foreign bool    // begun and ended by the caller

	mu      sync.Mutex
	stmts   map[*entry]*sql.Stmt
	points  int         // savepoints so far, for their names
	after   []func()    // OnCommit
	aborted error       // the server has rolled the transaction back
	locked  atomic.Bool // SQLite: the write lock is held, or need not be
}

func (t *txn) abort(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.aborted == nil {
		t.aborted = err
	}
}

func (t *txn) lost() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.aborted
}

// AtomicOption changes what [Atomic] does: [Durable], [Isolation], [ReadOnly], [Retries].
type AtomicOption interface{ applyAtomic(*atomicConfig) }

type atomicConfig struct {
	durable bool
	opts    sql.TxOptions
	retries int
}

type atomicFunc func(*atomicConfig)

func (f atomicFunc) applyAtomic(c *atomicConfig) { f(c) }

// Durable makes Atomic fail with [ErrDurable] inside another transaction: when it returns nil, the work is committed.
func Durable() AtomicOption { return atomicFunc(func(c *atomicConfig) { c.durable = true }) }

// Isolation begins the transaction at the level. SQLite is always serializable and takes no level. A savepoint keeps the
// level of its transaction.
func Isolation(level sql.IsolationLevel) AtomicOption {
	return atomicFunc(func(c *atomicConfig) { c.opts.Isolation = level })
}

// ReadOnly begins a transaction that may not write. On SQLite it only leaves the write lock alone.
func ReadOnly() AtomicOption { return atomicFunc(func(c *atomicConfig) { c.opts.ReadOnly = true }) }

// Retries sets how often Atomic runs the function again after a failure that running again may cure; 10 if not given.
func Retries(n int) AtomicOption { return atomicFunc(func(c *atomicConfig) { c.retries = n }) }

// defaultRetries waits at most some 2.5 seconds in all.
const defaultRetries = 10

// Atomic runs fn in a transaction: committed when fn returns nil, rolled back when it returns an error or panics. Use the
// handle that fn is given; work on db itself is outside.
//
// Inside another transaction, one of Atomic or one that [New] was given, it is a savepoint: an error takes back fn's work
// alone, and the caller may go on.
//
// When the database ends the transaction because of others (serialization failure 40001, deadlock, lock timeout, SQLite's
// BUSY), Atomic waits a little and runs fn again, up to [Retries] times and as long as ctx lives. So fn must only do what
// may be done twice: read rows inside, and leave mails and counters in memory to [OnCommit]. A savepoint is not run again by
// itself; the error goes up to the outermost Atomic, which does. A commit whose answer was lost is never repeated.
func Atomic(ctx context.Context, db *DB, fn func(tx *DB) error, opts ...AtomicOption) error {
	cfg := atomicConfig{retries: defaultRetries}
	for _, o := range opts {
		o.applyAtomic(&cfg)
	}
	if err := db.ready(ctx, nil); err != nil {
		return err
	}
	if db.tx != nil {
		if cfg.durable {
			return ErrDurable
		}
		return db.savepoint(ctx, fn)
	}
	if db.begin == nil {
		return fmt.Errorf("orm: Atomic: a %T cannot begin a transaction; give New a *sql.DB, or a transaction", db.conn)
	}
	if db.root.dialect.Load().writeLocks {
		cfg.opts.Isolation = sql.LevelDefault // the drivers refuse levels; serializable it is in any case
	}
	return again(ctx, cfg.retries, func() error { return db.once(ctx, fn, cfg) })
}

// again runs a transaction until it succeeds, fails for good, or has been tried often enough.
func again(ctx context.Context, retries int, once func() error) error {
	for try := 0; ; try++ {
		err := once()
		if err == nil || try >= retries || !retryable(err) {
			return err
		}
		if e := backoff(ctx, try); e != nil {
			return errors.Join(err, e)
		}
	}
}

// backoff sleeps 2, 4, 8 .. 512 ms, each by half up to half more, so that those who collided do not meet again.
func backoff(ctx context.Context, try int) error {
	base := time.Millisecond << min(try+1, 9)
	t := time.NewTimer(base/2 + rand.N(base))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// once is one try of a transaction.
func (db *DB) once(ctx context.Context, fn func(tx *DB) error, cfg atomicConfig) error {
	readOnly := cfg.opts.ReadOnly
	if db.root.dialect.Load().writeLocks {
		cfg.opts.ReadOnly = false
	}
	std, err := db.begin(ctx, &cfg.opts)
	if err != nil {
		return fmt.Errorf("orm: begin: %w", err)
	}
	t := &txn{std: std}
	t.locked.Store(readOnly || db.root.immediate)
	done := false
	defer func() {
		if !done { // a panic, or runtime.Goexit
			_ = std.Rollback()
		}
	}()
	err = fn(&DB{conn: std, tx: t, root: db.root, plans: db.plans, naming: db.naming})
	done = true
	if retryable(err) && beside(err, t) {
		err = &outside{err}
	}
	if lost := t.lost(); lost != nil && !retryable(err) {
		err = errors.Join(err, lost) // fn may have swallowed it, but nothing of its work is left
	}
	if err != nil {
		if e := std.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
			return fmt.Errorf("%w (and the rollback failed: %w)", err, e)
		}
		return err
	}
	if err := std.Commit(); err != nil {
		return fmt.Errorf("orm: commit: %w", err)
	}
	db.promote(ctx, t)
	for _, f := range t.after {
		f()
	}
	return nil
}

// outside is the failure of a statement on another handle than the one that Atomic gave. It may have waited for this very
// transaction, so that running again cannot cure it.
type outside struct{ err error }

func (e *outside) Error() string {
	return e.err.Error() + "; the statement ran outside of Atomic's transaction, and may have waited for it: use the handle that the function is given"
}

func (e *outside) Unwrap() error { return e.err }

// promote prepares on the pool what the transaction had to prepare for itself, so that the next one need not.
func (db *DB) promote(ctx context.Context, t *txn) {
	if db.root.pool == nil {
		return
	}
	for e := range t.stmts {
		if e.stmt.Load() == nil {
			held := db.root.stmts.find([]byte(e.text)) // e itself may have been evicted
			_, _ = db.root.prepared(ctx, held, true)   // a failure here says nothing about the work that is committed
			held.release()
		}
	}
}

// savepoint runs fn between SAVEPOINT and RELEASE.
func (db *DB) savepoint(ctx context.Context, fn func(tx *DB) error) (err error) {
	t := db.tx
	t.mu.Lock()
	t.points++
	name := "orm_" + strconv.Itoa(t.points)
	hooks := len(t.after)
	t.mu.Unlock()
	if err := db.command(ctx, "SAVEPOINT "+name); err != nil {
		return err
	}
	done := false
	defer func() {
		if done && err == nil {
			return
		}
		t.mu.Lock()
		t.after = t.after[:min(hooks, len(t.after))]
		t.mu.Unlock()
		// The work is taken back even when ctx has ended: the caller may go on with another.
		back := db.command(context.WithoutCancel(ctx), "ROLLBACK TO SAVEPOINT "+name)
		if back != nil && !retryable(err) && t.lost() == nil && !errors.Is(back, sql.ErrTxDone) {
			err = fmt.Errorf("%w (and the rollback to the savepoint failed: %w)", err, back)
		}
	}()
	err = fn(&DB{conn: db.conn, pool: db.pool, tx: t, root: db.root, plans: db.plans, naming: db.naming})
	done = true
	if err == nil {
		err = t.lost()
	}
	if err == nil {
		err = db.command(ctx, "RELEASE SAVEPOINT "+name)
	}
	return err
}

// command runs a statement without arguments that is not prepared.
func (db *DB) command(ctx context.Context, text string) error {
	run := func(ctx context.Context) (int64, error) {
		_, err := db.conn.ExecContext(ctx, text)
		return -1, err
	}
	if err := db.observed(ctx, text, 0, run); err != nil {
		return db.failed(text, err)
	}
	return nil
}

// OnCommit runs f when the transaction of db has been committed: for what must not happen if it is rolled back, such as
// sending a mail. A rolled back savepoint forgets the functions given inside it. Outside a transaction f runs at once.
// In a transaction that New was given, the commit is not seen here: ErrNoTransaction.
func OnCommit(db *DB, f func()) error {
	if db == nil {
		return errNoHandle
	}
	if db.tx == nil {
		f()
		return nil
	}
	if db.tx.foreign {
		return fmt.Errorf("%w of this package: its end is not seen; begin it with Atomic", ErrNoTransaction)
	}
	db.tx.mu.Lock()
	defer db.tx.mu.Unlock()
	db.tx.after = append(db.tx.after, f)
	return nil
}

// together runs fn in a transaction if there can be one: the caller's, or one of its own.
func (db *DB) together(ctx context.Context, fn func(tx *DB) error) error {
	if db.tx != nil || db.begin == nil {
		return fn(db)
	}
	return Atomic(ctx, db, fn)
}

// whole is together for what writes by one statement alone: that is a transaction by itself, without BEGIN and COMMIT.
func (db *DB) whole(ctx context.Context, single bool, fn func(tx *DB) error) error {
	if !single || db.tx != nil {
		return db.together(ctx, fn)
	}
	return again(ctx, defaultRetries, func() error { return fn(db) })
}

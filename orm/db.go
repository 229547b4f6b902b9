package orm

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Conn is what statements run on: a *sql.DB, *sql.Tx or *sql.Conn, or whatever stands in for one:
//
//	GORM   tx.Statement.ConnPool          (with DialectNamed(tx.Name()))
//	bun    *bun.DB, bun.Tx, bun.Conn
//	sqlx   *sqlx.DB, *sqlx.Tx, *sqlx.Conn
//	xorm   engine.DB().DB, session.Tx().Tx
//	pgx    what its stdlib package opens: stdlib.OpenDBFromPool(pool), sql.Open("pgx", dsn)
//
// Package orm/interop has an example of each.
type Conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// DB runs this package's statements on a connection of yours. Make it with [New] or [Open], once for a *sql.DB (it keeps
// prepared statements) and inline for a transaction. It is safe for concurrent use as far as its connection is.
type DB struct {
	conn  Conn
	pool  *sql.DB // conn, if it is one
	begin beginner
	tx    *txn // nil outside a transaction
	root  *DB  // the handle that New made; its fields below count

	dialect   atomic.Pointer[dialect]
	probe     sync.Mutex // one question for the dialect at a time
	naming    Naming
	plans     *sync.Map // of the naming
	stmts     *statements
	hooks     []Hook
	types     sync.Map // *plan -> []string: PostgreSQL's types of the columns
	inTx      bool
	own       bool // Open made the pool
	immediate bool // SQLite: BEGIN takes the write lock
	err       error
}

// beginner starts a transaction.
type beginner func(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error)

// Option sets up a handle: [DialectNamed], a [Naming], [WithHook], [StatementCache], [InTransaction].
type Option interface{ applyDB(*DB) }

type optionFunc func(*DB)

func (f optionFunc) applyDB(db *DB) { f(db) }

// StatementCache sets how many prepared statements the handle keeps (256 if not given); 0 keeps none, which a connection
// pooler that hands each statement to another session needs. A statement is prepared when it runs for the second time.
// pgx prepares by itself, so nothing is kept for it.
func StatementCache(n int) Option { return optionFunc(func(db *DB) { db.stmts = newStatements(n) }) }

// InTransaction says that the connection is in a transaction that its type does not tell of, such as a *sql.Conn after a
// BEGIN of your own. Row locks are then allowed, and Atomic makes savepoints.
func InTransaction() Option { return optionFunc(func(db *DB) { db.inTx = true }) }

// New makes a handle on a connection or transaction. It never fails, so that it can stand inline; what is wrong with its
// arguments is the error of the first statement.
//
// The dialect is known from a *sql.DB's driver. A transaction, or a driver that this package does not know, is asked once
// with SELECT version(), unless [DialectNamed] tells.
func New(conn Conn, opts ...Option) *DB {
	db := &DB{}
	db.root = db
	db.adopt(conn)
	for _, o := range opts {
		o.applyDB(db)
	}
	db.plans = plansOf(db.naming)
	if db.inTx && db.tx == nil {
		db.tx = &txn{foreign: true}
	}
	if db.stmts == nil {
		db.stmts = newStatements(defaultStatements)
	}
	if db.pool != nil && db.dialect.Load() == nil && db.err == nil {
		if d := dialectOfDriver(db.pool.Driver()); d != nil {
			db.speak(d)
		}
	}
	return db
}

// Open opens a database of your own by driver name and data source name, with defaults that the name does not set already:
//
//	sqlite   busy_timeout, WAL, foreign keys, write lock at BEGIN, times as SQLite reads them; ":memory:" is shared by the pool
//	mysql    clientFoundRows, parseTime
//
// The driver must be linked in: import _ "github.com/rmwlint/rmwlint/orm/sqlite" for "sqlite", pgx's stdlib for "pgx", and
// so on. Close closes it.
func Open(driver, dsn string, opts ...Option) (*DB, error) {
	full := dsn
	pool, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, fmt.Errorf("orm: %w; import the driver's package, for SQLite _ \"github.com/rmwlint/rmwlint/orm/sqlite\"", err)
	}
	if d := dialectOfDriver(pool.Driver()); d != nil && d.dsn != nil {
		full = d.dsn(packageOf(pool.Driver()), dsn)
		if err := pool.Close(); err != nil {
			return nil, fmt.Errorf("orm: %w", err)
		}
		if pool, err = sql.Open(driver, full); err != nil {
			return nil, fmt.Errorf("orm: %w", err)
		}
	}
	db := New(pool, opts...)
	db.own, db.immediate = true, strings.Contains(full, "_txlock=immediate")
	return db, nil
}

// Close closes the prepared statements, and the database if [Open] opened it.
func (db *DB) Close() error {
	if db.root.stmts != nil {
		db.root.stmts.close()
	}
	if db.root.own {
		return db.root.pool.Close()
	}
	return nil
}

// SQL is the *sql.DB under the handle, or nil on another kind of connection.
func (db *DB) SQL() *sql.DB { return db.root.pool }

// ExecContext runs a statement of yours on the handle's connection or transaction, past the hooks and caches.
func (db *DB) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return db.conn.ExecContext(ctx, query, args...)
}

// QueryContext runs a query of yours on the handle's connection or transaction, past the hooks and caches.
func (db *DB) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return db.conn.QueryContext(ctx, query, args...)
}

// speak settles the dialect.
func (db *DB) speak(d *dialect) { db.dialect.Store(d) }

// ready settles the dialect before the first statement, and gives the errors that New could not.
func (db *DB) ready(ctx context.Context, p *plan) error {
	if db == nil {
		return errNoHandle
	}
	r := db.root
	if r.err != nil {
		return r.err
	}
	if db.conn == nil {
		return errors.New("orm: New was given no connection")
	}
	if p != nil && p.err != nil {
		return p.err
	}
	if r.dialect.Load() != nil {
		return nil
	}
	r.probe.Lock()
	defer r.probe.Unlock()
	if r.dialect.Load() != nil {
		return nil
	}
	d, err := dialectOfVersion(askVersion(ctx, db.conn))
	if err != nil {
		return err
	}
	r.speak(d)
	return nil
}

var (
	errNoHandle = errors.New("orm: the *orm.DB is nil; make one with New or Open")
	errNoRow    = errors.New("orm: the row is a nil pointer")
)

// readyRow is ready for a statement on one row.
func (db *DB) readyRow(ctx context.Context, p *plan, row unsafe.Pointer) error {
	if err := db.ready(ctx, p); err != nil {
		return err
	}
	if row == nil {
		return fmt.Errorf("%w: a *%v", errNoRow, p.typ)
	}
	return nil
}

// askVersion works on PostgreSQL and MySQL; SQLite has no such function, and an error there leaves its transaction intact.
func askVersion(ctx context.Context, conn Conn) (version string, err error) {
	rows, err := conn.QueryContext(ctx, "SELECT version()")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&version)
	}
	if err == nil {
		err = rows.Err()
	}
	return version, err
}

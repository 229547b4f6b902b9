package racetest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultLimit is the time limit of a DB that sets none.
const DefaultLimit = 500 * time.Millisecond

// DB is a *sql.DB whose statements a race orders. Give the embedded DB to the code under test.
type DB struct {
	*sql.DB

	// Limit is how long an operation may stand still before it is taken to be held back and another one goes on. A race in which
	// a lock works takes at least this long; one without locks never waits for it. Too short a limit breaks the order on
	// a machine that is slower than that. Zero means DefaultLimit. Set it before a race.
	Limit time.Duration

	racing sync.Mutex           // held during a race: there is one at a time
	race   atomic.Pointer[race] // nil between races
}

// Open opens a database as sql.Open does: by the name of a registered driver and its data source name.
func Open(driverName, dsn string) (*DB, error) {
	plain, err := sql.Open(driverName, dsn)
	if err != nil {
		return nil, err
	}
	drv := plain.Driver()
	if err := plain.Close(); err != nil {
		return nil, err
	}
	opener, ok := drv.(driver.DriverContext)
	if !ok {
		return Wrap(dsnConnector{drv, dsn}), nil
	}
	c, err := opener.OpenConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("racetest: opening %s: %w", driverName, err)
	}
	return Wrap(c), nil
}

// Wrap opens a database as sql.OpenDB does: by a connector, e.g. pgx's stdlib.GetConnector(config).
func Wrap(c driver.Connector) *DB {
	db := &DB{}
	db.DB = sql.OpenDB(&connector{c, db})
	return db
}

// TB is the part of *testing.T that Race needs.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Race runs the operations so that all of them read before any of them writes, as far as locks let them, and returns when all have
// ended. Each receives a context that says whose statements these are; passing it on is optional.
//
// The test fails at once if an operation issued no statement through db, for then nothing was raced. Errors that operations return
// do not fail the test: a repair may well refuse one of them. See Result.Err.
func (db *DB) Race(t TB, operations ...func(context.Context) error) *Result {
	t.Helper()
	result := db.Run(operations...)
	for i := range operations {
		if !result.seen(i) && !result.still[i] {
			t.Fatalf("racetest: operation %d issued no statement through this DB, so there was no race: is its code built on db.DB? It returned: %v", i, result.Errs[i])
		}
	}
	return result
}

// Run is Race for programs that are not tests. It leaves to the caller to see from the Result that there was a race.
func (db *DB) Run(operations ...func(context.Context) error) *Result {
	db.racing.Lock()
	defer db.racing.Unlock()

	limit := db.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	r := newRace(limit, len(operations))
	db.race.Store(r)
	defer db.race.Store(nil)
	return r.run(operations)
}

// operation returns the operation that a statement on connection c belongs to, or nil if there is no race or it is not part of it.
func (db *DB) operation(ctx context.Context, c *conn) *operation {
	r := db.race.Load()
	if r == nil {
		return nil
	}
	if o, ok := ctx.Value(operationKey{}).(*operation); ok && o.race == r {
		return o
	}
	if c.tx != nil && c.tx.race == r {
		return c.tx
	}
	return r.current()
}

// connector opens connections that are watched. Driver is the wrapped connector's own, so that whoever finds the dialect from
// it still does.
type connector struct {
	driver.Connector
	db *DB
}

func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: inner, db: c.db}, nil
}

func (c *connector) Close() error {
	if inner, ok := c.Connector.(io.Closer); ok {
		return inner.Close()
	}
	return nil
}

// dsnConnector is the connector of a driver that has none of its own, as in sql.Open.
type dsnConnector struct {
	driver driver.Driver
	dsn    string
}

func (c dsnConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c dsnConnector) Driver() driver.Driver                        { return c.driver }

// errExited is the error of an operation that ended by runtime.Goexit, as t.FailNow does.
var errExited = errors.New("racetest: the operation did not return; t.FailNow and its like belong in the test's own goroutine")

package orm_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

// mortal is SQLite whose handles are closed at random while it is armed, in transactions too: an embedded database has no
// session that a server could kill.
type mortal struct {
	lite   driver.Driver
	dsn    string
	armed  atomic.Bool
	closed atomic.Int64
}

// openMortal opens a database on a file of its own.
func openMortal(t *testing.T, s server) (database, *mortal) {
	pool, err := sql.Open("sqlite", "")
	require.NoError(t, err)
	m := &mortal{lite: pool.Driver(), dsn: "file:" + t.TempDir() + "/m.db?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_txlock=immediate"}
	require.NoError(t, pool.Close())
	pool = sql.OpenDB(m)
	t.Cleanup(func() { pool.Close() })
	return database{orm.New(pool, orm.DialectNamed("sqlite"), orm.StatementCache(0)), s}, m
}

var errClosed = errors.New("the handle of the database was closed")

func (m *mortal) Connect(context.Context) (driver.Conn, error) {
	c, err := m.lite.Open(m.dsn)
	if err != nil {
		return nil, err
	}
	return &mortalConn{Conn: c, mortal: m}, nil
}

func (m *mortal) Driver() driver.Driver { return m.lite }

type mortalConn struct {
	driver.Conn
	mortal *mortal
	dead   bool
}

// live closes the handle once in a while, and is an error from then on.
func (c *mortalConn) live() error {
	if !c.dead && c.mortal.armed.Load() && rand.IntN(60) == 0 {
		c.dead = true
		c.mortal.closed.Add(1)
		return errors.Join(errClosed, c.Conn.Close())
	}
	if c.dead {
		return errClosed
	}
	return nil
}

func (c *mortalConn) IsValid() bool { return !c.dead }

func (c *mortalConn) Close() error {
	if c.dead {
		return nil
	}
	c.dead = true
	return c.Conn.Close()
}

func (c *mortalConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.live(); err != nil {
		return nil, err
	}
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

func (c *mortalConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.live(); err != nil {
		return nil, err
	}
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

func (c *mortalConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if err := c.live(); err != nil {
		return nil, err
	}
	tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return &mortalTx{tx, c}, nil
}

type mortalTx struct {
	driver.Tx
	conn *mortalConn
}

func (t *mortalTx) Commit() error {
	if err := t.conn.live(); err != nil {
		return err
	}
	return t.Tx.Commit()
}

func (t *mortalTx) Rollback() error {
	if t.conn.dead {
		return errClosed
	}
	return t.Tx.Rollback()
}

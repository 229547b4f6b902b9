//lint:file-ignore SA1019 the driver that is wrapped may know the old interfaces only

package racetest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// conn is a driver's connection whose statements are watched. It has every optional interface that database/sql asks for; what
// the driver lacks it answers as database/sql would without it. Results and rows are the driver's own, with all that these can do.
type conn struct {
	driver.Conn
	db       *DB
	tx       *operation // whose transaction is open on it
	admitted bool       // a write had its turn, and the driver asked for it to be prepared first
}

// watch lets a statement wait for its turn, sends it, and notes what came of it.
func (c *conn) watch(ctx context.Context, s statement, send func() error) error {
	o := c.db.operation(ctx, c)
	if o == nil {
		return send()
	}
	writes := s.kind == Write
	o.race.enter(ctx, o, writes && !c.admitted)
	err := send()
	skipped := err == driver.ErrSkip // database/sql compares it likewise; it prepares the statement and comes back
	o.race.leave(ctx, o, s, err, skipped)
	if writes {
		c.admitted = skipped
	}
	if err == nil {
		switch s.kind {
		case Begin:
			c.tx = o
		case Commit, Rollback:
			c.tx = nil
		}
	}
	return err
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (res driver.Result, err error) {
	modern, ok := c.Conn.(driver.ExecerContext)
	legacy, old := c.Conn.(driver.Execer)
	if !ok && !old {
		return nil, driver.ErrSkip
	}
	err = c.watch(ctx, parse(query), func() error {
		if ok {
			res, err = modern.ExecContext(ctx, query, args)
			return err
		}
		values, err := plainValues(ctx, args)
		if err == nil {
			res, err = legacy.Exec(query, values)
		}
		return err
	})
	return res, err
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (rows driver.Rows, err error) {
	modern, ok := c.Conn.(driver.QueryerContext)
	legacy, old := c.Conn.(driver.Queryer)
	if !ok && !old {
		return nil, driver.ErrSkip
	}
	err = c.watch(ctx, parse(query), func() error {
		if ok {
			rows, err = modern.QueryContext(ctx, query, args)
			return err
		}
		values, err := plainValues(ctx, args)
		if err == nil {
			rows, err = legacy.Query(query, values)
		}
		return err
	})
	return rows, err
}

func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	var inner driver.Stmt
	var err error
	if modern, ok := c.Conn.(driver.ConnPrepareContext); ok {
		inner, err = modern.PrepareContext(ctx, query)
	} else if err = ctx.Err(); err == nil {
		inner, err = c.Conn.Prepare(query)
	}
	if err != nil {
		return nil, err
	}
	s := &stmt{inner, c, parse(query)}
	if converter, ok := inner.(driver.ColumnConverter); ok {
		return convertingStmt{s, converter}, nil
	}
	return s, nil
}

func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	var inner driver.Tx
	err := c.watch(ctx, statement{kind: Begin}, func() (err error) {
		inner, err = c.begin(ctx, opts)
		return err
	})
	if err != nil {
		return nil, err
	}
	return tx{inner, c}, nil
}

// begin begins a transaction as database/sql does, which refuses options that the driver would never see.
func (c *conn) begin(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if modern, ok := c.Conn.(driver.ConnBeginTx); ok {
		return modern.BeginTx(ctx, opts)
	}
	if sql.IsolationLevel(opts.Isolation) != sql.LevelDefault {
		return nil, errors.New("racetest: driver does not support non-default isolation level")
	}
	if opts.ReadOnly {
		return nil, errors.New("racetest: driver does not support read-only transactions")
	}
	inner, err := c.Conn.Begin()
	if err == nil && ctx.Err() != nil {
		return nil, errors.Join(ctx.Err(), inner.Rollback())
	}
	return inner, err
}

func (c *conn) Ping(ctx context.Context) error {
	if inner, ok := c.Conn.(driver.Pinger); ok {
		return inner.Ping(ctx)
	}
	return nil
}

func (c *conn) ResetSession(ctx context.Context) error {
	c.tx, c.admitted = nil, false
	if inner, ok := c.Conn.(driver.SessionResetter); ok {
		return inner.ResetSession(ctx)
	}
	return nil
}

func (c *conn) IsValid() bool {
	if inner, ok := c.Conn.(driver.Validator); ok {
		return inner.IsValid()
	}
	return true
}

func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if inner, ok := c.Conn.(driver.NamedValueChecker); ok {
		return inner.CheckNamedValue(v)
	}
	return driver.ErrSkip // database/sql goes on to its own check
}

// tx is a driver's transaction whose end is watched.
type tx struct {
	inner driver.Tx
	c     *conn
}

func (t tx) Commit() error {
	return t.c.watch(context.Background(), statement{kind: Commit}, t.inner.Commit)
}

func (t tx) Rollback() error {
	return t.c.watch(context.Background(), statement{kind: Rollback}, t.inner.Rollback)
}

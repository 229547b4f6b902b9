package orm

import (
	"context"
	"database/sql"
	"fmt"
	"unsafe"
)

// cacheable tells whether prepared statements are kept here: not where the driver keeps them.
func (db *DB) cache() *statements {
	r := db.root
	if db.pool == nil && (db.tx == nil || db.tx.std == nil) {
		return nil
	}
	if r.pool != nil {
		for _, pkg := range r.dialect.Load().selfPrepares {
			if driver := packageOf(r.pool.Driver()); len(driver) >= len(pkg) && driver[:len(pkg)] == pkg {
				return nil
			}
		}
	}
	return r.stmts
}

// exec runs the built statement.
func (db *DB) exec(ctx context.Context, b *builder) (sql.Result, error) {
	if b.err != nil {
		return nil, b.err
	}
	if len(b.args) > b.d.params {
		return nil, fmt.Errorf("orm: the statement binds %d values, %s takes %d", len(b.args), b.d.name, b.d.params)
	}
	e := db.cache().find(b.buf)
	defer e.release()
	stmt, err := db.prepared(ctx, e, false)
	if err != nil {
		return nil, db.failed(e.text, err)
	}
	text := textOf(e, b)
	var res sql.Result
	run := func(ctx context.Context) (int64, error) {
		if stmt != nil {
			res, err = stmt.ExecContext(ctx, b.args...)
		} else {
			res, err = db.conn.ExecContext(ctx, text, b.args...)
		}
		if err != nil {
			return -1, err
		}
		if db.tx != nil {
			db.tx.locked.Store(true) // a write takes SQLite's lock
		}
		n, _ := res.RowsAffected()
		return n, nil
	}
	if len(db.root.hooks) == 0 {
		_, err = run(ctx)
	} else {
		err = db.observed(ctx, text, len(b.args), run)
	}
	if err != nil {
		return nil, db.failed(text, err)
	}
	return res, nil
}

// affected runs the statement and gives the count of its rows.
func (db *DB) affected(ctx context.Context, b *builder) (int64, error) {
	res, err := db.exec(ctx, b)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, db.failed(string(b.buf), err)
	}
	return n, nil
}

// query runs the built statement for its rows.
func (db *DB) query(ctx context.Context, b *builder) (*sql.Rows, error) {
	if b.err != nil {
		return nil, b.err
	}
	if len(b.args) > b.d.params {
		return nil, fmt.Errorf("orm: the statement binds %d values, %s takes %d", len(b.args), b.d.name, b.d.params)
	}
	e := db.cache().find(b.buf)
	defer e.release() // rows keep a closed statement alive until they are read
	stmt, err := db.prepared(ctx, e, false)
	if err != nil {
		return nil, db.failed(e.text, err)
	}
	text := textOf(e, b)
	var rows *sql.Rows
	run := func(ctx context.Context) (int64, error) {
		if stmt != nil {
			rows, err = stmt.QueryContext(ctx, b.args...)
		} else {
			rows, err = db.conn.QueryContext(ctx, text, b.args...)
		}
		return -1, err
	}
	if len(db.root.hooks) == 0 {
		_, err = run(ctx)
	} else {
		err = db.observed(ctx, text, len(b.args), run)
	}
	if err != nil {
		return nil, db.failed(text, err)
	}
	return rows, nil
}

func textOf(e *entry, b *builder) string {
	if e != nil {
		return e.text
	}
	return string(b.buf)
}

// failed wraps a driver's error, and remembers one after which the server has dropped the transaction.
func (db *DB) failed(text string, err error) error {
	wrapped := &StatementError{SQL: text, Err: err, tx: db.tx}
	if db.tx != nil && classify(err) == failDeadlock {
		db.tx.abort(wrapped)
	}
	return wrapped
}

// cells are the scan targets of some columns of a row; pointing them at the next row costs nothing.
type cells struct {
	plan *plan
	cols []int
	list []cell
	dest []any
}

func (p *plan) cells(cols []int) *cells {
	c := &cells{plan: p, cols: cols, list: make([]cell, len(cols)), dest: make([]any, len(cols))}
	for i, col := range cols {
		c.list[i] = cell{codec: &p.cols[col].codec, name: p.cols[col].name}
		c.dest[i] = &c.list[i]
	}
	return c
}

func (c *cells) point(row unsafe.Pointer) []any {
	for i, col := range c.cols {
		c.list[i].at = c.plan.cols[col].addr(row)
	}
	return c.dest
}

// readOne reads the columns of the first row into row, and tells whether there was one. It closes rows.
func (p *plan) readOne(rows *sql.Rows, cols []int, row unsafe.Pointer) (found bool, err error) {
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	if !rows.Next() {
		return false, rows.Err()
	}
	if err := rows.Scan(p.cells(cols).point(row)...); err != nil {
		return true, fmt.Errorf("orm: %w", err)
	}
	// The end is read too: with RETURNING, some drivers report a failure of the statement only there.
	for rows.Next() {
	}
	return true, rows.Err()
}

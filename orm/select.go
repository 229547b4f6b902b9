package orm

import (
	"context"
	"fmt"
	"strconv"
	"unsafe"
)

// keyOrder orders by the key.
func (p *plan) keyOrder() []Order {
	orders := make([]Order, len(p.keys))
	for i, k := range p.keys {
		orders[i] = Col[any](p.cols[k].name)
	}
	return orders
}

// each runs the query and reads each row into what next gives, calling done after each; next gives nil for no more rows.
func (q *query) each(ctx context.Context, db *DB, next func() unsafe.Pointer, done func() bool) error {
	p := q.plan
	if err := db.ready(ctx, p); err != nil {
		return err
	}
	b := newBuilder(db, p, nil)
	defer b.free()
	cols := q.selectText(b)
	if err := q.lockTail(ctx, db, b); err != nil {
		return err
	}
	rows, err := db.query(ctx, b)
	if err != nil {
		return err
	}
	defer rows.Close()
	targets := p.cells(cols)
	for rows.Next() {
		row := next()
		if row == nil {
			break
		}
		if err := rows.Scan(targets.point(row)...); err != nil {
			return fmt.Errorf("orm: %w", err)
		}
		if done != nil && !done() {
			return rows.Close()
		}
	}
	if err := rows.Err(); err != nil {
		return db.readFailed(b, err)
	}
	return rows.Close()
}

// selected are the columns that a query reads into rows: those of the table, and fields for which it has an annotation.
func (q *query) selected() []int {
	cols := q.plan.all
	for i := range q.notes {
		if c := q.plan.named(q.notes[i].name); c >= 0 && q.plan.cols[c].noted {
			cols = append(cols[:len(cols):len(cols)], c)
		}
	}
	return cols
}

// columns writes the model's columns; a field for annotations is the annotation of its name.
func (q *query) columns(b *builder, cols []int) {
	for n, i := range cols {
		b.list(n, "")
		if k := q.noted(b.p.cols[i].name); k >= 0 && b.p.cols[i].noted {
			b.node(q.notes[k].n)
			b.text(" AS ")
		}
		b.name(i)
	}
}

func (q *query) noted(name string) int {
	for i := range q.notes {
		if q.notes[i].name == name {
			return i
		}
	}
	return -1
}

// selectText writes the SELECT of whole rows, but for the lock, and gives the columns that it reads.
func (q *query) selectText(b *builder) []int {
	b.notes = q.notes
	for i := range q.notes {
		if q.aggregates(q.notes[i].n) {
			b.fail(fmt.Errorf("orm: the annotation %q is of many rows; read it with Values or Aggregate", q.notes[i].name))
		}
	}
	cols := q.selected()
	b.text("SELECT ")
	q.columns(b, cols)
	b.text(" FROM ").table()
	q.conditions(b)
	q.ordered(b)
	q.limited(b)
	return cols
}

// tail writes WHERE, ORDER BY, LIMIT and the lock of a SELECT.
func (q *query) tail(ctx context.Context, db *DB, b *builder) error {
	q.conditions(b)
	q.ordered(b)
	q.limited(b)
	return q.lockTail(ctx, db, b)
}

func (q *query) lockTail(ctx context.Context, db *DB, b *builder) error {
	switch {
	case b.err != nil:
		return b.err
	case q.locks:
		return db.lockFor(ctx, b, q.lock.lock, q.lock.of)
	case db.tx != nil && !db.tx.foreign:
		return db.takeWriteLock(ctx, b.p)
	}
	return nil
}

func (q *query) conditions(b *builder) {
	first := b.where(q.where, true)
	if !q.deleted && b.p.deleted >= 0 {
		b.where(b.p.alive(), first)
	}
}

// alive: a row is not deleted while its column is NULL, or 0 where the column is a plain number.
func (p *plan) alive() Q {
	c := &p.cols[p.deleted]
	if c.form == formInt || c.form == formUint {
		return Col[int64](c.name).Eq(0)
	}
	return Col[any](c.name).IsNull()
}

func (q *query) ordered(b *builder) {
	for i, o := range q.orders {
		n, desc := o.order()
		b.list(i, " ORDER BY ")
		b.node(n)
		if desc {
			b.text(" DESC")
		}
	}
}

func (q *query) limited(b *builder) {
	if q.limit >= 0 {
		b.text(" LIMIT ").text(strconv.FormatInt(q.limit, 10))
	} else if q.offset > 0 {
		b.text(" LIMIT 9223372036854775807") // SQLite and MySQL know OFFSET only after LIMIT
	}
	if q.offset > 0 {
		b.text(" OFFSET ").text(strconv.FormatInt(q.offset, 10))
	}
}

// target writes the WHERE of an UPDATE or DELETE: the conditions, or, where the query takes only some of the rows, their keys.
func (q *query) target(b *builder) {
	if q.limit < 0 && q.offset == 0 {
		q.conditions(b)
		return
	}
	if len(b.p.keys) != 1 {
		b.fail(fmt.Errorf("orm: %v needs a key of one column to change a limited query", b.p.typ))
		return
	}
	key := b.p.keys[0]
	// The inner query has a name of its own because MySQL does not read a table that it is writing.
	b.text(" WHERE ").name(key).text(" IN (SELECT ").name(key).text(" FROM (SELECT ").name(key).text(" FROM ").table()
	q.conditions(b)
	q.ordered(b)
	q.limited(b)
	b.text(") AS picked)")
}

package orm

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"unsafe"
)

// Iter reads the rows one by one, without holding them all. An error ends it, as the last pair.
//
//	for p, err := range products.Filter(q).Iter(ctx) {
//		if err != nil { return err }
//		..
//	}
//
// The connection is busy until the loop ends: within a transaction, PostgreSQL and MySQL cannot run another statement
// meanwhile, and Atomic's deadlock answers come out here. Leaving the loop early closes the query.
func (s QuerySet[T]) Iter(ctx context.Context) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var row *T
		stopped := false
		err := s.q.each(ctx, s.db, func() unsafe.Pointer {
			row = new(T)
			return unsafe.Pointer(row)
		}, func() bool {
			stopped = !yield(row, nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(nil, err)
		}
	}
}

// Count is the number of rows: SELECT COUNT(*).
func (s QuerySet[T]) Count(ctx context.Context) (int64, error) {
	return Aggregate(ctx, s, Count())
}

// Exists tells whether a row matches: SELECT 1 .. LIMIT 1.
func (s QuerySet[T]) Exists(ctx context.Context) (bool, error) {
	if err := s.db.ready(ctx, s.q.plan); err != nil {
		return false, err
	}
	b := newBuilder(s.db, s.q.plan, nil)
	defer b.free()
	b.notes = s.q.notes
	s.q.orders, s.q.limit, s.q.locks = nil, 1, false
	b.text("SELECT 1 FROM ").table()
	if err := s.q.tail(ctx, s.db, b); err != nil {
		return false, err
	}
	rows, err := s.db.query(ctx, b)
	if err != nil {
		return false, err
	}
	found := rows.Next()
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return false, s.db.readFailed(b, err)
	}
	return found, nil
}

// Aggregate computes one value over the rows of the query: [Sum], [Avg], [Min], [Max], [Count], [CountDistinct], or
// arithmetic on them. NULL, as of a Sum without rows, is the zero value of V, or nil when V is a pointer.
//
//	total, err := orm.Aggregate(ctx, products, orm.Sum(orm.F(&x.InStock)))
//	SELECT SUM(in_stock) FROM product
//
// On a query with Limit or Offset it is over those rows only.
func Aggregate[V, T any](ctx context.Context, s QuerySet[T], e Expr[V]) (V, error) {
	var out V
	if err := s.db.ready(ctx, s.q.plan); err != nil {
		return out, err
	}
	b := newBuilder(s.db, s.q.plan, nil)
	defer b.free()
	b.notes = s.q.notes
	b.text("SELECT ")
	b.node(e.n)
	b.text(" FROM ")
	if s.q.limit >= 0 || s.q.offset > 0 {
		b.text("(SELECT * FROM ").table()
		s.q.conditions(b)
		s.q.ordered(b)
		s.q.limited(b)
		b.text(") AS picked")
	} else {
		b.table()
		s.q.conditions(b)
	}
	rows, err := s.db.query(ctx, b)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	c := codecOf(reflect.TypeFor[V]())
	for rows.Next() {
		if err := rows.Scan(&cell{codec: c, at: unsafe.Pointer(&out), name: "aggregate"}); err != nil {
			return out, fmt.Errorf("orm: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return out, s.db.readFailed(b, err)
	}
	return out, nil
}

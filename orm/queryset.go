package orm

import (
	"context"
	"errors"
	"fmt"
	"unsafe"
)

// QuerySet is a query for rows of T. It is a value: each method gives a new one and leaves the old as it is, so that a
// query set can be kept and refined in several ways. Nothing runs before a method with a context.
type QuerySet[T any] struct {
	db *DB
	q  query
}

// query is a query set without its type.
type query struct {
	plan    *plan
	where   Q
	orders  []Order
	limit   int64 // -1: none
	offset  int64
	lock    lockSpec
	locks   bool
	notes   []annotation
	deleted bool // softly deleted rows too
}

// annotation is a named expression: see As.
type annotation struct {
	name string
	n    node
}

// Objects is the query for all rows of T's table.
func Objects[T any](db *DB) QuerySet[T] {
	return QuerySet[T]{db: db, q: query{plan: planFor[T](db), limit: -1}}
}

// Fields gives a T that only names columns: x := products.Fields(), then orm.F(&x.InStock). It is one and the same for all
// query sets of T; do not write to it.
func (s QuerySet[T]) Fields() *T { return (*T)(s.q.plan.at) }

// Filter keeps the rows for which all of qs hold.
func (s QuerySet[T]) Filter(qs ...Q) QuerySet[T] {
	s.q.where = s.q.where.And(qs...)
	return s
}

// Exclude drops the rows for which all of qs hold: NOT (a AND b). A row for which a condition is NULL is dropped too.
func (s QuerySet[T]) Exclude(qs ...Q) QuerySet[T] { return s.Filter(Not(And(qs...))) }

// OrderBy orders by expressions, the first one first; a second OrderBy replaces the first.
//
//	products.OrderBy(orm.F(&x.Price).Desc(), orm.F(&x.Name))
func (s QuerySet[T]) OrderBy(orders ...Order) QuerySet[T] {
	s.q.orders = orders
	return s
}

// Limit takes at most n rows.
func (s QuerySet[T]) Limit(n int) QuerySet[T] {
	s.q.limit = int64(n)
	return s
}

// Offset skips n rows; order them, or it is chance which.
func (s QuerySet[T]) Offset(n int) QuerySet[T] {
	s.q.offset = int64(n)
	return s
}

// SelectForUpdate locks the rows that are read until the transaction ends; others who want to lock or write them wait.
//
//	SELECT .. FOR UPDATE [OF ..] [NOWAIT | SKIP LOCKED]
//
// Outside a transaction it is [ErrNoTransaction]. On SQLite, where rows have no locks, the transaction takes the
// database's write lock before it reads (NoWait, SkipLocked and Of are then [ErrUnsupported]). MySQL lacks NoKey and Of.
func (s QuerySet[T]) SelectForUpdate(opts ...LockOption) QuerySet[T] {
	s.q.lock = lockSpec{lock: ForUpdate}
	for _, o := range opts {
		o.lockOption(&s.q.lock)
	}
	s.q.locks = true
	return s
}

// WithDeleted includes rows that are marked as deleted, in a model with a column for that (a deleted tag, gorm.DeletedAt,
// bun's soft_delete). Others leave them out.
func (s QuerySet[T]) WithDeleted() QuerySet[T] {
	s.q.deleted = true
	return s
}

// All reads the rows.
func (s QuerySet[T]) All(ctx context.Context) ([]*T, error) {
	var out []*T
	var slab []T
	err := s.q.each(ctx, s.db, func() unsafe.Pointer {
		if len(slab) == 0 { // rows lie side by side: one allocation for many
			slab = make([]T, min(max(4, len(out)), 64))
		}
		row := &slab[0]
		slab = slab[1:]
		out = append(out, row)
		return unsafe.Pointer(row)
	}, nil)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Get reads the one row that matches; qs narrow the query further. [ErrNotFound] if there is none, [ErrMultiple] if there
// are more.
func (s QuerySet[T]) Get(ctx context.Context, qs ...Q) (*T, error) {
	s.q.where = s.q.where.And(qs...)
	if s.q.limit < 0 {
		s.q.limit = 2
	}
	var row T
	n := 0
	err := s.q.each(ctx, s.db, func() unsafe.Pointer {
		if n++; n > 1 {
			return nil
		}
		return unsafe.Pointer(&row)
	}, nil)
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, ErrNotFound
	case n > 1:
		return nil, fmt.Errorf("%w: Get of a %v", ErrMultiple, s.q.plan.typ)
	}
	return &row, nil
}

// First reads the first row in the query's order, or in the order of the key. [ErrNotFound] if there is none.
func (s QuerySet[T]) First(ctx context.Context) (*T, error) {
	if s.q.orders == nil {
		s.q.orders = s.q.plan.keyOrder()
	}
	s.q.limit = 1
	return s.Get(ctx)
}

// Update writes the columns of all rows of the query in one statement and gives their number.
//
//	UPDATE product SET price = price * ? WHERE in_stock < reserved
//
// It knows no rows in memory: those that you hold stay as they are. Version columns are counted up, updated columns set.
// A query with Limit, Offset or OrderBy updates the rows with those keys. On MySQL the number is of the rows that changed,
// unless the connection has clientFoundRows.
func (s QuerySet[T]) Update(ctx context.Context, sets ...Assignment) (int64, error) {
	if err := s.db.ready(ctx, s.q.plan); err != nil {
		return 0, err
	}
	if len(sets) == 0 {
		return 0, errors.New("orm: Update without a Set")
	}
	b := newBuilder(s.db, s.q.plan, nil)
	defer b.free()
	for _, a := range sets {
		b.resolve(a)
	}
	if b.err != nil {
		return 0, b.err
	}
	b.notes = s.q.notes
	b.text("UPDATE ").table()
	b.assignments(now())
	s.q.target(b)
	return s.db.affected(ctx, b)
}

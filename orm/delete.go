package orm

import (
	"context"
	"errors"
	"unsafe"
)

// DeleteOption is an argument of [Delete]: an [If].
type DeleteOption interface{ deleteOption() }

func (Condition) deleteOption() {}

// Delete deletes one row, found by its key, where all conditions hold.
//
//	DELETE FROM product WHERE id = ? AND in_stock = ?
//
// In a model with a column for deletions (a deleted tag, gorm.DeletedAt, bun's soft_delete), the row is marked with the time
// instead. [ErrNotFound]: no row has the key. [ErrConflict]: a condition did not hold or the version has moved on.
func Delete[T any](ctx context.Context, db *DB, row *T, opts ...DeleteOption) error {
	p := planFor[T](db)
	if err := db.readyRow(ctx, p, unsafe.Pointer(row)); err != nil {
		return err
	}
	var cond Q
	for _, o := range opts {
		cond = cond.And(o.(Condition).q)
	}
	b := newBuilder(db, p, unsafe.Pointer(row))
	defer b.free()
	if p.deleted >= 0 {
		cond = p.alive().And(cond)
		b.sets = append(b.sets, setting{p.deleted, p.cols[p.deleted].stamp(now())})
		err := db.updateRow(ctx, b, cond, ErrConflict)
		if errors.Is(err, ErrConflict) && len(opts) == 0 && p.version < 0 {
			return ErrNotFound
		}
		return err
	}
	if err := p.keyed(b.row); err != nil {
		return err
	}
	b.text("DELETE FROM ").table().ofRow(cond)
	n, err := db.affected(ctx, b)
	switch {
	case err != nil:
		return err
	case n == 0 && (!cond.empty() || p.version >= 0):
		return ErrConflict
	case n == 0:
		return ErrNotFound
	}
	return nil
}

// Delete deletes the rows of the query in one statement and gives their number. In a model with a column for deletions the
// rows are marked instead, unless the query is [QuerySet.WithDeleted]: then they are deleted for good.
func (s QuerySet[T]) Delete(ctx context.Context) (int64, error) {
	if err := s.db.ready(ctx, s.q.plan); err != nil {
		return 0, err
	}
	p := s.q.plan
	b := newBuilder(s.db, p, nil)
	defer b.free()
	b.notes = s.q.notes
	if p.deleted >= 0 && !s.q.deleted {
		b.sets = append(b.sets, setting{p.deleted, p.cols[p.deleted].stamp(now())})
		b.text("UPDATE ").table()
		b.assignments(now())
	} else {
		b.text("DELETE FROM ").table()
	}
	s.q.target(b)
	return s.db.affected(ctx, b)
}

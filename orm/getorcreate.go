package orm

import (
	"context"
	"errors"
	"fmt"
	"unsafe"
)

// GetOrCreate finds the row whose columns by have the values that they have in row, and reads it into row; if there is
// none, it inserts row. by are pointers to fields of row.
//
//	u := User{Email: "tintin@example.com", Name: "Tintin"}
//	created, err := users.GetOrCreate(ctx, &u, &u.Email)
//
// It survives a race if a unique constraint covers by: of two that insert, one is refused by the database (ON CONFLICT DO
// NOTHING; on MySQL by the duplicate error) and reads the other's row. Without the constraint both may insert. More than one
// row that matches is [ErrMultiple]. Filters of the query set hold for the search.
func (s QuerySet[T]) GetOrCreate(ctx context.Context, row *T, by ...any) (created bool, err error) {
	f := finding{query: s.q, db: s.db, row: unsafe.Pointer(row)}
	if err := f.by(ctx, by); err != nil {
		return false, err
	}
	for try := 0; ; try++ {
		found, err := f.find(ctx, s.db, s.q.plan.all, try > 0)
		if found || err != nil {
			return false, err
		}
		if created, err = f.insert(ctx, s.db); created || err != nil {
			return created, err
		}
		if try == findTries {
			return false, f.blocked()
		}
	}
}

// UpdateOrCreate finds the row as [QuerySet.GetOrCreate] does, and writes row's other columns to it; if there is none, it
// inserts row. Afterwards row has the key. The search, the lock and the write are one transaction.
func (s QuerySet[T]) UpdateOrCreate(ctx context.Context, row *T, by ...any) (created bool, err error) {
	f := finding{query: s.q, db: s.db, row: unsafe.Pointer(row)}
	if err := f.by(ctx, by); err != nil {
		return false, err
	}
	p := s.q.plan
	keep := append([]int(nil), p.keys...)
	if p.version >= 0 {
		keep = append(keep, p.version)
	}
	err = s.db.together(ctx, func(tx *DB) error {
		for try := 0; ; try++ {
			found, err := f.find(ctx, tx, keep, true)
			if err != nil {
				return err
			}
			if found {
				created = false
				err := tx.saveUpdate(ctx, p, f.row, &saving{update: true})
				return missing(err)
			}
			if created, err = f.insert(ctx, tx); created || err != nil {
				return err
			}
			if try == findTries {
				return f.blocked()
			}
		}
	})
	return created && err == nil, err
}

// findTries is how often a row that was met by the INSERT may be gone again before the search.
const findTries = 3

// finding is a search for one row by some of its columns.
type finding struct {
	query
	db  *DB
	row unsafe.Pointer
	eq  Q
}

func (f *finding) by(ctx context.Context, fields []any) error {
	if err := f.db.readyRow(ctx, f.plan, f.row); err != nil {
		return err
	}
	if len(fields) == 0 {
		return fmt.Errorf("orm: by which columns is the %v to be found? Give pointers to fields of the row", f.plan.typ)
	}
	for _, field := range fields {
		i := f.plan.find(field, f.row)
		if i < 0 {
			return f.plan.stray(field, f.row)
		}
		c := &f.plan.cols[i]
		v, err := c.read(f.row)
		if err != nil {
			return err
		}
		f.eq = f.eq.And(Col[any](c.name).Eq(v))
	}
	return nil
}

// find reads columns of the row. fresh reads what others have committed meanwhile, also in a transaction whose snapshot is
// older: by a lock.
func (f *finding) find(ctx context.Context, db *DB, cols []int, fresh bool) (bool, error) {
	b := newBuilder(db, f.plan, nil)
	defer b.free()
	q := f.query
	q.where, q.limit = q.where.And(f.eq), 2
	q.locks = q.locks || fresh && db.tx != nil
	b.text("SELECT ").columns(cols).text(" FROM ").table()
	if err := q.tail(ctx, db, b); err != nil {
		return false, err
	}
	rows, err := db.query(ctx, b)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	n := 0
	for targets := f.plan.cells(cols); rows.Next(); n++ {
		if n == 1 {
			return false, fmt.Errorf("%w: a %v", ErrMultiple, f.plan.typ)
		}
		if err := rows.Scan(targets.point(f.row)...); err != nil {
			return false, fmt.Errorf("orm: %w", err)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return false, db.readFailed(b, err)
	}
	return n == 1, nil
}

// insert tells whether the row could be inserted; a row in its way is no error.
func (f *finding) insert(ctx context.Context, db *DB) (bool, error) {
	if db.root.dialect.Load().upsert == onDuplicate {
		err := db.insert(ctx, f.plan, f.row, nil)
		if err != nil && classify(err) == failDuplicate {
			return false, nil // MySQL takes back the statement alone, the transaction goes on
		}
		return err == nil, err
	}
	b := newBuilder(db, f.plan, f.row)
	defer b.free()
	explicit := b.insertInto()
	cols := f.plan.keys
	if len(cols) == 0 {
		cols = f.plan.all[:1]
	}
	b.text(" ON CONFLICT DO NOTHING RETURNING ").columns(cols)
	rows, err := db.query(ctx, b)
	if err != nil {
		return false, err
	}
	found, err := f.plan.readOne(rows, cols, f.row)
	if err != nil {
		return false, db.readFailed(b, err)
	}
	if !found {
		return false, nil
	}
	if explicit && b.d.keepsSerial {
		id, err := f.plan.cols[f.plan.auto].number(f.row)
		if err == nil {
			err = db.moveSequence(ctx, f.plan, id)
		}
		if err != nil {
			return false, err
		}
	}
	return true, b.store(f.row)
}

func (f *finding) blocked() error {
	return fmt.Errorf("%w: the INSERT of a %v meets a row that the search does not find: a unique constraint on other columns, or a filter of the query", ErrConflict, f.plan.typ)
}

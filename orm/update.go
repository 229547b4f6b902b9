package orm

import (
	"context"
	"fmt"
	"unsafe"
)

// Update writes the given columns of one row, found by its key, in one statement:
//
//	UPDATE product SET in_stock = in_stock - ? WHERE id = ? AND in_stock >= ? RETURNING in_stock
//
// An expression is computed by the database, so that concurrent updates add up. Afterwards the row's fields hold what the
// database has: assigned values, and the results of expressions by RETURNING (on MySQL by a SELECT in the same transaction).
// Columns tagged updated are set to the time, and a version column is compared and counted up.
//
// [ErrConflict]: an [If] did not hold, or the version has moved on. [ErrNotFound]: no row has the key. In both cases nothing
// is written and the row in memory is as it was. The field pointers must point into row (or into [QuerySet.Fields]).
func Update[T any](ctx context.Context, db *DB, row *T, opts ...UpdateOption) error {
	p := planFor[T](db)
	if err := db.readyRow(ctx, p, unsafe.Pointer(row)); err != nil {
		return err
	}
	b := newBuilder(db, p, unsafe.Pointer(row))
	defer b.free()
	var cond Q
	for _, o := range opts {
		switch o := o.(type) {
		case Assignment:
			b.resolve(o)
		case Condition:
			cond = cond.And(o.q)
		}
	}
	if len(b.sets) == 0 && b.err == nil {
		return fmt.Errorf("orm: Update of %v without a Set", p.typ)
	}
	return db.updateRow(ctx, b, cond, ErrNotFound)
}

// updateRow runs the UPDATE of the sets in b. Zero rows are missing, or ErrConflict if there was a condition.
func (db *DB) updateRow(ctx context.Context, b *builder, cond Q, missing error) error {
	if b.err == nil {
		b.err = b.p.keyed(b.row)
	}
	if b.err != nil {
		return b.err
	}
	b.text("UPDATE ").table()
	b.assignments(now())
	b.ofRow(cond)
	if !cond.empty() || b.p.version >= 0 {
		missing = ErrConflict
	}
	b.nextVersion()
	switch {
	case len(b.refill) == 0:
		if err := db.updatePlain(ctx, b, cond, missing); err != nil {
			return err
		}
		return b.store(b.row)
	case b.d.updateReturning:
		return db.updateReturning(ctx, b, missing)
	}
	return db.updateThenRead(ctx, b, cond, missing)
}

// updateThenRead reads the results of expressions in the transaction of the UPDATE.
func (db *DB) updateThenRead(ctx context.Context, b *builder, cond Q, missing error) error {
	moved := false
	for _, k := range b.p.keys {
		moved = moved || b.assigns(k)
	}
	err := db.together(ctx, func(tx *DB) error {
		if err := tx.updatePlain(ctx, b, cond, missing); err != nil {
			return err
		}
		if moved { // the row has its new key from here on
			if err := b.store(b.row); err != nil {
				return err
			}
		}
		return tx.reload(ctx, b.p, b.row, b.refill, 0)
	})
	if err != nil || moved {
		return err
	}
	return b.store(b.row)
}

// ofRow writes the WHERE of one row: its key, the condition, its version.
func (b *builder) ofRow(cond Q) {
	first := true
	for _, k := range b.p.keys {
		b.and(first)
		first = false
		b.name(k).text(" = ").read(k)
	}
	if v := b.p.version; v >= 0 {
		b.and(first)
		b.name(v).text(" = ").read(v)
	}
	b.where(cond, first)
}

// keyed tells whether the row says which row it is.
func (p *plan) keyed(row unsafe.Pointer) error {
	if len(p.keys) == 0 {
		return fmt.Errorf("orm: %v has no key; tag a field %s", p.typ, `orm:",pk"`)
	}
	for _, k := range p.keys {
		if c := &p.cols[k]; c.auto {
			if at := c.peek(row); at == nil || c.zero(at) {
				return fmt.Errorf("%w: %v.%s is zero, so the row is not in the database yet", ErrNotFound, p.typ, c.goName)
			}
		}
	}
	return nil
}

func (db *DB) updateReturning(ctx context.Context, b *builder, missing error) error {
	b.text(" RETURNING ").columns(b.refill)
	rows, err := db.query(ctx, b)
	if err != nil {
		return err
	}
	found, err := b.p.readOne(rows, b.refill, b.row)
	if err != nil {
		return db.readFailed(b, err)
	}
	if !found {
		return missing
	}
	return b.store(b.row)
}

// readFailed wraps what the driver said while rows were read.
func (db *DB) readFailed(b *builder, err error) error {
	return db.failed(string(b.buf), err)
}

// updatePlain runs an UPDATE that returns no row.
func (db *DB) updatePlain(ctx context.Context, b *builder, cond Q, missing error) error {
	n, err := db.affected(ctx, b)
	if err != nil {
		return err
	}
	if n == 0 && !b.d.matchedRows && !b.countsUp() {
		n, err = db.updateUnchanged(ctx, b, cond)
		if err != nil {
			return err
		}
	}
	if n == 0 {
		return missing
	}
	return nil
}

// countsUp tells whether the UPDATE changes each row that it matches: it counts the version up.
func (b *builder) countsUp() bool { return b.p.version >= 0 && !b.assigns(b.p.version) }

// updateUnchanged finds out what MySQL's "0 rows" means: none matched, or one matched and had these values already (without
// clientFoundRows the two look alike). The row is locked and the UPDATE is run again, so that the answer stays true.
func (db *DB) updateUnchanged(ctx context.Context, b *builder, cond Q) (n int64, err error) {
	err = db.together(ctx, func(tx *DB) error {
		n = 0
		probe := newBuilder(tx, b.p, b.row)
		defer probe.free()
		probe.text("SELECT 1 FROM ").table().ofRow(cond)
		probe.text(b.d.locks[ForUpdate])
		rows, err := tx.query(ctx, probe)
		if err != nil {
			return err
		}
		found := rows.Next()
		if err := rows.Err(); err != nil {
			rows.Close()
			return err
		}
		if err := rows.Close(); err != nil {
			return err
		}
		if !found {
			return nil
		}
		n = 1
		_, err = tx.affected(ctx, b)
		return err
	})
	return n, err
}

func (b *builder) columns(cols []int) *builder {
	for i, c := range cols {
		if i > 0 {
			b.text(", ")
		}
		b.name(c)
	}
	return b
}

// reload reads columns of one row by its key.
func (db *DB) reload(ctx context.Context, p *plan, row unsafe.Pointer, cols []int, lock Lock) error {
	b := newBuilder(db, p, row)
	defer b.free()
	b.text("SELECT ").columns(cols).text(" FROM ").table()
	for i, k := range p.keys {
		b.and(i == 0)
		b.name(k).text(" = ").read(k)
	}
	if lock != 0 {
		if err := db.lockFor(ctx, b, lock, nil); err != nil {
			return err
		}
	}
	rows, err := db.query(ctx, b)
	if err != nil {
		return err
	}
	found, err := p.readOne(rows, cols, row)
	if err != nil {
		return db.readFailed(b, err)
	}
	if !found {
		return ErrNotFound
	}
	return nil
}

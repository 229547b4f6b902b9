package orm

import (
	"context"
	"unsafe"
)

// RefreshOption is an argument of [RefreshFromDB]: [UpdateFields] for some columns only, a [Lock] to lock the row.
type RefreshOption interface{ refreshOption() }

func (Lock) refreshOption() {}

// RefreshFromDB reads the row again by its key, all columns or those named:
//
//	err := orm.RefreshFromDB(ctx, db, &p)
//	err := orm.RefreshFromDB(ctx, tx, &p, orm.UpdateFields(&p.InStock), orm.ForUpdate)
//	SELECT in_stock FROM product WHERE id = ? FOR UPDATE
//
// [ErrNotFound]: the row is gone. A lock outside a transaction is [ErrNoTransaction]. A row that is marked as deleted is
// read as well.
func RefreshFromDB[T any](ctx context.Context, db *DB, row *T, opts ...RefreshOption) error {
	p := planFor[T](db)
	at := unsafe.Pointer(row)
	if err := db.readyRow(ctx, p, at); err != nil {
		return err
	}
	if err := p.keyed(at); err != nil {
		return err
	}
	var cols []int
	var lock Lock
	for _, o := range opts {
		switch o := o.(type) {
		case Lock:
			lock |= o
		case Fields:
			if len(o.list) == 0 {
				return errNoFields
			}
			for _, f := range o.list {
				i := p.find(f, at)
				if i < 0 {
					return p.stray(f, at)
				}
				cols = append(cols, i)
			}
		}
	}
	if cols == nil {
		cols = p.all
	}
	return db.reload(ctx, p, at, cols, lock)
}

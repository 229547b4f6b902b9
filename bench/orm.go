package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/rmwlint/rmwlint/orm"
)

// viaORM is this project's package.
type viaORM struct {
	db   *orm.DB
	pool *sql.DB
}

func openORM(_ context.Context, _ *Store, pool *sql.DB) (Contender, error) {
	return &viaORM{orm.New(pool), pool}, nil
}

func (c *viaORM) Close() error { return errors.Join(c.db.Close(), c.pool.Close()) }

func (c *viaORM) Insert(ctx context.Context, r *Record) error { return orm.Save(ctx, c.db, r) }

func (c *viaORM) InsertAll(ctx context.Context, rows []*Record) error {
	return orm.Atomic(ctx, c.db, func(tx *orm.DB) error {
		for _, r := range rows {
			if err := orm.Save(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaORM) Bulk(ctx context.Context, rows []*Record) error {
	return orm.BulkCreate(ctx, c.db, rows)
}

func (c *viaORM) Get(ctx context.Context, id int64) (*Record, error) {
	records := orm.Objects[Record](c.db)
	return records.Get(ctx, orm.F(&records.Fields().ID).Eq(id))
}

func (c *viaORM) All(ctx context.Context) (Records, error) {
	out, err := orm.Objects[Record](c.db).All(ctx)
	return Records{Pointers: out}, err
}

func (c *viaORM) Increment(ctx context.Context, id int64) error {
	records := orm.Objects[Record](c.db)
	x := records.Fields()
	_, err := records.Filter(orm.F(&x.ID).Eq(id)).Update(ctx, orm.Set(&x.Age, orm.F(&x.Age).Add(1)))
	return err
}

func (c *viaORM) IncrementRow(ctx context.Context, r *Record) error {
	return orm.Update(ctx, c.db, r, orm.Set(&r.Age, orm.F(&r.Age).Add(1)))
}

func (c *viaORM) UpdateAll(ctx context.Context) error {
	records := orm.Objects[Record](c.db)
	x := records.Fields()
	_, err := records.Update(ctx, orm.Set(&x.Age, orm.F(&x.Age).Add(1)))
	return err
}

func (c *viaORM) BulkUpdate(ctx context.Context, rows []*Record) error {
	x := orm.Objects[Record](c.db).Fields()
	n, err := orm.BulkUpdate(ctx, c.db, rows, orm.UpdateFields(&x.Age, &x.Score))
	if err == nil && n != int64(len(rows)) {
		err = fmt.Errorf("bench: %d of %d rows updated", n, len(rows))
	}
	return err
}

func (c *viaORM) Save(ctx context.Context, r *Record) error { return orm.Save(ctx, c.db, r) }

func (c *viaORM) SaveNew(ctx context.Context, r *Record) error { return orm.Save(ctx, c.db, r) }

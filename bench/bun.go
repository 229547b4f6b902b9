package bench

import (
	"context"
	"database/sql"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"
)

// viaBun is bun; many rows by a slice model, and their update by its Bulk.
type viaBun struct{ db *bun.DB }

func openBun(_ context.Context, s *Store, pool *sql.DB) (Contender, error) {
	var d schema.Dialect = sqlitedialect.New()
	if s.Dialect == "postgres" {
		d = pgdialect.New()
	}
	return &viaBun{bun.NewDB(pool, d)}, nil
}

// bunBatch rows go into one statement: bun writes them into its text.
const bunBatch = 1000

func (c *viaBun) Close() error { return c.db.Close() }

func (c *viaBun) Insert(ctx context.Context, r *Record) error {
	_, err := c.db.NewInsert().Model(r).Exec(ctx)
	return err
}

func (c *viaBun) InsertAll(ctx context.Context, rows []*Record) error {
	return c.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for _, r := range rows {
			if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaBun) Bulk(ctx context.Context, rows []*Record) error {
	return c.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for len(rows) > 0 {
			batch := rows[:min(bunBatch, len(rows))]
			rows = rows[len(batch):]
			if _, err := tx.NewInsert().Model(&batch).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaBun) Get(ctx context.Context, id int64) (*Record, error) {
	r := &Record{ID: id}
	return r, c.db.NewSelect().Model(r).WherePK().Scan(ctx)
}

func (c *viaBun) All(ctx context.Context) (Records, error) {
	var out []Record
	err := c.db.NewSelect().Model(&out).Scan(ctx)
	return Records{Values: out}, err
}

func (c *viaBun) Increment(ctx context.Context, id int64) error {
	_, err := c.db.NewUpdate().Model((*Record)(nil)).Set("age = age + ?", 1).Where("id = ?", id).Exec(ctx)
	return err
}

func (c *viaBun) IncrementRow(ctx context.Context, r *Record) error {
	_, err := c.db.NewUpdate().Model(r).Set("age = age + ?", 1).WherePK().Returning("age").Exec(ctx)
	return err
}

func (c *viaBun) UpdateAll(ctx context.Context) error {
	_, err := c.db.NewUpdate().Model((*Record)(nil)).Set("age = age + ?", 1).Where("1 = 1").Exec(ctx)
	return err
}

func (c *viaBun) BulkUpdate(ctx context.Context, rows []*Record) error {
	_, err := c.db.NewUpdate().Model(&rows).Column("age", "score").Bulk().Exec(ctx)
	return err
}

func (c *viaBun) Save(ctx context.Context, r *Record) error {
	return hit(c.db.NewUpdate().Model(r).WherePK().Exec(ctx))
}

func (c *viaBun) SaveNew(ctx context.Context, r *Record) error {
	res, err := c.db.NewUpdate().Model(r).WherePK().Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return c.Insert(ctx, r)
}

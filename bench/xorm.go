package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"xorm.io/xorm"
	"xorm.io/xorm/core"
	"xorm.io/xorm/dialects"
	"xorm.io/xorm/log"
)

// viaXorm is xorm; many rows by InsertMulti, which gives no keys, and their update by a loop, for it has no other.
type viaXorm struct {
	engine  *xorm.Engine
	pool    *sql.DB
	dialect string
}

func openXorm(_ context.Context, s *Store, pool *sql.DB) (Contender, error) {
	driver, dsn := "sqlite", ":memory:"
	if s.Dialect == "postgres" {
		driver, dsn = "pgx", s.dsn
	}
	d, err := dialects.OpenDialect(driver, dsn)
	if err != nil {
		return nil, fmt.Errorf("bench: xorm: %w", err)
	}
	if s.Dialect == "postgres" {
		d.URI().Schema = "" // the connection's search_path says it
	}
	e, err := xorm.NewEngineWithDialectAndDB(driver, dsn, d, core.FromDB(pool))
	if err != nil {
		return nil, fmt.Errorf("bench: xorm: %w", err)
	}
	e.SetLogger(log.DiscardLogger{})
	e.DatabaseTZ, e.TZLocation = time.UTC, time.UTC
	return &viaXorm{e, pool, s.Dialect}, nil
}

func (c *viaXorm) Close() error { return errors.Join(c.engine.Close(), c.pool.Close()) }

func (c *viaXorm) Insert(ctx context.Context, r *Record) error {
	_, err := c.engine.Context(ctx).Insert(r)
	return err
}

func (c *viaXorm) within(ctx context.Context, do func(s *xorm.Session) error) error {
	_, err := c.engine.Transaction(func(s *xorm.Session) (any, error) { return nil, do(s.Context(ctx)) })
	return err
}

func (c *viaXorm) InsertAll(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(s *xorm.Session) error {
		for _, r := range rows {
			if _, err := s.Insert(r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaXorm) Bulk(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(s *xorm.Session) error {
		for len(rows) > 0 {
			batch := rows[:min(rawBatch[c.dialect], len(rows))]
			rows = rows[len(batch):]
			if _, err := s.InsertMulti(batch); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaXorm) Get(ctx context.Context, id int64) (*Record, error) {
	var r Record
	ok, err := c.engine.Context(ctx).ID(id).Get(&r)
	if err == nil && !ok {
		err = sql.ErrNoRows
	}
	return &r, err
}

func (c *viaXorm) All(ctx context.Context) (Records, error) {
	var out []Record
	err := c.engine.Context(ctx).Find(&out)
	return Records{Values: out}, err
}

func (c *viaXorm) Increment(ctx context.Context, id int64) error {
	_, err := c.engine.Context(ctx).ID(id).Incr("age").Update(&Record{})
	return err
}

// IncrementRow reads the result in the transaction of the UPDATE: xorm has no RETURNING.
func (c *viaXorm) IncrementRow(ctx context.Context, r *Record) error {
	return c.within(ctx, func(s *xorm.Session) error {
		if _, err := s.ID(r.ID).Incr("age").Update(&Record{}); err != nil {
			return err
		}
		_, err := s.Table(&Record{}).ID(r.ID).Cols("age").Get(&r.Age)
		return err
	})
}

func (c *viaXorm) UpdateAll(ctx context.Context) error {
	_, err := c.engine.Context(ctx).Incr("age").Update(&Record{})
	return err
}

func (c *viaXorm) BulkUpdate(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(s *xorm.Session) error {
		for _, r := range rows {
			if _, err := s.ID(r.ID).Cols("age", "score").Update(r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaXorm) Save(ctx context.Context, r *Record) error {
	n, err := c.engine.Context(ctx).ID(r.ID).AllCols().Update(r)
	if err == nil && n != 1 {
		err = fmt.Errorf("bench: %d rows updated, not 1", n)
	}
	return err
}

func (c *viaXorm) SaveNew(ctx context.Context, r *Record) error {
	n, err := c.engine.Context(ctx).ID(r.ID).AllCols().Update(r)
	if err != nil || n == 1 {
		return err
	}
	return c.Insert(ctx, r)
}

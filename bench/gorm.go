package bench

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
)

// viaGORM is GORM; many rows by CreateInBatches, and their update by an upsert of whole rows, for it has no other.
type viaGORM struct {
	db      *gorm.DB
	pool    *sql.DB
	dialect string
}

func openGORM(_ context.Context, s *Store, pool *sql.DB) (Contender, error) {
	return newGORM(s, pool, &gorm.Config{})
}

// openGORMTuned has what GORM's documentation recommends for speed.
func openGORMTuned(_ context.Context, s *Store, pool *sql.DB) (Contender, error) {
	return newGORM(s, pool, &gorm.Config{SkipDefaultTransaction: true, PrepareStmt: true})
}

func newGORM(s *Store, pool *sql.DB, config *gorm.Config) (Contender, error) {
	var d gorm.Dialector = &sqlite.Dialector{Conn: pool}
	if s.Dialect == "postgres" {
		d = postgres.New(postgres.Config{Conn: pool})
	}
	config.Logger = logger.Discard
	db, err := gorm.Open(d, config)
	if err != nil {
		return nil, fmt.Errorf("bench: GORM: %w", err)
	}
	return &viaGORM{db, pool, s.Dialect}, nil
}

func (c *viaGORM) Close() error { return c.pool.Close() }

func (c *viaGORM) Insert(ctx context.Context, r *Record) error {
	return c.db.WithContext(ctx).Create(r).Error
}

func (c *viaGORM) InsertAll(ctx context.Context, rows []*Record) error {
	return c.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, r := range rows {
			if err := tx.Create(r).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaGORM) Bulk(ctx context.Context, rows []*Record) error {
	return c.db.WithContext(ctx).CreateInBatches(rows, rawBatch[c.dialect]).Error
}

func (c *viaGORM) Get(ctx context.Context, id int64) (*Record, error) {
	var r Record
	return &r, c.db.WithContext(ctx).First(&r, id).Error
}

func (c *viaGORM) All(ctx context.Context) (Records, error) {
	var out []Record
	err := c.db.WithContext(ctx).Find(&out).Error
	return Records{Values: out}, err
}

func (c *viaGORM) Increment(ctx context.Context, id int64) error {
	return c.db.WithContext(ctx).Model(&Record{ID: id}).Update("age", gorm.Expr("age + ?", 1)).Error
}

func (c *viaGORM) IncrementRow(ctx context.Context, r *Record) error {
	back := clause.Returning{Columns: []clause.Column{{Name: "age"}}}
	return c.db.WithContext(ctx).Model(r).Clauses(back).Update("age", gorm.Expr("age + ?", 1)).Error
}

func (c *viaGORM) UpdateAll(ctx context.Context) error {
	return c.db.WithContext(ctx).Session(&gorm.Session{AllowGlobalUpdate: true}).Model(&Record{}).Update("age", gorm.Expr("age + ?", 1)).Error
}

func (c *viaGORM) BulkUpdate(ctx context.Context, rows []*Record) error {
	upsert := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"age", "score"})}
	return c.db.WithContext(ctx).Clauses(upsert).CreateInBatches(rows, rawBatch[c.dialect]).Error
}

func (c *viaGORM) Save(ctx context.Context, r *Record) error {
	return c.db.WithContext(ctx).Save(r).Error
}

// SaveNew is GORM's Save: where the UPDATE meets no row, an upsert.
func (c *viaGORM) SaveNew(ctx context.Context, r *Record) error { return c.Save(ctx, r) }

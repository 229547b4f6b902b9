// Package bun saves rows under keys of its own with bun.
package bun

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// Product is numbered by the database.
type Product struct {
	ID        int64 `bun:",pk,autoincrement"`
	Name      string
	InStock   int
	UpdatedAt time.Time
}

func upsertEveryColumnOfAFreshStruct(ctx context.Context, db *bun.DB, id int64, stock int) error {
	p := &Product{ID: id, InStock: stock}
	_, err := db.NewInsert().Model(p).On("CONFLICT (id) DO UPDATE").Exec(ctx) // want "Product was not loaded but made here with its ID.*zeros for Name$"
	return err
}

func insertUnderTheLastKeyPlusOne(ctx context.Context, db *bun.DB, name string) error {
	last := new(Product)
	if err := db.NewSelect().Model(last).OrderExpr("id DESC").Limit(1).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewInsert().Model(&Product{ID: last.ID + 1, Name: name}).Exec(ctx) // want "explicit key: Product.ID"
	return err
}

func upsertNamedColumns(ctx context.Context, db *bun.DB, id int64, stock int) error {
	p := &Product{ID: id, InStock: stock}
	_, err := db.NewInsert().Model(p).On("CONFLICT (id) DO UPDATE").Set("in_stock = EXCLUDED.in_stock").Exec(ctx)
	return err
}

func insertIfThereIsNone(ctx context.Context, db *bun.DB, id int64) error {
	_, err := db.NewInsert().Model(&Product{ID: id}).On("CONFLICT (id) DO NOTHING").Exec(ctx)
	return err
}

func insertWithoutAKey(ctx context.Context, db *bun.DB, name string) error {
	_, err := db.NewInsert().Model(&Product{Name: name}).Exec(ctx)
	return err
}

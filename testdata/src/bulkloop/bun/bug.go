// Package store is a store on bun: bug.go writes row by row, clean.go does not.
package store

import (
	"context"
	"database/sql"

	"github.com/uptrace/bun"
)

type Product struct {
	bun.BaseModel `bun:"table:products,alias:p"`

	ID   int64 `bun:",pk,autoincrement"`
	Name string
	Rank int
}

type Label struct {
	ID        int64 `bun:",pk,autoincrement"`
	ProductID int64
}

func insertEach(ctx context.Context, db bun.IDB, products []Product) error {
	for _, p := range products {
		if _, err := db.NewInsert().Model(&p).Exec(ctx); err != nil { // want "Product is inserted once for each of products; one NewInsert.*Model.*rows. would do"
			return err
		}
	}
	return nil
}

func updateEachInTransaction(ctx context.Context, db *bun.DB, products []*Product) error {
	return db.RunInTx(ctx, &sql.TxOptions{}, func(ctx context.Context, tx bun.Tx) error {
		for rank, p := range products {
			p.Rank = rank
			if _, err := tx.NewUpdate().Model(p).Column("rank").WherePK().Exec(ctx); err != nil { // want "Product is updated .*Bulk.. would do for all; all run in one transaction"
				return err
			}
		}
		return nil
	})
}

func deleteEach(ctx context.Context, db *bun.DB, ids []int64) error {
	for _, id := range ids {
		if _, err := db.NewDelete().Model((*Product)(nil)).Where("id = ?", id).Exec(ctx); err != nil { // want "Product is deleted"
			return err
		}
	}
	return nil
}

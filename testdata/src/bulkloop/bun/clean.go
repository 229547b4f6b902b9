package store

import (
	"context"

	"github.com/uptrace/bun"
)

func insertSlice(ctx context.Context, db bun.IDB, names []string) error {
	var products []Product
	for _, name := range names {
		products = append(products, Product{Name: name})
	}
	_, err := db.NewInsert().Model(&products).Exec(ctx)
	return err
}

func labelNeedsTheKeyOfTheProduct(ctx context.Context, db bun.IDB, names []string) error {
	for _, name := range names {
		p := &Product{Name: name}
		if _, err := db.NewInsert().Model(p).Exec(ctx); err != nil {
			return err
		}
		if _, err := db.NewInsert().Model(&Label{ProductID: p.ID}).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func deleteAtOnce(ctx context.Context, db *bun.DB, products []Product) error {
	_, err := db.NewDelete().Model(&products).WherePK().Exec(ctx)
	return err
}

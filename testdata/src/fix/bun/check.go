package depot

import (
	"context"

	"github.com/uptrace/bun"
)

func activateOnceThenPay(ctx context.Context, db *bun.DB, id int64, n int) error {
	p := new(Product)
	if err := db.NewSelect().Model(p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	if p.Active {
		return errSoldOut
	}
	p.Active = true
	if _, err := db.NewUpdate().Model(p).Column("active").WherePK().Exec(ctx); err != nil { // want "(?i)lost update: Product.Active"
		return err
	}
	_, err := db.NewUpdate().Model((*Wallet)(nil)).Set("points = points + ?", n).Where("id = ?", 1).Exec(ctx)
	return err
}

func subtractInDatabaseIfEnough(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	if p.Stock < n {
		return errSoldOut
	}
	if _, err := db.NewUpdate().Model(&p).Set("stock = stock - ?", n).WherePK().Exec(ctx); err != nil { // want "(?i)lost update: Product.Stock"
		return err
	}
	return nil
}

func sellOnceThenPay(ctx context.Context, db *bun.DB, id int64, n int) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		var p Product
		if err := tx.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		if p.Status != "" {
			return errSoldOut
		}
		_, err := tx.NewUpdate().Model((*Product)(nil)).Set("status = ?", "sold").Where("id = ?", p.ID).Exec(ctx) // want "(?i)lost update: Product.Status"
		if err != nil {
			return err
		}
		_, err = tx.NewUpdate().Model((*Wallet)(nil)).Set("points = points + ?", n).Where("id = ?", 1).Exec(ctx)
		return err
	})
}

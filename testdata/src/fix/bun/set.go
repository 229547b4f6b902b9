package depot

import (
	"context"

	"github.com/uptrace/bun"
)

func setComputedValue(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	if p.Stock < n {
		return errSoldOut
	}
	_, err := db.NewUpdate(). // want "(?i)lost update: Product.Stock"
					Model((*Product)(nil)).
					Set("stock = ?", p.Stock-n).
					Set("status = ?", "sold").
					Where("id = ?", id).
					Exec(ctx)
	return err
}

func setOnRow(ctx context.Context, db *bun.DB, id int64, n int) error {
	p := new(Product)
	if err := db.NewSelect().Model(p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	left := p.Weight - float64(n)
	_, err := db.NewUpdate().Model(p).Set("weight = ?", left).WherePK().Exec(ctx) // want "(?i)lost update: Product.Weight"
	return err
}

func setScannedColumn(ctx context.Context, db *bun.DB, id int64, n int) error {
	var stock int
	if err := db.NewSelect().Table("products").Column("stock").Where("id = ?", id).Scan(ctx, &stock); err != nil {
		return err
	}
	_, err := db.NewUpdate().Table("products").Set("stock = ?", stock+n).Where("id = ?", id).Exec(ctx) // want "(?i)lost update: products.stock"
	return err
}

func rawText(ctx context.Context, db *bun.DB, id int64, n int) error {
	var sold int64
	if err := db.NewRaw("SELECT sold FROM products WHERE id = ?", id).Scan(ctx, &sold); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "UPDATE products SET sold = ? WHERE id = ?", sold+int64(n), id) // want "(?i)lost update: products.sold"
	return err
}

package depot

import (
	"context"

	"github.com/uptrace/bun"
)

// The findings of this file have no fix: none is certain to keep what the code means.

func hookSetsAnotherColumn(ctx context.Context, db *bun.DB, id, n int64) error {
	var a Account
	if err := db.NewSelect().Model(&a).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	a.Balance -= n
	_, err := db.NewUpdate().Model(&a).WherePK().Exec(ctx) // want "(?i)lost update: Account.Balance; .*no edit .* the hook BeforeAppendModel of Account may change other columns"
	return err
}

func zeroIsLeftOut(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Stock -= n
	_, err := db.NewUpdate().Model(&p).OmitZero().WherePK().Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* shaped by OmitZero"
	return err
}

func zeroIsNull(ctx context.Context, db *bun.DB, id int64) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Views++
	_, err := db.NewUpdate().Model(&p).Column("views").WherePK().Exec(ctx) // want "(?i)lost update: Product.Views; .*no edit .* Views is NULL in the database where it is zero"
	return err
}

func setZeroIsNull(ctx context.Context, db *bun.DB, id int64) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().Model(&p).Set("views = ?", p.Views+1).WherePK().Exec(ctx) // want "(?i)lost update: Product.Views; .*no edit .* Views is NULL in the database where it is zero"
	return err
}

func slice(ctx context.Context, db *bun.DB) error {
	var ps []Product
	if err := db.NewSelect().Model(&ps).Scan(ctx); err != nil {
		return err
	}
	for i := range ps {
		ps[i].Stock *= 2
	}
	_, err := db.NewUpdate().Model(&ps).Column("stock").Bulk().Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* shaped by Bulk"
	return err
}

func partlyRead(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Column("id", "stock").Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Stock -= n
	_, err := db.NewUpdate().Model(&p).WherePK().Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* not read are written as well"
	return err
}

func freshTwin(ctx context.Context, db *bun.DB, id int64, n int) error {
	var old Product
	if err := db.NewSelect().Model(&old).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p := &Product{ID: old.ID}
	p.Stock = old.Stock - n
	_, err := db.NewUpdate().Model(p).WherePK().Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* not the one that was read"
	return err
}

func alternatives(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().Model(&p).Set("stock = ?", p.Stock-n).Where("id = ?", id).WhereOr("name = ?", p.Name).Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* shaped by WhereOr"
	return err
}

func queryInVariable(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Stock -= n
	q := db.NewUpdate().Model(&p).WherePK()
	if n > 1 {
		q = q.ExcludeColumn("name")
	}
	_, err := q.Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* put together elsewhere"
	return err
}

func changedOnSomePaths(ctx context.Context, db *bun.DB, id int64, n int, vip bool) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	if vip {
		p.Stock -= n
	}
	_, err := db.NewUpdate().Model(&p).WherePK().Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* p.Stock is changed on some paths only"
	return err
}

func commentInStatement(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Stock -= n
	_, err := db.NewUpdate().Model(&p). // want "(?i)lost update: Product.Stock; .*no edit .* a comment stands in the statement"
						Column("stock").WherePK().Exec(ctx)
	return err
}

func jsonColumn(ctx context.Context, db *bun.DB, id int64, n int) error {
	var w Purse
	if err := db.NewSelect().Model(&w).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	w.Points -= n
	w.Limits.Daily = n
	_, err := db.NewUpdate().Model(&w).WherePK().Exec(ctx) // want "(?i)lost update: Purse.Points; .*no edit .* w.Limits.Daily is not a column by itself" "(?i)lost update: Purse.Limits; .*no edit"
	return err
}

func conditionOnComputedValue(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Stock -= n
	_, err := db.NewUpdate().Model(&p).Column("stock").WherePK().Where("sold < ?", p.Stock).Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* tells the column's value"
	return err
}

func secondTable(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().Model(&p).Table("carts").Set("stock = ?", p.Stock-n).WherePK().Exec(ctx) // want "(?i)lost update: Product.Stock; .*no edit .* several tables"
	return err
}

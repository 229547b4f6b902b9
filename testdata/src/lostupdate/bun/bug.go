package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"
)

func selectModelThenUpdateByKey(ctx context.Context, db *bun.DB, id int64, qty int) error {
	p := new(Product)
	if err := db.NewSelect().Model(p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.InStock -= qty
	_, err := db.NewUpdate().Model(p).WherePK().Exec(ctx) // want "lost update: Product.InStock "
	return err
}

func updateOneColumn(ctx context.Context, db bun.IDB, id int64) error {
	var p Product
	if err := db.NewSelect().Model(&p).Column("id", "views").Where("id = ?", id).Limit(1).Scan(ctx); err != nil {
		return err
	}
	p.Views++
	_, err := db.NewUpdate().Model(&p).Column("views").WherePK().Exec(ctx) // want "lost update: Product.Views "
	return err
}

func setFragmentWithComputedValue(ctx context.Context, db *bun.DB, id int64, qty int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().
		Model((*Product)(nil)).
		Set("in_stock = ?", p.InStock-qty).
		Where("id = ?", id).
		Exec(ctx) // want "lost update: Product.InStock "
	return err
}

func scanScalar(ctx context.Context, db *bun.DB, id int64, qty int) error {
	var stock int
	if err := db.NewSelect().Table("products").Column("in_stock").Where("id = ?", id).Scan(ctx, &stock); err != nil {
		return err
	}
	_, err := db.NewUpdate().Table("products").Set("in_stock = ?", stock-qty).Where("id = ?", id).Exec(ctx) // want "lost update: products.in_stock "
	return err
}

func inRunInTx(ctx context.Context, db *bun.DB, id int64, qty int) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		p := Product{}
		if err := tx.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		if p.InStock < qty {
			return errNotEnough
		}
		p.InStock = p.InStock - qty
		_, err := tx.NewUpdate().Model(&p).WherePK().OmitZero().Exec(ctx) // want "lost update: Product.InStock "
		return err
	})
}

func appendToArrayColumn(ctx context.Context, db *bun.DB, id int64, tag string) error {
	p := &Product{ID: id}
	if err := db.NewSelect().Model(p).WherePK().Scan(ctx); err != nil {
		return err
	}
	p.Tags = append(p.Tags, tag)
	_, err := db.NewUpdate().Model(p).Column("tags").WherePK().Exec(ctx) // want "lost update: Product.Tags "
	return err
}

func everyElement(ctx context.Context, db *bun.DB) error {
	var ps []*Product
	if err := db.NewSelect().Model(&ps).Where("in_stock > 0").Scan(ctx); err != nil {
		return err
	}
	for _, p := range ps {
		p.InStock--
		if _, err := db.NewUpdate().Model(p).Column("in_stock").WherePK().Exec(ctx); err != nil { // want "lost update: Product.InStock "
			return err
		}
	}
	return nil
}

func bulkUpdate(ctx context.Context, db *bun.DB) error {
	var ps []Product
	if err := db.NewSelect().Model(&ps).Scan(ctx); err != nil {
		return err
	}
	for i := range ps {
		ps[i].Views *= 2
	}
	_, err := db.NewUpdate().Model(&ps).Column("views").Bulk().Exec(ctx) // want "lost update: Product.Views "
	return err
}

func rawText(ctx context.Context, db *bun.DB, id int64) error {
	var views int64
	if err := db.NewRaw("SELECT views FROM products WHERE id = ?", id).Scan(ctx, &views); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "UPDATE products SET views = ? WHERE id = ?", views+1, id) // want "lost update: products.views "
	return err
}

func lockInOtherTransaction(ctx context.Context, db *bun.DB, id int64, qty int) error {
	var p Product
	err := db.RunInTx(ctx, &sql.TxOptions{}, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&p).Where("id = ?", id).For("UPDATE").Scan(ctx)
	})
	if err != nil {
		return err
	}
	p.InStock -= qty
	_, err = db.NewUpdate().Model(&p).WherePK().Exec(ctx) // want "lost update: Product.InStock "
	return err
}

// Payment is what somebody owes.
type Payment struct {
	ID     int64 `bun:",pk,autoincrement"`
	Hash   string
	State  string
	Amount int64
}

// Entry is a line in the books.
type Entry struct {
	ID        int64 `bun:",pk,autoincrement"`
	PaymentID int64
	Amount    int64
}

func bookOnceFoundOpen(ctx context.Context, db *bun.DB, hash string, paid int64) error {
	var p Payment
	if err := db.NewSelect().Model(&p).Where("hash = ? AND state <> ?", hash, "settled").Limit(1).Scan(ctx); err != nil {
		return nil
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	p.State = "settled"
	p.Amount = paid
	if _, err = tx.NewUpdate().Model(&p).WherePK().Exec(ctx); err != nil { // want "lost update: Payment.State is what the row is found by"
		return errors.Join(err, tx.Rollback())
	}
	entry := Entry{PaymentID: p.ID, Amount: paid}
	if _, err = tx.NewInsert().Model(&entry).Exec(ctx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

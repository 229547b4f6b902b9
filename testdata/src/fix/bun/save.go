package depot

import (
	"context"

	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
)

func subtractThenSave(ctx context.Context, db *bun.DB, id int64, n int) error {
	p := new(Product)
	if err := db.NewSelect().Model(p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Stock -= n
	_, err := db.NewUpdate().Model(p).WherePK().Exec(ctx) // want "(?i)lost update: Product.Stock"
	return err
}

func subtractIfEnough(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	if p.Stock < n {
		return errSoldOut
	}
	p.Stock -= n
	_, err := db.NewUpdate().Model(&p).Column("stock").WherePK().Exec(ctx) // want "(?i)lost update: Product.Stock"
	return err
}

func severalColumns(ctx context.Context, db bun.IDB, id int64, n int) error {
	p := &Product{ID: id}
	if err := db.NewSelect().Model(p).WherePK().Scan(ctx); err != nil {
		return err
	}
	p.Stock -= n
	p.Sold += int64(n)
	p.Status = "sold"
	if _, err := db.NewUpdate().Model(p).WherePK().Exec(ctx); err != nil { // want "(?i)lost update: Product.Stock" "(?i)lost update: Product.Sold"
		return err
	}
	return nil
}

func namedColumns(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Limit(1).Scan(ctx); err != nil {
		return err
	}
	if p.Stock-n < 0 {
		return errSoldOut
	}
	p.Stock = p.Stock - n
	p.Status = "sold"
	_, err := db.NewUpdate(). // want "(?i)lost update: Product.Stock"
					Model(&p).
					Column("stock", "status").
					WherePK().
					Exec(ctx)
	if err != nil {
		return err
	}
	return nil
}

func wordOfSQL(ctx context.Context, db *bun.DB, id int64, n int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	if p.Limit < n {
		return errSoldOut
	}
	p.Limit -= n
	_, err := db.NewUpdate().Model(&p).WherePK().Exec(ctx) // want "(?i)lost update: Product.Limit"
	if err != nil {
		return err
	}
	return nil
}

func inTransaction(ctx context.Context, db *bun.DB, id int64, n int) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		var p Product
		if err := tx.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		if p.Stock < n {
			return errSoldOut
		}
		p.Stock -= n
		if _, err := tx.NewUpdate().Model(&p).WherePK().Exec(ctx); err != nil { // want "(?i)lost update: Product.Stock"
			return err
		}
		return nil
	})
}

func embeddedColumn(ctx context.Context, db *bun.DB, id int64, n int) (*Wallet, error) {
	w := new(Wallet)
	if err := db.NewSelect().Model(w).Where("id = ?", id).Scan(ctx); err != nil {
		return nil, err
	}
	w.Quota -= n
	w.Frozen++
	if _, err := db.NewUpdate().Model(w).WherePK().Exec(ctx); err != nil { // want "(?i)lost update: Wallet.Quota" "(?i)lost update: Wallet.Frozen"
		return nil, err
	}
	return w, nil
}

func decimals(ctx context.Context, db *bun.DB, id int64, amount decimal.Decimal) error {
	var w Wallet
	if err := db.NewSelect().Model(&w).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	if w.Balance.LessThan(amount) {
		return errSoldOut
	}
	w.Balance = w.Balance.Sub(amount)
	_, err := db.NewUpdate().Model(&w).Column("balance").WherePK().Exec(ctx) // want "(?i)lost update: Wallet.Balance"
	return err
}

func toggle(ctx context.Context, db *bun.DB, id int64) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Active = !p.Active
	_, err := db.NewUpdate().Model(&p).Column("active").Where("id = ?", p.ID).Exec(ctx) // want "(?i)lost update: Product.Active"
	return err
}

func eachCart(ctx context.Context, db *bun.DB, user int64) error {
	var carts []*Cart
	if err := db.NewSelect().Model(&carts).Where("user_id = ?", user).Scan(ctx); err != nil {
		return err
	}
	for _, c := range carts {
		c.Quantity--
		if _, err := db.NewUpdate().Model(c).Column("quantity").WherePK().Exec(ctx); err != nil { // want "(?i)lost update: Cart.Quantity"
			return err
		}
	}
	return nil
}

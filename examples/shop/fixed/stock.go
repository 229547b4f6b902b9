package fixed

import (
	"context"

	"gorm.io/gorm"
)

// Product is a row of products.
type Product struct {
	ID      int64 `gorm:"primaryKey"`
	Name    string
	Price   int64 // cents
	InStock int64
}

// reserve takes products from the stock, and returns the price of one.
func (s *Shop) reserve(ctx context.Context, product, quantity int64) (price int64, err error) {
	var p Product
	if err := s.db.WithContext(ctx).First(&p, product).Error; err != nil {
		return 0, err
	}
	res := s.db.WithContext(ctx).Model(&p).Where("in_stock >= ?", quantity).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", quantity))
	if res.Error != nil {
		return 0, res.Error
	}
	if res.RowsAffected == 0 {
		return 0, ErrSoldOut
	}
	return p.Price, nil
}

// restock puts back what a purchase that failed had reserved.
func (s *Shop) restock(ctx context.Context, product, quantity int64) error {
	p := Product{ID: product}
	return s.db.WithContext(ctx).Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock + ?", quantity)).Error
}

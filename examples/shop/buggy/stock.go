package buggy

import "context"

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
	if p.InStock < quantity {
		return 0, ErrSoldOut
	}
	p.InStock -= quantity
	if err := s.db.WithContext(ctx).Save(&p).Error; err != nil {
		return 0, err
	}
	return p.Price, nil
}

// restock puts back what a purchase that failed had reserved.
func (s *Shop) restock(ctx context.Context, product, quantity int64) error {
	var p Product
	if err := s.db.WithContext(ctx).First(&p, product).Error; err != nil {
		return err
	}
	p.InStock += quantity
	return s.db.WithContext(ctx).Save(&p).Error
}

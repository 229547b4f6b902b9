// Package buggy is a shop as it is often written: what is in the database is read, computed with in Go, and written back.
// Two purchases at a time lose one of their updates. Its repaired twin is package fixed.
package buggy

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/rmwlint/rmwlint/examples/gormsqlite"
	"github.com/rmwlint/rmwlint/examples/shop/web"
)

// Why a purchase is refused.
var (
	ErrSoldOut = fmt.Errorf("%w: sold out", web.ErrRefused)
	ErrFunds   = fmt.Errorf("%w: not enough money", web.ErrRefused)
)

// Shop sells products. The stock and the customers' points are kept with GORM, money with database/sql.
type Shop struct {
	db  *gorm.DB
	sql *sql.DB
}

// New makes a shop on a database with the tables of the example's schema.
func New(db *sql.DB) (*Shop, error) {
	g, err := gorm.Open(gormsqlite.On(db), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return nil, fmt.Errorf("opening the shop: %w", err)
	}
	return &Shop{db: g, sql: db}, nil
}

// Buy takes products from the stock and their price from the user's wallet, a point for each unit.
func (s *Shop) Buy(ctx context.Context, user, product, quantity int64) error {
	price, err := s.reserve(ctx, product, quantity)
	if err != nil {
		return err
	}
	if err := s.debit(ctx, user, price*quantity); err != nil {
		return errors.Join(err, s.restock(ctx, product, quantity))
	}
	if err := s.addRevenue(ctx, product, price*quantity); err != nil {
		return err
	}
	return s.addPoints(ctx, user, quantity)
}

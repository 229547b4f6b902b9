// Package fixed is package buggy, repaired: the database computes, so that purchases at the same time add up.
package fixed

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/rmwlint/rmwlint/examples/gormsqlite"
	"github.com/rmwlint/rmwlint/examples/shop/web"
	"github.com/rmwlint/rmwlint/orm"
)

// Why a purchase is refused.
var (
	ErrSoldOut = fmt.Errorf("%w: sold out", web.ErrRefused)
	ErrFunds   = fmt.Errorf("%w: not enough money", web.ErrRefused)
)

// Shop sells products. The stock is kept with GORM, money with database/sql, the customers' points with both GORM and orm.
type Shop struct {
	db  *gorm.DB
	sql *sql.DB
	orm *orm.DB
}

// New makes a shop on a database with the tables of the example's schema.
func New(db *sql.DB) (*Shop, error) {
	g, err := gorm.Open(gormsqlite.On(db), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return nil, fmt.Errorf("opening the shop: %w", err)
	}
	return &Shop{db: g, sql: db, orm: orm.New(db)}, nil
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

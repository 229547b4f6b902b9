// Package model has the rows of the layered shop.
package model

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"
)

// ErrNotEnough says that a balance is too low.
var ErrNotEnough = errors.New("not enough")

// Base is what all rows have.
type Base struct {
	ID        uint64 `gorm:"primaryKey"`
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Wallet is a user's money.
type Wallet struct {
	Base
	UserID  uint64
	Balance decimal.Decimal
	Points  int64
	Version int
}

// Withdraw takes an amount out of the wallet.
func (w *Wallet) Withdraw(amount decimal.Decimal) error {
	if w.Balance.LessThan(amount) {
		return ErrNotEnough
	}
	w.Balance = w.Balance.Sub(amount)
	return nil
}

// WithPoints is the wallet with some points more.
func (w Wallet) WithPoints(n int64) Wallet {
	w.Points += n
	return w
}

// User is a customer.
type User struct {
	gorm.Model
	Name     string
	GiftLeft int
	Wallet   *Wallet
}

// Product is an article.
type Product struct {
	Base
	Name   string
	Stock  int
	Sold   int64
	Status int8
}

// Coupon is a discount that can be used a few times.
type Coupon struct {
	Base
	Code string
	Used int
	Max  int
}

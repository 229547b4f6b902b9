// Package shop is a shop on GORM: bug.go loses updates, clean.go does not.
package shop

import (
	"database/sql"
	"errors"
	"time"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"
	"gorm.io/plugin/optimisticlock"
)

var errNotEnough = errors.New("not enough")

type Product struct {
	gorm.Model
	Name     string `gorm:"size:120;not null"`
	InStock  int
	Sold     int64
	Reserved *int
	Limit    sql.NullInt64 `gorm:"column:purchase_limit"`
	Tags     []string      `gorm:"serializer:json"`
	Price    decimal.Decimal
	Active   bool
	Status   string
	Position int
}

type Wallet struct {
	ID        uint `gorm:"primaryKey"`
	UserID    uint `gorm:"uniqueIndex"`
	Points    int
	Balance   decimal.Decimal `gorm:"type:numeric(20,2)"`
	Wei       string
	Version   int
	UpdatedAt time.Time
}

// Withdraw takes points out of the wallet.
func (w *Wallet) Withdraw(n int) error {
	if w.Points < n {
		return errNotEnough
	}
	w.Points -= n
	return nil
}

type User struct {
	gorm.Model
	Email     string
	Money     string // encrypted
	Settings  string // JSON
	GiftLeft  int
	ExpiresAt time.Time
	Wallet    Wallet
	Orders    []*Order
}

type Order struct {
	ID       uint
	UserID   uint
	Status   string
	Quantity int
	Total    decimal.Decimal
	PaidAt   *time.Time
}

type Inventory struct {
	ID       uint
	UserID   uint
	Name     string
	Quantity int
}

// TableName is not the plural of the type.
func (Inventory) TableName() string { return "user_inventory" }

type Counter struct {
	Day  string `gorm:"primaryKey"`
	Hits int
}

type Budget struct {
	ID      uint
	Left    int
	Version optimisticlock.Version
}

type LedgerEntry struct {
	ID       uint
	WalletID uint
	Delta    int
	After    int
	Note     string
}

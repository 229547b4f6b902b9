// Package shop is a shop on GORM whose lost updates are repaired: *.go.golden holds the repaired files.
package shop

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"
)

var (
	errSoldOut   = errors.New("sold out")
	errNotEnough = errors.New("not enough")
)

type Product struct {
	ID        uint `gorm:"primaryKey"`
	Name      string
	Stock     int
	Sold      int64
	Limit     int
	Weight    float64
	Price     decimal.Decimal `gorm:"type:numeric(20,2);column:unit_price"`
	Active    bool
	Status    string
	UpdatedAt time.Time
}

// Label changes nothing.
func (p *Product) Label() string { return p.Name }

type User struct {
	gorm.Model
	Email  string
	Points int
	Wallet Wallet
	Carts  []Cart
}

type Wallet struct {
	ID      uint `gorm:"primaryKey"`
	UserID  uint
	Balance decimal.Decimal `gorm:"type:numeric(20,2)"`
	Points  int
	Frozen  int
	Quota   uint32
	Version int
}

type Cart struct {
	ID       uint `gorm:"primaryKey"`
	UserID   uint
	Quantity int
}

// Invoice has a hook that changes another column.
type Invoice struct {
	ID    uint `gorm:"primaryKey"`
	Total int
	Tax   int
}

// BeforeSave keeps the tax in step.
func (i *Invoice) BeforeSave(*gorm.DB) error {
	i.Tax = i.Total / 5
	return nil
}

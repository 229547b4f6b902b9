// Package shop is a shop on the first GORM: bug.go loses updates, clean.go does not.
package shop

import (
	"errors"
	"time"

	"github.com/jinzhu/gorm"
)

var errNotEnough = errors.New("not enough")

type Product struct {
	gorm.Model
	Name    string
	Stock   int `gorm:"column:stock_left"`
	Views   int64
	Price   float64
	Version int
}

type Wallet struct {
	ID        int64 `gorm:"primary_key"`
	UserID    int64
	Balance   float64
	Frozen    float64
	UpdatedAt time.Time
}

type User struct {
	ID     int64
	Wallet Wallet
	Score  *int
}

// Package shop is a shop on GORM: bug.go writes row by row, clean.go does not, or has to.
package shop

import (
	"errors"

	"gorm.io/gorm"
)

var errNotEnough = errors.New("not enough")

type Product struct {
	ID      uint `gorm:"primaryKey"`
	Name    string
	InStock int
	Price   int
	Active  bool
	Rank    int
}

type Order struct {
	gorm.Model
	Number string
	Lines  []OrderLine
}

type OrderLine struct {
	ID        uint
	OrderID   uint
	ProductID uint
	Quantity  int
}

type Ticket struct {
	ID      uint
	EventID uint
	Code    string
}

type Session struct {
	ID     string `gorm:"primaryKey"`
	UserID uint
}

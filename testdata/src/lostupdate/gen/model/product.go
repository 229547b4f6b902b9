// Package model has the rows of a shop.
package model

import "time"

// Product is what a shop sells.
type Product struct {
	ID        int64
	Name      string
	Stock     int32
	Price     float64
	State     string
	Featured  bool
	SoldAt    *time.Time
	CreatedAt time.Time
}

// Sale is a product that was sold.
type Sale struct {
	ID        int64
	ProductID int64
	Qty       int32
	CreatedAt time.Time
}

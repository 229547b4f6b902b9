// Package model has rows whose tags speak of indexes, and knows no library.
package model

// Product has one.
type Product struct {
	ID   uint
	Code string `gorm:"uniqueIndex"`
}

// Wish has none.
type Wish struct {
	ID      uint
	UserID  uint `gorm:"not null"`
	Product uint
}

// Package gorm saves rows under keys of its own with GORM.
package gorm

import (
	"time"

	"gorm.io/gorm"
)

// Product is numbered by the database.
type Product struct {
	ID        int64
	Name      string
	Price     int64
	InStock   int
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Document keeps its time of creation.
type Document struct {
	ID        int64 `gorm:"primaryKey"`
	Title     string
	Body      string
	CreatedAt time.Time `gorm:"<-:create"`
	UpdatedAt time.Time
}

// Setting has a natural key.
type Setting struct {
	Name        string `gorm:"primaryKey"`
	Value       string
	Description string
}

// Cursor has a natural key and one column more.
type Cursor struct {
	URL string `gorm:"primaryKey"`
	Pos int64
}

// Session has a key that is made up.
type Session struct {
	ID     string
	UserID int64
	Agent  string
}

// Store is the shop's database.
type Store struct{ db *gorm.DB }

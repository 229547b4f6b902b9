// Package web saves what requests bring along.
package web

import (
	"time"

	"gorm.io/gorm"
)

// Product is numbered by the database; a request may say its ID.
type Product struct {
	ID        int64  `json:"id" form:"id"`
	Name      string `json:"name" form:"name"`
	Price     int64  `json:"price" form:"price"`
	CreatedAt time.Time
}

// Note keeps its ID to itself.
type Note struct {
	ID   int64  `json:"-" form:"-"`
	Text string `json:"text"`
}

// API serves products.
type API struct {
	db   *gorm.DB
	repo Repository
}

// Repository keeps products.
type Repository interface {
	Put(p *Product) error
}

type repository struct{ db *gorm.DB }

func (r *repository) Put(p *Product) error { return r.db.Save(p).Error }

// Package pg is a part of a program that spells its types through aliases.
package pg

import (
	"context"

	"gorm.io/gorm"

	"fixtures/lostupdate/aliases/domain"
)

type Customer = domain.Customer

type Repo struct{ db *gorm.DB }

// FindById spells the row through an alias.
func (r *Repo) FindById(ctx context.Context, id int64) (*Customer, error) {
	var c Customer
	err := r.db.WithContext(ctx).First(&c, id).Error
	return &c, err
}

func (r *Repo) SetBalance(ctx context.Context, id int64, v float64) error {
	return r.db.WithContext(ctx).Model(&Customer{}).Where("id = ?", id).Update("balance", v).Error
}

type Plain struct{ db *gorm.DB }

func (r *Plain) PlainFind(ctx context.Context, id int64) (*domain.Customer, error) {
	var c domain.Customer
	err := r.db.WithContext(ctx).First(&c, id).Error
	return &c, err
}

func (r *Plain) PlainSet(ctx context.Context, id int64, v float64) error {
	return r.db.WithContext(ctx).Model(&domain.Customer{}).Where("id = ?", id).Update("balance", v).Error
}

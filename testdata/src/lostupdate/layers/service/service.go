// Package service is the layered shop's logic: bug.go loses updates, clean.go does not.
package service

import (
	"gorm.io/gorm"

	"fixtures/lostupdate/layers/generic"
	"fixtures/lostupdate/layers/model"
	"fixtures/lostupdate/layers/repo"
)

// Shop has the repositories.
type Shop struct {
	db       *gorm.DB
	wallets  repo.WalletRepository
	users    *repo.UserDao
	products *productRepo
	coupons  generic.Store[model.Coupon]
}

// productRepo gets its methods from the generic one.
type productRepo struct {
	*generic.Repository[model.Product]
}

// New wires the shop.
func New(db *gorm.DB) *Shop {
	return &Shop{
		db:       db,
		wallets:  repo.NewWalletRepository(db),
		users:    &repo.UserDao{DB: db},
		products: &productRepo{&generic.Repository[model.Product]{DB: db}},
		coupons:  &generic.Repository[model.Coupon]{DB: db},
	}
}

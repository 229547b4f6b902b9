// Package repo stores the rows of the layered shop with GORM.
package repo

import (
	"context"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"fixtures/lostupdate/layers/model"
)

// WalletRepository stores wallets.
type WalletRepository interface {
	GetByUserID(ctx context.Context, userID uint64) (*model.Wallet, error)
	GetByUserIDForUpdate(ctx context.Context, userID uint64) (*model.Wallet, error)
	Get(ctx context.Context, id uint64) (model.Wallet, error)
	Update(ctx context.Context, w *model.Wallet) error
	UpdateColumns(ctx context.Context, id uint64, columns map[string]any) error
	UpdateBalance(ctx context.Context, id uint64, delta decimal.Decimal) error
	SetPoints(ctx context.Context, id uint64, points int64) error
	UpdateIfVersion(ctx context.Context, w *model.Wallet, version int) (bool, error)
	InTx(ctx context.Context, fn func(tx WalletRepository) error) error
}

type walletRepo struct{ db *gorm.DB }

// NewWalletRepository is the repository on a database.
func NewWalletRepository(db *gorm.DB) WalletRepository { return &walletRepo{db: db} }

func (r *walletRepo) GetByUserID(ctx context.Context, userID uint64) (*model.Wallet, error) {
	var w model.Wallet
	if err := r.db.WithContext(ctx).Where("user_id = ?", userID).First(&w).Error; err != nil {
		return nil, err
	}
	return &w, nil
}

func (r *walletRepo) GetByUserIDForUpdate(ctx context.Context, userID uint64) (*model.Wallet, error) {
	var w model.Wallet
	err := r.db.WithContext(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("user_id = ?", userID).First(&w).Error
	if err != nil {
		return nil, err
	}
	return &w, nil
}

func (r *walletRepo) Get(ctx context.Context, id uint64) (w model.Wallet, err error) {
	err = r.db.WithContext(ctx).First(&w, id).Error
	return w, err
}

func (r *walletRepo) Update(ctx context.Context, w *model.Wallet) error {
	return r.db.WithContext(ctx).Save(w).Error
}

func (r *walletRepo) UpdateColumns(ctx context.Context, id uint64, columns map[string]any) error {
	return r.db.WithContext(ctx).Model(&model.Wallet{}).Where("id = ?", id).Updates(columns).Error
}

// UpdateBalance adds delta in the database.
func (r *walletRepo) UpdateBalance(ctx context.Context, id uint64, delta decimal.Decimal) error {
	return r.db.WithContext(ctx).Model(&model.Wallet{}).Where("id = ?", id).
		Update("balance", gorm.Expr("balance + ?", delta)).Error
}

func (r *walletRepo) SetPoints(ctx context.Context, id uint64, points int64) error {
	return r.db.WithContext(ctx).Model(&model.Wallet{}).Where("id = ?", id).Update("points", points).Error
}

func (r *walletRepo) UpdateIfVersion(ctx context.Context, w *model.Wallet, version int) (bool, error) {
	res := r.db.WithContext(ctx).Model(&model.Wallet{}).
		Where("id = ? AND version = ?", w.ID, version).
		Updates(map[string]any{"balance": w.Balance, "points": w.Points, "version": version + 1})
	return res.RowsAffected == 1, res.Error
}

func (r *walletRepo) InTx(ctx context.Context, fn func(tx WalletRepository) error) error {
	return r.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(&walletRepo{db: tx})
	})
}

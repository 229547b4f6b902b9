// Package iface knows its storage by an interface only: no implementation is in sight.
package iface

import (
	"context"

	"fixtures/lostupdate/layers/model"
)

// WalletStore is implemented by the program that links this package.
type WalletStore interface {
	FindByUserID(ctx context.Context, userID uint64) (*model.Wallet, error)
	FindByUserIDForUpdate(ctx context.Context, userID uint64) (*model.Wallet, error)
	Save(ctx context.Context, w *model.Wallet) error
	AddPoints(ctx context.Context, id uint64, n int64) error
	Create(ctx context.Context, w *model.Wallet) error
	WithTx(ctx context.Context, fn func(tx WalletStore) error) error
}

// Notifier tells somebody of a wallet: it stores nothing.
type Notifier interface {
	Send(ctx context.Context, w *model.Wallet) error
}

// Wallets works on wallets.
type Wallets struct {
	store  WalletStore
	notify Notifier
}

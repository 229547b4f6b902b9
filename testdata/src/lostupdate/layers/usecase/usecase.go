// Package usecase moves values between layers in structs of its own.
package usecase

import (
	"context"

	"github.com/shopspring/decimal"

	"fixtures/lostupdate/layers/repo"
)

// PayInput is what a controller hands to Pay.
type PayInput struct {
	WalletID       uint64
	CurrentBalance decimal.Decimal
	Price          decimal.Decimal
}

// Payments pays.
type Payments struct{ Wallets repo.WalletRepository }

// Pay writes the balance that is left.
func (p *Payments) Pay(ctx context.Context, in PayInput) error {
	left := in.CurrentBalance.Sub(in.Price)
	return p.Wallets.UpdateColumns(ctx, in.WalletID, map[string]any{"balance": left}) // want "lost update: Wallet.Balance "
}

// PayDelta lets the database subtract.
func (p *Payments) PayDelta(ctx context.Context, in PayInput) error {
	return p.Wallets.UpdateBalance(ctx, in.WalletID, in.Price.Neg())
}

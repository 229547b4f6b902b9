package usecase

import (
	"context"

	"github.com/shopspring/decimal"
)

func (p *Payments) copyLoadedBalanceIntoInput(ctx context.Context, userID uint64, price decimal.Decimal) error {
	w, err := p.Wallets.GetByUserID(ctx, userID)
	if err != nil {
		return err
	}
	in := PayInput{WalletID: w.ID, CurrentBalance: w.Balance, Price: price}
	return p.Pay(ctx, in)
}

// balance is the DTO of a wallet.
type balance struct {
	id     uint64
	amount decimal.Decimal
}

func (p *Payments) balanceOf(ctx context.Context, userID uint64) (balance, error) {
	w, err := p.Wallets.GetByUserID(ctx, userID)
	if err != nil {
		return balance{}, err
	}
	return balance{id: w.ID, amount: w.Balance}, nil
}

func (p *Payments) refundFromDTO(ctx context.Context, userID uint64, amount decimal.Decimal) error {
	b, err := p.balanceOf(ctx, userID)
	if err != nil {
		return err
	}
	return p.Wallets.UpdateColumns(ctx, b.id, map[string]any{"balance": b.amount.Add(amount)}) // want "lost update: Wallet.Balance "
}

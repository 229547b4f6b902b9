package usecase

import (
	"context"

	"github.com/shopspring/decimal"
)

func (p *Payments) deltaInInput(ctx context.Context, userID uint64, price decimal.Decimal) error {
	w, err := p.Wallets.GetByUserID(ctx, userID)
	if err != nil {
		return err
	}
	return p.PayDelta(ctx, PayInput{WalletID: w.ID, CurrentBalance: w.Balance, Price: price})
}

func (p *Payments) balanceOfRequest(ctx context.Context, in PayInput) error {
	return p.Pay(ctx, in) // the caller's numbers: nothing was read
}

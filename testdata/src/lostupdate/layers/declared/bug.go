package declared

import (
	"context"

	"github.com/shopspring/decimal"
)

func (s *Shop) setterOfOneColumn(ctx context.Context, ownerID, price int64) error {
	w, err := s.wallets.ByOwner(ctx, ownerID)
	if err != nil {
		return err
	}
	if w.Coins < price {
		return errTooLittle
	}
	return s.wallets.SetCoins(ctx, w.ID, w.Coins-price) // want "lost update: Wallet.Coins .*assumed: no implementation of"
}

func (s *Shop) parametersAreTheColumns(ctx context.Context, ownerID, n int64) error {
	w, err := s.wallets.ByOwner(ctx, ownerID)
	if err != nil {
		return err
	}
	return s.tx.Do(ctx, func(ctx context.Context) error {
		coins := w.Coins - n
		return s.wallets.UpdateByID(ctx, w.ID, coins, w.Reserved) // want "lost update: Wallet.Coins "
	})
}

func (s *Shop) columnByItself(ctx context.Context, ownerID int64, price decimal.Decimal) error {
	balance, err := s.wallets.GetBalance(ctx, ownerID)
	if err != nil {
		return err
	}
	return s.wallets.UpdateBalance(ctx, ownerID, balance.Sub(price)) // want "lost update: wallets.Balance "
}

func (s *Shop) numberByItself(ctx context.Context, ownerID int64) error {
	points, err := s.wallets.GetPoints(ctx, ownerID)
	if err != nil {
		return err
	}
	return s.wallets.SavePoints(ctx, ownerID, points+1) // want "lost update: wallets.Points "
}

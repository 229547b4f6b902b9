package declared

import (
	"context"

	"github.com/shopspring/decimal"
)

func (s *Shop) locked(ctx context.Context, ownerID, price int64) error {
	return s.tx.Do(ctx, func(ctx context.Context) error {
		w, err := s.wallets.GetByOwnerForUpdate(ctx, ownerID)
		if err != nil {
			return err
		}
		return s.wallets.SetCoins(ctx, w.ID, w.Coins-price)
	})
}

func (s *Shop) deltaToWhatIsWanted(ctx context.Context, ownerID, wanted int64) error {
	w, err := s.wallets.ByOwner(ctx, ownerID)
	if err != nil {
		return err
	}
	return s.wallets.SetCoins(ctx, w.ID, wanted-w.Coins) // what is missing: the setter adds it
}

func (s *Shop) delta(ctx context.Context, ownerID int64, price decimal.Decimal) error {
	return s.wallets.UpdateBalance(ctx, ownerID, price.Neg())
}

func (s *Shop) anotherOwner(ctx context.Context, from, to int64, price decimal.Decimal) error {
	balance, err := s.wallets.GetBalance(ctx, from)
	if err != nil {
		return err
	}
	return s.wallets.UpdateBalance(ctx, to, balance.Add(price)) // from's balance, written to another row
}

func (s *Shop) anotherColumn(ctx context.Context, ownerID int64) error {
	w, err := s.wallets.ByOwner(ctx, ownerID)
	if err != nil {
		return err
	}
	return s.wallets.UpdateCount(ctx, w.ID, w.Coins/10)
}

func (s *Shop) absolute(ctx context.Context, ownerID, coins int64) error {
	w, err := s.wallets.ByOwner(ctx, ownerID)
	if err != nil {
		return err
	}
	return s.wallets.SetCoins(ctx, w.ID, coins)
}

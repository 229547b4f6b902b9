package service

import (
	"context"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"fixtures/lostupdate/layers/generic"
	"fixtures/lostupdate/layers/model"
	"fixtures/lostupdate/layers/repo"
	"fixtures/lostupdate/layers/txn"
)

func (s *Shop) methodThatSoundsLikeASetterIsAtomic(ctx context.Context, userID uint64, amount decimal.Decimal) error {
	w, err := s.wallets.GetByUserID(ctx, userID)
	if err != nil {
		return err
	}
	if amount.IsNegative() {
		return model.ErrNotEnough
	}
	return s.wallets.UpdateBalance(ctx, w.ID, amount.Neg())
}

func (s *Shop) lockedReadInRepositoryTransaction(ctx context.Context, userID uint64, amount decimal.Decimal) error {
	return s.wallets.InTx(ctx, func(tx repo.WalletRepository) error {
		w, err := tx.GetByUserIDForUpdate(ctx, userID)
		if err != nil {
			return err
		}
		if err := w.Withdraw(amount); err != nil {
			return err
		}
		return tx.Update(ctx, w)
	})
}

func (s *Shop) compareVersionInRepository(ctx context.Context, userID uint64, n int64) error {
	for range 3 {
		w, err := s.wallets.GetByUserID(ctx, userID)
		if err != nil {
			return err
		}
		version := w.Version
		w.Points += n
		if ok, err := s.wallets.UpdateIfVersion(ctx, w, version); ok || err != nil {
			return err
		}
	}
	return model.ErrNotEnough
}

func (s *Shop) lockStrengthAsArgument(id uint64, qty int) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		p, err := repo.GetProduct(tx, id, repo.ForUpdate)
		if err != nil {
			return err
		}
		p.Stock -= qty
		return repo.SaveProduct(tx, p)
	})
}

func (s *Shop) callbackUnderLockOfRepository(id uint64, qty int) error {
	return repo.ChangeLockedProduct(s.db, id, func(p *model.Product) error {
		p.Stock -= qty
		return nil
	})
}

func (s *Shop) genericRepositoryWithLockingShape(ctx context.Context, id uint64) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		coupons := &generic.Repository[model.Coupon]{DB: tx}
		c, err := coupons.FindByID(ctx, id, generic.ForUpdate)
		if err != nil {
			return err
		}
		c.Used++
		return coupons.Update(ctx, c)
	})
}

func (s *Shop) genericColumnsInTheDatabase(ctx context.Context, id uint64) error {
	c, err := s.coupons.FindByID(ctx, id)
	if err != nil {
		return err
	}
	return generic.UpdateAny(s.db, c, map[string]any{"used": gorm.Expr("used + ?", 1)})
}

func (s *Shop) genericColumnsOfAnotherModel(ctx context.Context, id uint64) error {
	c, err := s.coupons.FindByID(ctx, id)
	if err != nil {
		return err
	}
	return generic.UpdateAny(s.db, &model.Product{Base: model.Base{ID: c.ID}}, map[string]any{"stock": c.Used + 1})
}

func (s *Shop) genericColumnsOfAnotherRow(ctx context.Context, id, other uint64) error {
	c, err := s.coupons.FindByID(ctx, id)
	if err != nil {
		return err
	}
	return generic.UpdateAny(s.db, &model.Coupon{Base: model.Base{ID: other}}, map[string]any{"used": c.Used + 1})
}

func (s *Shop) genericCreateOfDerivedRow(ctx context.Context, id uint64) error {
	c, err := s.coupons.FindByID(ctx, id)
	if err != nil {
		return err
	}
	return s.coupons.Create(ctx, &model.Coupon{Code: c.Code + "-2", Max: c.Max + 1})
}

func (s *Shop) serializableHelper(id uint64, qty int) error {
	return txn.Serializable(s.db, func(tx *gorm.DB) error {
		p, err := repo.GetProduct(tx, id, repo.NoLock)
		if err != nil {
			return err
		}
		p.Stock -= qty
		return repo.SaveProduct(tx, p)
	})
}

func (s *Shop) lockedProductOf(ctx context.Context, id uint64) (*model.Product, error) {
	p := &model.Product{}
	err := txn.DB(ctx, s.db).Clauses(clause.Locking{Strength: "UPDATE"}).First(p, id).Error
	return p, err
}

func (s *Shop) lockInTransactionOfContext(ctx context.Context, id uint64, qty int) error {
	return txn.Run(ctx, s.db, func(ctx context.Context) error {
		p, err := s.lockedProductOf(ctx, id)
		if err != nil {
			return err
		}
		return s.setStock(ctx, id, p.Stock-qty)
	})
}

func (s *Shop) absoluteValueThroughInterface(ctx context.Context, userID uint64, points int64) error {
	w, err := s.wallets.GetByUserID(ctx, userID)
	if err != nil {
		return err
	}
	if w.Points == points {
		return nil
	}
	return s.wallets.SetPoints(ctx, w.ID, points)
}

func (s *Shop) unchangedRowThroughInterface(ctx context.Context, userID uint64) (decimal.Decimal, error) {
	w, err := s.wallets.GetByUserID(ctx, userID)
	if err != nil {
		return decimal.Zero, err
	}
	after := w.Balance.Mul(decimal.NewFromInt(2)) // for the answer only
	return after, s.wallets.SetPoints(ctx, w.ID, 0)
}

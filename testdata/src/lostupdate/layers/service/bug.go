package service

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"fixtures/lostupdate/layers/generic"
	"fixtures/lostupdate/layers/model"
	"fixtures/lostupdate/layers/repo"
	"fixtures/lostupdate/layers/txn"
)

// getter and setter behind an interface
func (s *Shop) payThroughRepositoryInterface(ctx context.Context, userID uint64, amount decimal.Decimal) error {
	w, err := s.wallets.GetByUserID(ctx, userID)
	if err != nil {
		return fmt.Errorf("wallet of %d: %w", userID, err)
	}
	if err := w.Withdraw(amount); err != nil {
		return err
	}
	return s.wallets.Update(ctx, w) // want "lost update: Wallet.Balance "
}

func (s *Shop) setScalarThroughRepositoryInterface(ctx context.Context, userID uint64, n int64) error {
	w, err := s.wallets.GetByUserID(ctx, userID)
	if err != nil {
		return err
	}
	return s.wallets.SetPoints(ctx, w.ID, w.Points+n) // want "lost update: Wallet.Points "
}

func (s *Shop) mapThroughRepositoryInterface(ctx context.Context, userID uint64, n int64) error {
	w, err := s.wallets.GetByUserID(ctx, userID)
	if err != nil {
		return err
	}
	columns := map[string]any{}
	columns["points"] = w.Points - n
	return s.wallets.UpdateColumns(ctx, w.ID, columns) // want "lost update: Wallet.Points "
}

func (s *Shop) rowByValueThroughMethodOfModel(ctx context.Context, id uint64, n int64) error {
	w, err := s.wallets.Get(ctx, id)
	if err != nil {
		return err
	}
	w = w.WithPoints(n)
	return s.wallets.Update(ctx, &w) // want "lost update: Wallet.Points "
}

func (s *Shop) transactionOfRepositoryIsNoLock(ctx context.Context, userID uint64, amount decimal.Decimal) error {
	return s.wallets.InTx(ctx, func(tx repo.WalletRepository) error {
		w, err := tx.GetByUserID(ctx, userID)
		if err != nil {
			return err
		}
		w.Balance = w.Balance.Add(amount)
		return tx.Update(ctx, w) // want "lost update: Wallet.Balance "
	})
}

func (s *Shop) rowCapturedFromOutsideTheTransaction(ctx context.Context, userID uint64, n int64) error {
	w, err := s.wallets.GetByUserID(ctx, userID)
	if err != nil {
		return err
	}
	return s.wallets.InTx(ctx, func(tx repo.WalletRepository) error {
		w.Points += n
		return tx.Update(ctx, w) // want "lost update: Wallet.Points "
	})
}

// concrete data access objects
func (s *Shop) spendGiftOfUser(id uint) error {
	u, err := s.users.GetUserById(id)
	if err != nil {
		return err
	}
	u.GiftLeft--
	return s.users.UpdateUserById(u.ID, u) // want "lost update: User.GiftLeft "
}

func (s *Shop) walletPreloadedByDao(id uint, n int64) error {
	u, err := s.users.GetUserById(id)
	if err != nil {
		return err
	}
	wallet := u.Wallet
	wallet.Points += n
	return s.users.SaveWallet(wallet) // want "lost update: Wallet.Points "
}

func (s *Shop) functionsOfAnotherPackage(id uint64, qty int) error {
	p, err := repo.GetProduct(s.db, id, repo.NoLock)
	if err != nil {
		return err
	}
	p.Stock -= qty
	return repo.SaveProduct(s.db, p) // want "lost update: Product.Stock "
}

func (s *Shop) transactionAroundFunctionsOfAnotherPackage(id uint64, qty int) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		p, err := repo.GetProduct(tx, id, "")
		if err != nil {
			return err
		}
		if p.Stock < qty {
			return model.ErrNotEnough
		}
		p.Stock, p.Sold = p.Stock-qty, p.Sold+int64(qty)
		return repo.SaveProduct(tx, p) // want "lost update: Product.Stock " "lost update: Product.Sold "
	})
}

func (s *Shop) loadCallbackSaveOfAnotherPackage(id uint64, qty int) error {
	return repo.ChangeProduct(s.db, id, func(p *model.Product) error { // want "lost update: Product.Stock "
		if p.Stock < qty {
			return model.ErrNotEnough
		}
		p.Stock -= qty
		return nil
	})
}

// generic repositories
func (s *Shop) genericRepositoryByEmbedding(ctx context.Context, id uint64, qty int) error {
	p, err := s.products.FindByID(ctx, id)
	if err != nil {
		return err
	}
	p.Stock -= qty
	return s.products.Update(ctx, p) // want "lost update: Product.Stock "
}

func (s *Shop) genericInterface(ctx context.Context, id uint64) error {
	c, err := s.coupons.FindByID(ctx, id)
	if err != nil {
		return err
	}
	if c.Used >= c.Max {
		return model.ErrNotEnough
	}
	c.Used++
	return s.coupons.Update(ctx, c) // want "lost update: Coupon.Used "
}

func (s *Shop) genericRepositoryInTransaction(ctx context.Context, id uint64) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		coupons := (&generic.Repository[model.Coupon]{DB: s.db}).WithTx(tx)
		c, err := coupons.FindByID(ctx, id)
		if err != nil {
			return err
		}
		c.Used += 1
		return coupons.Update(ctx, c) // want "lost update: Coupon.Used "
	})
}

func (s *Shop) genericColumns(ctx context.Context, id uint64) error {
	c, err := s.coupons.FindByID(ctx, id)
	if err != nil {
		return err
	}
	row := &model.Coupon{Base: model.Base{ID: c.ID}}
	coupons := &generic.Repository[model.Coupon]{DB: s.db}
	return coupons.UpdateColumns(ctx, row, map[string]any{"used": c.Used + 1}) // want "lost update: Coupon.Used "
}

func (s *Shop) columnsOfAnyModel(ctx context.Context, id uint64) error {
	c, err := s.coupons.FindByID(ctx, id)
	if err != nil {
		return err
	}
	return generic.UpdateAny(s.db, c, map[string]any{"used": c.Used + 1}) // want "lost update: Coupon.Used "
}

func (s *Shop) genericRows(ctx context.Context) error {
	list, err := s.products.FindAll(ctx, "stock > ?", 0)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Stock--
		if err := s.products.Update(ctx, &list[i]); err != nil { // want "lost update: Product.Stock "
			return err
		}
	}
	return nil
}

// transactions that travel in the context
func (s *Shop) productOf(ctx context.Context, id uint64) (*model.Product, error) {
	p := &model.Product{}
	err := txn.DB(ctx, s.db).First(p, id).Error
	return p, err
}

func (s *Shop) setStock(ctx context.Context, id uint64, stock int) error {
	return txn.DB(ctx, s.db).Model(&model.Product{}).Where("id = ?", id).Update("stock", stock).Error
}

func (s *Shop) transactionInContext(ctx context.Context, id uint64, qty int) error {
	return txn.Run(ctx, s.db, func(ctx context.Context) error {
		p, err := s.productOf(ctx, id)
		if err != nil {
			return err
		}
		return s.setStock(ctx, id, p.Stock-qty) // want "lost update: Product.Stock "
	})
}

// a struct of values between the getter and the setter
type stockChange struct {
	product uint64
	before  int
	by      int
}

func (s *Shop) apply(ctx context.Context, c stockChange) error {
	return s.setStock(ctx, c.product, c.before+c.by) // want "lost update: Product.Stock "
}

func (s *Shop) valuesHopThroughStruct(ctx context.Context, id uint64, by int) error {
	p, err := s.productOf(ctx, id)
	if err != nil {
		return err
	}
	return s.apply(ctx, stockChange{product: p.ID, before: p.Stock, by: by})
}

// handles
// What locks a row on another handle than the transaction's is for another pass to say.
func (s *Shop) lockOnOuterHandleWriteInTransaction(ctx context.Context, userID uint64, n int64) error {
	return s.wallets.InTx(ctx, func(tx repo.WalletRepository) error {
		w, err := s.wallets.GetByUserIDForUpdate(ctx, userID)
		if err != nil {
			return err
		}
		w.Points += n
		return tx.Update(ctx, w)
	})
}

// What locks a row on another handle than the transaction's is for another pass to say.
func (s *Shop) transactionNeverHandedOn(id uint64, qty int) error {
	tx := s.db.Begin()
	defer tx.Rollback()
	p, err := repo.GetProduct(s.db, id, repo.ForUpdate)
	if err != nil {
		return err
	}
	p.Stock -= qty
	if err := repo.SaveProduct(s.db, p); err != nil {
		return err
	}
	return tx.Commit().Error
}

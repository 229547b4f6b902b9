// Package layers has the loop in one function and the statement in another.
package layers

import (
	"context"
	"database/sql"

	"github.com/samber/lo"
	"gorm.io/gorm"
)

type Item struct {
	ID    uint
	Name  string
	Count int
}

type Store interface {
	Add(ctx context.Context, item *Item) error
	Remove(ctx context.Context, id uint) error
	InTx(ctx context.Context, run func(Store) error) error
}

type store struct{ db *gorm.DB }

func (s *store) Add(ctx context.Context, item *Item) error {
	return s.db.WithContext(ctx).Create(item).Error
}

func (s *store) Remove(ctx context.Context, id uint) error {
	return s.db.WithContext(ctx).Where("id = ?", id).Delete(&Item{}).Error
}

func (s *store) InTx(ctx context.Context, run func(Store) error) error {
	return s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return run(&store{db: tx}) })
}

func (i *Item) save(db *gorm.DB) error { return db.Save(i).Error }

type Service struct{ items Store }

func (s *Service) AddAll(ctx context.Context, items []*Item) error {
	for _, item := range items {
		if err := s.items.Add(ctx, item); err != nil { // want "one statement a row: Item is inserted once for each of items"
			return err
		}
	}
	return nil
}

func (s *Service) RemoveAll(ctx context.Context, ids []uint) error {
	return s.items.InTx(ctx, func(store Store) error {
		for _, id := range ids {
			if err := store.Remove(ctx, id); err != nil { // want "Item is deleted once for each of ids"
				return err
			}
		}
		return nil
	})
}

func (s *store) saveAll(items []Item) {
	for _, item := range items {
		_ = item.save(s.db) // want "Item is updated .* no transaction around the loop is in sight: an error would leave it half done"
	}
}

func (s *store) saveAllWithHelper(items []Item) error {
	return each(items, func(item Item) error {
		return s.db.Save(&item).Error // want "Item is updated once for each of items"
	})
}

func each(items []Item, run func(Item) error) error {
	for _, item := range items {
		if err := run(item); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) saveAllWithLibrary(items []Item) {
	lo.ForEach(items, func(item Item, _ int) {
		s.db.Save(&item) // want "Item is updated once for each of items"
	})
}

func (s *store) saveAllOfIterator(items []Item) {
	for item := range heavy(items) {
		s.db.Save(&item) // want "Item is updated once for each of heavy.items."
	}
}

func heavy(items []Item) func(yield func(Item) bool) {
	return func(yield func(Item) bool) {
		for _, item := range items {
			if item.Count > 10 && !yield(item) {
				return
			}
		}
	}
}

// Prices is implemented elsewhere.
type Prices interface {
	Find(ctx context.Context, id uint) (*Price, error)
	UpdateAmount(ctx context.Context, id uint, amount int) error
}

type Price struct {
	ID     uint `gorm:"primaryKey"`
	Amount int
}

func reset(ctx context.Context, prices Prices, ids []uint) error {
	for _, id := range ids {
		if err := prices.UpdateAmount(ctx, id, 0); err != nil { // want "Price is updated .*assumed: no implementation of UpdateAmount is in sight; its name says that it writes"
			return err
		}
	}
	return nil
}

// Runner runs a function with what belongs to one transaction, presumably.
type Runner interface {
	Run(ctx context.Context, fn func(prices Prices) error) error
}

func resetInARunner(ctx context.Context, runner Runner, ids []uint) error {
	return runner.Run(ctx, func(prices Prices) error {
		for _, id := range ids {
			if err := prices.UpdateAmount(ctx, id, 0); err != nil { // want "Price is updated .*a transaction is around the loop if the caller has begun one"
				return err
			}
		}
		return nil
	})
}

// TxPrices is handed the transaction.
type TxPrices interface {
	UpdateAmountIn(ctx context.Context, tx *gorm.DB, p *Price) error
}

func resetInATransaction(ctx context.Context, db *gorm.DB, prices TxPrices, all []*Price) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, p := range all {
			if err := prices.UpdateAmountIn(ctx, tx, p); err != nil { // want "Price is updated .*all run in one transaction"
				return err
			}
		}
		return nil
	})
}

func resetOnThePool(ctx context.Context, db *sql.DB, prices PoolPrices, all []*Price) error {
	for _, p := range all {
		if err := prices.UpdateAmountOn(ctx, db, p); err != nil { // want "Price is updated .*no transaction around the loop is in sight"
			return err
		}
	}
	return nil
}

// PoolPrices is handed a pool.
type PoolPrices interface {
	UpdateAmountOn(ctx context.Context, db *sql.DB, p *Price) error
}

type txKey struct{}

// conn is the transaction that the context carries, or the pool.
func (s *store) conn(ctx context.Context) *gorm.DB {
	if tx, ok := ctx.Value(txKey{}).(*gorm.DB); ok {
		return tx
	}
	return s.db
}

func (s *store) saveIn(ctx context.Context, item *Item) error { return s.conn(ctx).Save(item).Error }

func (s *store) saveAllInTheContext(ctx context.Context, items []*Item) error {
	for _, item := range items {
		if err := s.saveIn(ctx, item); err != nil { // want "Item is updated .*a transaction is around the loop if the caller has begun one"
			return err
		}
	}
	return nil
}

package bank

import (
	"context"

	"gorm.io/gorm"
)

type txKey struct{}

// ledger has a handle of its own.
type ledger struct{ db *gorm.DB }

func (l *ledger) save(a *Account) error { return l.db.Save(a).Error }

func (l *ledger) saveWith(tx *gorm.DB, a *Account) error { return tx.Save(a).Error }

func (l *ledger) saveOr(tx *gorm.DB, a *Account) error {
	if tx == nil {
		tx = l.db
	}
	return tx.Save(a).Error
}

// conn is the transaction that the context carries, or the pool.
func (l *ledger) conn(ctx context.Context) *gorm.DB {
	if tx, ok := ctx.Value(txKey{}).(*gorm.DB); ok {
		return tx
	}
	return l.db.WithContext(ctx)
}

func (l *ledger) saveIn(ctx context.Context, a *Account) error { return l.conn(ctx).Save(a).Error }

func (l *ledger) with(tx *gorm.DB) *ledger { return &ledger{db: tx} }

type service struct {
	db     *gorm.DB
	ledger *ledger
}

func (s *service) repositoryOnItsOwnHandle(a *Account, t *Transfer) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(t).Error; err != nil {
			return err
		}
		return s.ledger.save(a) // want "row lock: the write of Account runs outside of the transaction"
	})
}

func (s *service) repositoryBesideABegunTransaction(a *Account, t *Transfer) error {
	tx := s.db.Begin()
	defer tx.Rollback()
	if err := tx.Create(t).Error; err != nil {
		return err
	}
	if err := s.ledger.save(a); err != nil { // want "row lock: the write of Account runs outside of the transaction"
		return err
	}
	return tx.Commit().Error
}

func (s *service) repositoryIsHandedTheTransaction(a *Account) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		if err := s.ledger.saveOr(tx, a); err != nil {
			return err
		}
		return s.ledger.saveWith(tx, a)
	})
}

func (s *service) repositoryFindsItInTheContext(ctx context.Context, a *Account) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		return s.ledger.saveIn(context.WithValue(ctx, txKey{}, tx), a)
	})
}

func (s *service) repositoryOnTheTransaction(a *Account) error {
	return s.db.Transaction(func(tx *gorm.DB) error { return s.ledger.with(tx).save(a) })
}

func (s *service) repositoryBeforeTheTransaction(a *Account, t *Transfer) error {
	if err := s.ledger.save(a); err != nil {
		return err
	}
	return s.db.Transaction(func(tx *gorm.DB) error { return tx.Create(t).Error })
}

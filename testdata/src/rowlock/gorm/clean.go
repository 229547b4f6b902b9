package bank

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

func lockingClause(tx *gorm.DB, id uint) (a Account, err error) {
	err = tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id).Error
	return a, err
}

func otherSetting(tx *gorm.DB, id uint) (a Account, err error) {
	err = tx.Set("tenant", "FOR UPDATE").First(&a, id).Error
	return a, err
}

func lockInTransaction(id uint, n int) error {
	return DB.Transaction(func(tx *gorm.DB) error {
		a, err := lockingClause(tx, id)
		if err != nil {
			return err
		}
		a.Balance -= n
		return tx.Save(&a).Error
	})
}

func lockInBegunTransaction(id uint, n int) error {
	tx := DB.Begin()
	defer tx.Rollback()
	var a Account
	if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id).Error; err != nil {
		return err
	}
	a.Balance -= n
	if err := tx.Save(&a).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func lockOnHandleThatMayBeATransaction(db *gorm.DB, id uint) (a Account, err error) {
	err = db.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id).Error
	return a, err
}

func writeAfterCommit(a *Account, t *Transfer) error {
	tx := DB.Begin()
	if err := tx.Create(t).Error; err != nil {
		tx.Rollback()
		return err
	}
	if err := tx.Commit().Error; err != nil {
		return err
	}
	return DB.Save(a).Error
}

func writeBeforeBegin(a *Account, t *Transfer) error {
	if err := DB.Save(a).Error; err != nil {
		return err
	}
	tx := DB.Begin()
	if err := tx.Create(t).Error; err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit().Error
}

func logThatOutlivesTheRollback(db *gorm.DB, a *Account) error {
	return db.Transaction(func(tx *gorm.DB) error {
		if err := db.Create(&AuditLog{Text: "trying"}).Error; err != nil {
			return err
		}
		return tx.Save(a).Error
	})
}

func readOfAnotherRow(db *gorm.DB, id uint, a *Account) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var t Transfer
		if err := db.First(&t, id).Error; err != nil {
			return err
		}
		a.Balance = t.Amount
		return tx.Save(a).Error
	})
}

func (s *Store) withTx(tx *gorm.DB) *Store { return &Store{db: tx} }

func (s *Store) copyOnTheTransaction(a *Account) error {
	return s.db.Transaction(func(tx *gorm.DB) error { return s.withTx(tx).save(a) })
}

// swapped puts the transaction where the pool was, for the time that fn runs.
func (s *Store) swapped(fn func() error) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		pool := s.db
		s.db = tx
		defer func() { s.db = pool }()
		return fn()
	})
}

func saveSwapped(s *Store, a *Account) error {
	return s.swapped(func() error { return s.save(a) })
}

type key struct{}

func begunAndKeptInContext(ctx context.Context, db *gorm.DB, save func(context.Context, *Account) error, a *Account) error {
	tx := db.Begin()
	defer tx.Rollback()
	if err := save(context.WithValue(ctx, key{}, tx), a); err != nil {
		return err
	}
	return tx.Commit().Error
}

func begunForTheCaller(db *gorm.DB, a *Account) (*gorm.DB, error) {
	tx := db.Begin()
	return tx, db.Save(a).Error
}

func scopeThatMayLock(scope func(*gorm.DB) *gorm.DB) (all []Account, err error) {
	err = DB.Scopes(scope).Find(&all).Error
	return all, err
}

func lockIfAsked(id uint, lock bool) (a Account, err error) {
	q := DB.Where("id = ?", id)
	if lock {
		q = q.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	err = q.First(&a).Error
	return a, err
}

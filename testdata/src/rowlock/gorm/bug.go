// Package bank is a bank on GORM whose locks hold nothing in bug.go, and hold in clean.go.
package bank

import (
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type Account struct {
	ID      uint
	Balance int
}

type Transfer struct {
	ID     uint
	From   uint
	Amount int
}

type AuditLog struct {
	ID   uint
	Text string
}

// DB is the program's pool.
var DB *gorm.DB

// A Store keeps accounts.
type Store struct{ db *gorm.DB }

var errNotEnough = errors.New("not enough")

func optionOfVersionOne(tx *gorm.DB, id uint) (a Account, err error) {
	err = tx.Set("gorm:query_option", "FOR UPDATE").First(&a, id).Error // want `row lock: gorm.io/gorm ignores "gorm:query_option"`
	return a, err
}

func optionThatSkips(tx *gorm.DB, id uint) (a Account, err error) {
	err = tx.Set("gorm:query_option", "FOR UPDATE SKIP LOCKED").First(&a, id).Error // want `row lock: gorm.io/gorm ignores`
	return a, err
}

func lockOnThePool(id uint, n int) error {
	var a Account
	if err := DB.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id).Error; err != nil { // want "row lock: the rows of Account are locked outside of a transaction"
		return err
	}
	a.Balance -= n
	return DB.Save(&a).Error
}

func writeOnOuterHandle(db *gorm.DB, a *Account, t *Transfer) error {
	return db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(t).Error; err != nil {
			return err
		}
		return db.Model(a).Update("balance", gorm.Expr("balance - ?", t.Amount)).Error // want "row lock: the write of Account runs outside of the transaction begun at line 55"
	})
}

func (s *Store) writeOnOuterField(a *Account, t *Transfer) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(t).Error; err != nil {
			return err
		}
		return s.save(a) // want "row lock: the write of Account runs outside of the transaction begun at line 64"
	})
}

func (s *Store) save(a *Account) error { return s.db.Save(a).Error }

func writeOnGlobalPool(a *Account, t *Transfer) error {
	tx := DB.Begin()
	defer tx.Rollback()
	if err := tx.Create(t).Error; err != nil {
		return err
	}
	if err := DB.Save(a).Error; err != nil { // want "row lock: the write of Account runs outside of the transaction begun at line 75"
		return err
	}
	return tx.Commit().Error
}

func readBesideTheTransactionThatWrites(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var a Account
		if err := db.First(&a, id).Error; err != nil { // want "row lock: the row of Account is read outside of the transaction begun at line 87, which writes it"
			return err
		}
		if a.Balance < n {
			return errNotEnough
		}
		a.Balance -= n
		return tx.Save(&a).Error
	})
}

func (s *Store) inTx(fn func(tx *Store) error) error {
	return s.db.Transaction(func(tx *gorm.DB) error { return fn(&Store{db: tx}) })
}

func throughOwnHelper(s *Store, a *Account) error {
	return s.inTx(func(tx *Store) error {
		if err := tx.save(a); err != nil {
			return err
		}
		return s.save(a) // want "row lock: the write of Account runs outside of the transaction begun at line 105"
	})
}

func begunForNothing(db *gorm.DB, s *Store, a, b *Account) error {
	tx := db.Begin()
	defer tx.Rollback()
	if err := s.save(a); err != nil { // want "row lock: the write of Account runs beside the transaction begun at line 114, in which nothing runs"
		return err
	}
	if err := s.save(b); err != nil { // want "row lock: the write of Account runs beside the transaction begun at line 114"
		return err
	}
	return tx.Commit().Error
}

func countedUnderOptionOfVersionOne(tx *gorm.DB) (n int64, err error) {
	err = tx.Set("gorm:query_option", "FOR UPDATE").Model(&Account{}).Count(&n).Error // want `row lock: gorm.io/gorm ignores`
	return n, err
}

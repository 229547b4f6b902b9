package bank

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// purses begins and ends its transactions itself.
type purses struct{ db *gorm.DB }

func newPurses(db *gorm.DB) *purses { return &purses{db} }

func (p *purses) save(a *Account) error { return p.db.Save(a).Error }

func (p *purses) transaction(run func(*purses) error) error {
	tx := p.db.Begin()
	if tx.Error != nil {
		return tx.Error
	}
	if err := run(newPurses(tx)); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit().Error
}

func besideTheBegun(p *purses, a, b *Account) error {
	return p.transaction(func(within *purses) error {
		if err := within.save(a); err != nil {
			return err
		}
		return p.save(b) // want "the write of Account runs outside of the transaction"
	})
}

func withinTheBegun(p *purses, a, b *Account) error {
	return p.transaction(func(within *purses) error {
		if err := within.save(a); err != nil {
			return err
		}
		return within.save(b)
	})
}

func (p *purses) committedAtTheEnd(a, b *Account) (err error) {
	tx := p.db.Begin()
	defer func() {
		if err != nil {
			tx.Rollback()
		} else {
			tx.Commit()
		}
	}()
	if err = tx.Save(a).Error; err != nil {
		return err
	}
	return p.save(b) // want "the write of Account runs outside of the transaction"
}

func (p *purses) lockedBeside(id uint, n int) error {
	tx := p.db.Begin()
	defer tx.Rollback()
	var a Account
	if err := p.db.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id).Error; err != nil { // want "the row of Account is read outside of the transaction begun at line"
		return err
	}
	a.Balance += n
	if err := tx.Save(&a).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func (p *purses) lockedWithin(id uint, n int) error {
	tx := p.db.Begin()
	defer tx.Rollback()
	var a Account
	if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	if err := tx.Save(&a).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func (p *purses) locked(id uint) (*Account, error) {
	var a Account
	err := p.db.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id).Error
	return &a, err
}

func (p *purses) lockedBefore(id uint, n int) error {
	a, err := p.locked(id) // want "the rows of Account are locked outside of a transaction, and so only until the statement ends"
	if err != nil {
		return err
	}
	return p.db.Transaction(func(tx *gorm.DB) error {
		a.Balance += n
		return tx.Save(a).Error
	})
}

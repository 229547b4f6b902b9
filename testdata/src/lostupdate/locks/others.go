package locks

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Purse is charged by many entries.
type Purse struct {
	ID      int64
	Balance int64
}

// Entry is one of many of a purse.
type Entry struct {
	ID      int64
	PurseID int64
	Amount  int64
	Void    bool
}

func lockTheEntryThenChargeThePurse(db *gorm.DB, id int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var e Entry
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&e, id).Error; err != nil {
			return err
		}
		var p Purse
		if err := tx.Where("id = ?", e.PurseID).First(&p).Error; err != nil {
			return err
		}
		p.Balance -= e.Amount
		return tx.Model(&p).Update("balance", p.Balance).Error // want "lost update: Purse.Balance"
	})
}

func lockThePurseThenChangeAnEntry(db *gorm.DB, purse int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Purse
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&p, purse).Error; err != nil {
			return err
		}
		var e Entry
		if err := tx.Where("purse_id = ?", p.ID).First(&e).Error; err != nil {
			return err
		}
		e.Amount++
		return tx.Model(&e).Update("amount", e.Amount).Error
	})
}

func charge(tx *gorm.DB, id int64) error {
	var e Entry
	if err := tx.First(&e, id).Error; err != nil {
		return err
	}
	var p Purse
	if err := tx.Where("id = ?", e.PurseID).First(&p).Error; err != nil {
		return err
	}
	p.Balance -= e.Amount
	return tx.Model(&p).Update("balance", p.Balance).Error // want "lost update: Purse.Balance"
}

func void(tx *gorm.DB, id int64) error {
	var e Entry
	if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&e, id).Error; err != nil {
		return err
	}
	e.Void = true
	return tx.Save(&e).Error
}

// The lock of a round is taken after what that round charges.
func chargeThenLockInALoop(db *gorm.DB, ids []int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, id := range ids {
			if err := charge(tx, id); err != nil {
				return err
			}
			if err := void(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

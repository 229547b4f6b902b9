package bank

import "gorm.io/gorm"

// till reads on a handle of its own.
type till struct{ db *gorm.DB }

func (t *till) find(id uint) (Account, error) {
	var a Account
	err := t.db.First(&a, id).Error
	return a, err
}

func (t *till) above(n int) (all []Account, err error) {
	err = t.db.Where("balance > ?", n).Find(&all).Error
	return all, err
}

func setBalance(db *gorm.DB, id uint, n int) error {
	return db.Model(&Account{}).Where("id = ?", id).Update("balance", n).Error
}

func (t *till) writtenByTheKeyOfItsRow(id uint) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := t.find(id) // want "row lock: the row of Account is read outside of the transaction begun at line 24, which writes it"
		if err != nil {
			return err
		}
		return tx.Model(&Account{}).Where("id = ?", a.ID).Update("balance", 0).Error
	})
}

func (t *till) writtenAsTheModel(id uint) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		var a Account
		if err := t.db.First(&a, id).Error; err != nil { // want "the row of Account is read outside of the transaction"
			return err
		}
		return tx.Model(&a).Update("balance", 0).Error
	})
}

func (t *till) testedAndWrittenByTheSameKey(id uint, n int) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := t.find(id) // want "the row of Account is read outside of the transaction"
		if err != nil {
			return err
		}
		if a.Balance < n {
			return errNotEnough
		}
		return tx.Model(&Account{}).Where("id = ?", id).Update("balance", gorm.Expr("balance - ?", n)).Error
	})
}

func (t *till) computedAndWrittenByTheSameKey(id uint, n int) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := t.find(id) // want "the row of Account is read outside of the transaction"
		if err != nil {
			return err
		}
		return setBalance(tx, id, a.Balance-n)
	})
}

func (t *till) eachOfAListByItsKey(n int) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		all, err := t.above(n) // want "the row of Account is read outside of the transaction"
		if err != nil {
			return err
		}
		for _, a := range all {
			if err := setBalance(tx, a.ID, n); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *till) foundByAnotherColumn(n int) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		var a Account
		t.db.Where("balance = ?", n).First(&a) // want "the row of Account is read outside of the transaction"
		return tx.Model(&a).Update("balance", gorm.Expr("balance - ?", n)).Error
	})
}

func (t *till) onlyItsKeyIsUsed(id uint, n int) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, _ := t.find(id)
		return tx.Model(&a).Update("balance", n).Error
	})
}

func (t *till) addedToWhereItIsThere(id uint, n int) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := t.find(id)
		if err != nil {
			return err
		}
		return tx.Model(&a).Updates(map[string]any{"balance": gorm.Expr("balance + ?", n)}).Error
	})
}

func (t *till) removedByItsKey(id uint) error {
	tx := t.db.Begin()
	defer tx.Rollback()
	a, err := t.find(id) // want "the row of Account is read outside of the transaction"
	if err != nil {
		return err
	}
	if err := tx.Delete(&Account{}, a.ID).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

// close has a transaction of its own.
func (t *till) close(id uint) error {
	tx := t.db.Begin()
	defer tx.Rollback()
	if err := setBalance(tx, id, 0); err != nil {
		return err
	}
	return tx.Commit().Error
}

func (t *till) writtenInAnotherTransaction(id uint, log *AuditLog) error {
	tx := t.db.Begin()
	defer tx.Rollback()
	a, err := t.find(id)
	if err != nil {
		return err
	}
	if err := t.close(a.ID); err != nil {
		return err
	}
	if err := tx.Create(log).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func (t *till) writtenInAnotherTransactionWithin(id uint, log *AuditLog) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := t.find(id)
		if err != nil {
			return err
		}
		if err := t.close(a.ID); err != nil {
			return err
		}
		return tx.Create(log).Error
	})
}

func (t *till) readBeforeTheTransaction(id uint) error {
	a, err := t.find(id)
	if err != nil {
		return err
	}
	return t.db.Transaction(func(tx *gorm.DB) error {
		return tx.Model(&Account{}).Where("id = ?", a.ID).Update("balance", 0).Error
	})
}

func (t *till) anotherRowIsWritten(from, to uint) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := t.find(from)
		if err != nil {
			return err
		}
		return tx.Model(&Account{}).Where("id = ?", to).Update("balance", a.Balance).Error
	})
}

func (t *till) aRowThatNamesIt(id uint) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := t.find(id)
		if err != nil {
			return err
		}
		return tx.Create(&Transfer{From: a.ID, Amount: a.Balance}).Error
	})
}

func (t *till) rowsOfAnotherTable(id uint) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := t.find(id)
		if err != nil {
			return err
		}
		return tx.Model(&Transfer{}).Where("id = ?", a.ID).Update("amount", 0).Error
	})
}

func (t *till) readForAnAnswer(id uint, n int) (before Account, err error) {
	err = t.db.Transaction(func(tx *gorm.DB) error {
		before, _ = t.find(id)
		return setBalance(tx, id, n)
	})
	return before, err
}

func (t *till) readOnTheTransaction(id uint) error {
	return t.db.Transaction(func(tx *gorm.DB) error {
		a, err := (&till{tx}).find(id)
		if err != nil {
			return err
		}
		return tx.Model(&Account{}).Where("id = ?", a.ID).Update("balance", 0).Error
	})
}

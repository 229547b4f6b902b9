package bank

import "gorm.io/gorm"

func (s *Store) account(id uint) (*Account, error) {
	var a Account
	err := s.db.First(&a, id).Error
	return &a, err
}

func (s *Store) notify(id uint) error {
	a, err := s.account(id)
	if err != nil {
		return err
	}
	println("balance of", a.ID)
	return nil
}

func readBesideAfterTheWrite(db *gorm.DB, a *Account) error {
	return db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Save(a).Error; err != nil {
			return err
		}
		var now Account
		return db.First(&now, a.ID).Error // want "row lock: the read of Account runs outside of the transaction begun at line \\d+, on the connection that it began on: it does not see what the transaction has changed there"
	})
}

func (s *Store) readBesideInAHelper(a *Account) error {
	return s.inTx(func(tx *Store) error {
		if err := tx.save(a); err != nil {
			return err
		}
		return s.notify(a.ID) // want "the read of Account runs outside of the transaction"
	})
}

func readBesideABegunTransaction(s *Store, a *Account) error {
	tx := s.db.Begin()
	if err := tx.Save(a).Error; err != nil {
		tx.Rollback()
		return err
	}
	if err := s.notify(a.ID); err != nil { // want "the read of Account runs outside of the transaction"
		tx.Rollback()
		return err
	}
	return tx.Commit().Error
}

func (s *Store) readInTheTransaction(a *Account) error {
	return s.inTx(func(tx *Store) error {
		if err := tx.save(a); err != nil {
			return err
		}
		return tx.notify(a.ID)
	})
}

func (s *Store) readBesideOfAnotherTable(t *Transfer, id uint) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(t).Error; err != nil {
			return err
		}
		return s.notify(id)
	})
}

func (s *Store) readBesideBeforeTheWrite(a *Account) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		if err := s.notify(a.ID); err != nil {
			return err
		}
		return tx.Save(a).Error
	})
}

func (s *Store) readAfterTheTransaction(a *Account) error {
	if err := s.inTx(func(tx *Store) error { return tx.save(a) }); err != nil {
		return err
	}
	return s.notify(a.ID)
}

func readAfterTheCommit(s *Store, a *Account) error {
	tx := s.db.Begin()
	if err := tx.Save(a).Error; err != nil {
		tx.Rollback()
		return err
	}
	if err := tx.Commit().Error; err != nil {
		return err
	}
	return s.notify(a.ID)
}

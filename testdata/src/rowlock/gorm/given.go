package bank

import "gorm.io/gorm"

type shelf struct{ db *gorm.DB }

func (s *shelf) saveBesideTheGivenTransaction(tx *gorm.DB, a *Account) error {
	return s.db.Save(a).Error // want "handed in as tx"
}

func (s *shelf) saveInTheGivenTransaction(tx *gorm.DB, a *Account) error {
	return tx.Save(a).Error
}

func (s *shelf) saveOnItsOwn(db *gorm.DB, a *Account) error {
	return s.db.Save(a).Error // what db is, its name does not tell
}

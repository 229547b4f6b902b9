package repo

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"fixtures/lostupdate/layers/model"
)

// UserDao is a concrete data access object.
type UserDao struct{ *gorm.DB }

// GetUserById loads a user with the wallet.
func (dao *UserDao) GetUserById(id uint) (user *model.User, err error) {
	err = dao.DB.Model(&model.User{}).Preload("Wallet").Where("id = ?", id).First(&user).Error
	return
}

// UpdateUserById writes the user's fields that are set.
func (dao *UserDao) UpdateUserById(id uint, user *model.User) error {
	return dao.DB.Model(&model.User{}).Where("id = ?", id).Updates(user).Error
}

// SaveWallet writes the whole wallet.
func (dao *UserDao) SaveWallet(w *model.Wallet) error { return dao.DB.Save(w).Error }

// LockStrength is how a row is read.
type LockStrength string

// How a row is read.
const (
	NoLock    LockStrength = ""
	ForUpdate LockStrength = "UPDATE"
)

// GetProduct loads a product, locked as asked.
func GetProduct(db *gorm.DB, id uint64, strength LockStrength) (*model.Product, error) {
	var p model.Product
	if strength != NoLock {
		db = db.Clauses(clause.Locking{Strength: string(strength)})
	}
	if err := db.First(&p, id).Error; err != nil {
		return nil, err
	}
	return &p, nil
}

// SaveProduct writes the whole product.
func SaveProduct(db *gorm.DB, p *model.Product) error { return db.Save(p).Error }

// ChangeProduct loads, lets the caller change and saves.
func ChangeProduct(db *gorm.DB, id uint64, change func(*model.Product) error) error {
	p, err := GetProduct(db, id, NoLock)
	if err != nil {
		return err
	}
	if err := change(p); err != nil {
		return err
	}
	return SaveProduct(db, p)
}

// ChangeLockedProduct does it under a lock.
func ChangeLockedProduct(db *gorm.DB, id uint64, change func(*model.Product) error) error {
	return db.Transaction(func(tx *gorm.DB) error {
		p, err := GetProduct(tx, id, ForUpdate)
		if err != nil {
			return err
		}
		if err := change(p); err != nil {
			return err
		}
		return SaveProduct(tx, p)
	})
}

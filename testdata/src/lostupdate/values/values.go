// Package values carries columns through value objects of a package that imports no database library.
package values

import (
	"errors"

	"gorm.io/gorm"

	"fixtures/lostupdate/values/money"
)

// Wallet is a row.
type Wallet struct {
	ID       uint
	UserID   uint
	Phone    string
	Coins    int64
	Currency string
	Status   string
}

// Payout is another.
type Payout struct {
	ID       uint
	WalletID uint
}

func addThroughAValueObject(db *gorm.DB, id uint, n int64) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	m := money.New(w.Coins, w.Currency).Add(n)
	return db.Model(&Wallet{}).Where("id = ?", id).Updates(map[string]any{"coins": m.Amount(), "currency": m.Currency()}).Error // want "lost update: Wallet.Coins is read at line .*incremented"
}

func copyThroughAValueObject(db *gorm.DB, id uint) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	m := money.New(w.Coins, w.Currency)
	return db.Model(&Wallet{}).Where("id = ?", id).Updates(map[string]any{"coins": m.Amount(), "currency": m.Currency()}).Error
}

func columnsOfAnother(db *gorm.DB, id uint, n int64) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	p := money.Purse{Key: w.ID, Coins: w.Coins}
	p.Coins += n
	return db.Model(&Wallet{}).Where("id = ?", p.Key).Updates(p.Columns()).Error // want "lost update: Wallet.Coins is read"
}

func readAgainByItsKey(db *gorm.DB, phone string, n int64) error {
	var w, again Wallet
	if err := db.Where("phone = ?", phone).First(&w).Error; err != nil {
		return err
	}
	if err := db.First(&again, w.ID).Error; err != nil {
		return err
	}
	again.Coins = w.Coins + n
	return db.Save(&again).Error // want "lost update: Wallet.Coins is read"
}

func readAgainAndUpdated(db *gorm.DB, phone string, n int64) error {
	var w, again Wallet
	if err := db.Where("phone = ?", phone).First(&w).Error; err != nil {
		return err
	}
	if err := db.First(&again, w.ID).Error; err != nil {
		return err
	}
	return db.Model(&Wallet{}).Where("id = ?", again.ID).Update("coins", w.Coins+n).Error // want "lost update: Wallet.Coins is read"
}

func foundByAnotherColumnOfIt(db *gorm.DB, phone string, n int64) error {
	var w, other Wallet
	if err := db.Where("phone = ?", phone).First(&w).Error; err != nil {
		return err
	}
	if err := db.First(&other, w.UserID).Error; err != nil { // the wallet whose key is the user's
		return err
	}
	other.Coins = w.Coins + n
	return db.Save(&other).Error
}

// orMade finds the wallet or makes one, and says what it begins with.
func orMade(db *gorm.DB, user uint) (*Wallet, error) {
	var w Wallet
	err := db.Where("user_id = ?", user).First(&w).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		w = Wallet{UserID: user, Coins: 0}
		if err := db.Create(&w).Error; err != nil {
			return nil, err
		}
		return &w, nil
	}
	return &w, err
}

func addToWhatWasFoundOrMade(db *gorm.DB, user uint, n int64) error {
	w, err := orMade(db, user)
	if err != nil {
		return err
	}
	w.Coins += n
	return db.Save(w).Error // want "lost update: Wallet.Coins is read"
}

func payOut(tx *gorm.DB, w *Wallet) error {
	if err := tx.Model(w).Update("status", "paid").Error; err != nil {
		return err
	}
	return tx.Create(&Payout{WalletID: w.ID}).Error
}

func testedByTheCaller(db *gorm.DB, id uint) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	if w.Status != "open" {
		return errors.New("not open")
	}
	return payOut(db, &w) // want "lost update: Wallet.Status is tested"
}

func testedBeforeTheClosure(db *gorm.DB, id uint) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	if w.Status != "open" {
		return errors.New("not open")
	}
	return db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&Payout{WalletID: w.ID}).Error; err != nil {
			return err
		}
		return tx.Model(&w).Update("status", "paid").Error // want "lost update: Wallet.Status is tested"
	})
}

// keeper has two implementations: what either does is no consequence of what the other does.
type keeper interface {
	keep(db *gorm.DB, w *Wallet) error
}

type inPlace struct{}

func (inPlace) keep(db *gorm.DB, w *Wallet) error {
	return db.Model(w).Update("status", "kept").Error
}

type beside struct{}

func (beside) keep(db *gorm.DB, w *Wallet) error {
	return db.Create(&Payout{WalletID: w.ID}).Error
}

func keptByOneOfTwo(db *gorm.DB, k keeper, id uint) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	if w.Status != "open" {
		return errors.New("not open")
	}
	return k.keep(db, &w)
}

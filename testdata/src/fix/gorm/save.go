package shop

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"
)

func subtractThenSave(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock -= n
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock"
}

func guardedSubtractThenSave(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Stock < n {
		return errSoldOut
	}
	p.Stock -= n
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock"
}

func priceOfReserved(ctx context.Context, db *gorm.DB, id uint, n int) (price decimal.Decimal, err error) {
	var p Product
	if err := db.WithContext(ctx).First(&p, id).Error; err != nil {
		return price, err
	}
	// Nothing is sold that is not there.
	if n > p.Stock {
		return price, errSoldOut
	}
	p.Stock -= n                                               // taken from the shelf
	if err := db.WithContext(ctx).Save(&p).Error; err != nil { // want "(?i)lost update: Product.Stock"
		return price, fmt.Errorf("save product %d: %w", id, err)
	}
	return p.Price, nil
}

func incrementPointer(db *gorm.DB, id uint) error {
	p := &Product{}
	err := db.Where("id = ?", id).Take(p).Error
	if err != nil {
		return err
	}
	p.Sold++
	err = db.Save(p).Error // want "(?i)lost update: Product.Sold"
	return err
}

func severalColumns(db *gorm.DB, id uint, n int) (*Product, error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return nil, err
	}
	p.Stock = p.Stock - n
	p.Sold += int64(n)
	p.Status = "reserved"
	if p.Name == "" {
		p.Name = "nameless"
	}
	if err := db.Save(&p).Error; err != nil { // want "(?i)lost update: Product.Stock" "(?i)lost update: Product.Sold"
		return nil, err
	}
	return &p, nil
}

func decimalInTransaction(db *gorm.DB, userID uint, amount decimal.Decimal) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var w Wallet
		if err := tx.Where("user_id = ?", userID).First(&w).Error; err != nil {
			return err
		}
		w.Balance = w.Balance.Sub(amount)
		if w.Balance.IsNegative() {
			return errNotEnough
		}
		return tx.Save(&w).Error // want "(?i)lost update: Wallet.Balance"
	})
}

func rollBackWhenSoldOut(db *gorm.DB, userID uint, n int) error {
	tx := db.Begin()
	var w Wallet
	if err := tx.First(&w, "user_id = ?", userID).Error; err != nil {
		tx.Rollback()
		return err
	}
	if w.Points < n {
		tx.Rollback()
		return errNotEnough
	}
	w.Points -= n
	w.Frozen += n
	if err := tx.Save(&w).Error; err != nil { // want "(?i)lost update: Wallet.Points" "(?i)lost update: Wallet.Frozen"
		tx.Rollback()
		return err
	}
	return tx.Commit().Error
}

func positiveGuard(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Stock >= n {
		p.Stock -= n
		if err := db.Save(&p).Error; err != nil { // want "(?i)lost update: Product.Stock"
			return err
		}
	}
	return nil
}

func resultInVariable(db *gorm.DB, id uint, n int) bool {
	var p Product
	db.First(&p, id)
	if left := p.Stock - n; left < 0 {
		return false
	}
	p.Stock -= n
	res := db.Save(&p) // want "(?i)lost update: Product.Stock"
	if res.Error != nil {
		return false
	}
	return true
}

func errorIgnored(db *gorm.DB, id uint) {
	p := Product{}
	db.First(&p, id)
	p.Weight *= 1.5
	db.Save(&p) // want "(?i)lost update: Product.Weight"
}

func association(db *gorm.DB, userID uint, n int) error {
	var u User
	if err := db.Preload("Wallet").First(&u, userID).Error; err != nil {
		return err
	}
	w := u.Wallet
	w.Points += n
	return db.Save(&w).Error // want "(?i)lost update: Wallet.Points"
}

func eachOfSeveral(db *gorm.DB, userID uint) error {
	var carts []*Cart
	if err := db.Where("user_id = ?", userID).Find(&carts).Error; err != nil {
		return err
	}
	for _, c := range carts {
		c.Quantity++
		if err := db.Save(c).Error; err != nil { // want "(?i)lost update: Cart.Quantity"
			return err
		}
	}
	return nil
}

func compensate(db *gorm.DB, id uint, n int, pay func() error) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock -= n
	if err := db.Save(&p).Error; err != nil { // want "(?i)lost update: Product.Stock"
		return err
	}
	if err := pay(); err != nil {
		p.Stock += n
		db.Save(&p) // want "(?i)lost update: Product.Stock"
		return err
	}
	return nil
}

func toggle(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Active = !p.Active
	return db.Save(&p).Error // want "(?i)lost update: Product.Active"
}

func wordOfSQL(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Limit < n {
		return errNotEnough
	}
	p.Limit -= n
	return db.Save(&p).Error // want "(?i)lost update: Product.Limit"
}

func sellElseBackorder(db *gorm.DB, id uint, n int) (bool, error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return false, err
	}
	if p.Stock >= n {
		p.Stock -= n
		if err := db.Save(&p).Error; err != nil { // want "(?i)lost update: Product.Stock"
			return false, err
		}
		return true, nil
	}
	// There is not enough of it.
	return false, errSoldOut
}

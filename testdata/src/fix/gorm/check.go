package shop

import (
	"errors"
	"fmt"

	"gorm.io/gorm"
)

func subtractIfEnough(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Stock < n {
		return errSoldOut
	}
	return db.Model(&p).UpdateColumn("stock", gorm.Expr("stock - ?", n)).Error // want "(?i)lost update: Product.Stock"
}

func subtractIfEnoughInBlock(db *gorm.DB, id uint, n int) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	if w.Points >= n {
		err := db.Model(&Wallet{}).Where("id = ?", id).Update("points", gorm.Expr("points - ?", n)).Error // want "(?i)lost update: Wallet.Points"
		if err != nil {
			return err
		}
	}
	return nil
}

func activateOnceThenPay(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.First(&p, id).Error; err != nil {
			return err
		}
		if p.Active {
			return errSoldOut
		}
		if err := tx.Model(&p).Update("active", true).Error; err != nil { // want "(?i)lost update: Product.Active"
			return err
		}
		return tx.Model(&Wallet{}).Where("id = ?", 1).Update("points", gorm.Expr("points + ?", n)).Error
	})
}

func sellOnceThenPay(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Status != "" {
		return errSoldOut
	}
	err := db.Model(&Product{}).Where("id = ?", p.ID).Update("status", "sold").Error // want "(?i)lost update: Product.Status"
	if err != nil {
		return err
	}
	return db.Model(&Wallet{}).Where("id = ?", 1).Update("points", gorm.Expr("points + ?", n)).Error
}

func payThenSell(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Status != "" {
		return errSoldOut
	}
	if err := db.Model(&Wallet{}).Where("id = ?", 1).Update("points", gorm.Expr("points + ?", n)).Error; err != nil {
		return err
	}
	return db.Model(&Product{}).Where("id = ?", p.ID).Update("status", "sold").Error // want "(?i)lost update: Product.Status.*would stay"
}

func cancelOnceThenPayBack(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.First(&p, id).Error; err != nil {
			return err
		}
		if p.Status == "cancelled" {
			return errSoldOut
		}
		if err := tx.Model(&p).Update("status", "cancelled").Error; err != nil { // want "(?i)lost update: Product.Status"
			return err
		}
		return tx.Model(&Wallet{}).Where("id = ?", 1).Update("points", gorm.Expr("points + ?", n)).Error
	})
}

// closeOnceThenPay compares the column with a variable: where it is NULL, GORM reads an empty text.
func closeOnceThenPay(db *gorm.DB, id uint, n int) error {
	closed := "closed"
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Status == closed {
		return errSoldOut
	}
	err := db.Model(&p).Update("status", closed).Error // want "(?i)lost update: Product.Status"
	if err != nil {
		return err
	}
	return db.Model(&Wallet{}).Where("id = ?", 1).Update("points", gorm.Expr("points + ?", n)).Error
}

// freeze says what failed in the words of another package, as takePoints does.
func freeze(db *gorm.DB, id uint, n int) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	if w.Frozen > 100 {
		return errors.New("wallet is frozen")
	}
	return db.Model(&w).Update("frozen", w.Frozen+n).Error // want "lost update: Wallet.Frozen"
}

// takePoints has the values of the call in what it says.
func takePoints(db *gorm.DB, id uint, n int) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return fmt.Errorf("wallet %d: %w", id, err)
	}
	if w.Points < n {
		return fmt.Errorf("wallet %d has less than %d points", w.ID, n)
	}
	w.Points -= n
	return db.Save(&w).Error // want "lost update: Wallet.Points"
}

// nobodyLooks has the test in the statement, and goes on as if it had held.
func nobodyLooks(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Status == "sold" {
		return errSoldOut
	}
	if err := db.Model(&p).Where("COALESCE(status, '') <> ?", "sold").Update("status", "sold").Error; err != nil { // want "(?i)lost update: Product.Status"
		return err
	}
	return db.Model(&Wallet{}).Where("id = ?", 1).Update("points", gorm.Expr("points + ?", n)).Error
}

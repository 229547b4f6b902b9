// Package tickets tests and takes in one function what another makes something of.
package tickets

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// Coupon is a one-time code.
type Coupon struct {
	ID    uint
	Code  string
	Used  bool
	Coins int64
}

// Purse holds coins.
type Purse struct {
	ID    uint
	Coins int64
}

var errUsed = errors.New("used")

// consume tells whether the coupon was taken: what that is worth, its callers know.
func consume(db *gorm.DB, code string) (*Coupon, error) {
	var c Coupon
	if err := db.Where("code = ?", code).First(&c).Error; err != nil {
		return nil, err
	}
	if c.Used {
		return nil, errUsed
	}
	c.Used = true
	if err := db.Save(&c).Error; err != nil { // want "lost update: Coupon.Used is tested with the value read at line 30, and set here"
		return nil, err
	}
	return &c, nil
}

func redeem(db *gorm.DB, purse uint, code string) error {
	c, err := consume(db, code)
	if err != nil {
		return err
	}
	return db.Model(&Purse{}).Where("id = ?", purse).Update("coins", gorm.Expr("coins + ?", c.Coins)).Error
}

func take(db *gorm.DB, code string) (int64, bool) {
	var c Coupon
	if db.Where("code = ?", code).First(&c).Error != nil || c.Used {
		return 0, false
	}
	db.Model(&c).Update("used", true) // want "lost update: Coupon.Used is tested with the value read at line 53, and set here"
	return c.Coins, true
}

func redeemTaken(db *gorm.DB, purse uint, code string) error {
	coins, ok := take(db, code)
	if !ok {
		return errUsed
	}
	return db.Model(&Purse{}).Where("id = ?", purse).Update("coins", gorm.Expr("coins + ?", coins)).Error
}

// consumeOnce repeats the test in the statement.
func consumeOnce(db *gorm.DB, code string) (*Coupon, error) {
	var c Coupon
	if err := db.Where("code = ?", code).First(&c).Error; err != nil {
		return nil, err
	}
	if c.Used {
		return nil, errUsed
	}
	res := db.Model(&c).Where("used = ?", false).Update("used", true)
	if res.Error != nil {
		return nil, res.Error
	}
	if res.RowsAffected == 0 {
		return nil, errUsed
	}
	return &c, nil
}

func redeemOnce(db *gorm.DB, purse uint, code string) error {
	c, err := consumeOnce(db, code)
	if err != nil {
		return err
	}
	return db.Model(&Purse{}).Where("id = ?", purse).Update("coins", gorm.Expr("coins + ?", c.Coins)).Error
}

// open makes sure that the coupon is open: what comes behind it happens as well if it was.
func open(db *gorm.DB, code string) error {
	var c Coupon
	if err := db.Where("code = ?", code).First(&c).Error; err != nil {
		return err
	}
	if c.Used {
		return db.Model(&c).Update("used", false).Error
	}
	return nil
}

func openAndPay(db *gorm.DB, purse uint, code string) error {
	if err := open(db, code); err != nil {
		return err
	}
	return db.Model(&Purse{}).Where("id = ?", purse).Update("coins", gorm.Expr("coins + ?", 1)).Error
}

// revoke is called by who does nothing that counts twice.
func revoke(db *gorm.DB, code string) error {
	var c Coupon
	if err := db.Where("code = ?", code).First(&c).Error; err != nil {
		return err
	}
	if c.Used {
		return errUsed
	}
	return db.Model(&c).Update("used", true).Error
}

func revokeAll(_ context.Context, db *gorm.DB, codes []string) error {
	for _, code := range codes {
		if err := revoke(db, code); err != nil {
			return err
		}
	}
	return db.Model(&Purse{}).Where("coins < 0").Update("coins", 0).Error
}

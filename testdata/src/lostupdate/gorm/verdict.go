package shop

import (
	"errors"
	"fmt"

	"gorm.io/gorm"
)

var errClosed = errors.New("closed")

// The test of a check stands in a function of its own: what it returns is decided by the column.

func validateOpen(o *Order) error {
	if o.Status != "open" {
		return errClosed
	}
	return nil
}

func payValidatedOrder(db *gorm.DB, id uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if err := validateOpen(&o); err != nil {
		return err
	}
	o.Status = "paid"
	if err := db.Save(&o).Error; err != nil { // want "lost update: Order.Status is tested with the value read at line "
		return err
	}
	return db.Create(&Inventory{UserID: o.UserID, Quantity: o.Quantity}).Error
}

// openOrder reads and tests: its callers go on with an order that was open.
func openOrder(db *gorm.DB, id uint) (*Order, error) {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return nil, err
	}
	if o.Status != "open" {
		return nil, fmt.Errorf("order %d is %s", id, o.Status)
	}
	return &o, nil
}

func payOrderThatWasFoundOpen(db *gorm.DB, id uint) error {
	o, err := openOrder(db, id)
	if err != nil {
		return err
	}
	if err := db.Model(o).Update("status", "paid").Error; err != nil { // want "lost update: Order.Status is tested with the value read at line "
		return err
	}
	return db.Create(&Inventory{UserID: o.UserID, Quantity: o.Quantity}).Error
}

func (o *Order) canBePaid() bool {
	if o.PaidAt != nil {
		return false
	}
	return o.Status == "open"
}

func payOrderThatCanBePaid(db *gorm.DB, id uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if !o.canBePaid() {
		return errClosed
	}
	o.Status = "paid"
	if err := db.Save(&o).Error; err != nil { // want "lost update: Order.Status is tested with the value read at line "
		return err
	}
	return db.Create(&Inventory{UserID: o.UserID, Quantity: o.Quantity}).Error
}

func payWithAVariableForTheTest(db *gorm.DB, id uint, force bool) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	ok := o.Status == "open" && !force
	if !ok {
		return errClosed
	}
	o.Status = "paid"
	if err := db.Save(&o).Error; err != nil { // want "lost update: Order.Status is tested with the value read at line "
		return err
	}
	return db.Create(&Inventory{UserID: o.UserID, Quantity: o.Quantity}).Error
}

func takeStockIfTheDifferenceIsNotNegative(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.InStock-n < 0 {
		return errNotEnough
	}
	return db.Model(&p).Update("in_stock", gorm.Expr("in_stock - ?", n)).Error // want "lost update: Product.InStock is tested against a limit with the value read at line "
}

func cancelAndPayBack(db *gorm.DB, id uint) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var o Order
		if err := tx.First(&o, id).Error; err != nil {
			return err
		}
		if o.Status != "open" {
			return errClosed
		}
		if err := tx.Delete(&o).Error; err != nil { // want "lost update: Order.Status is tested with the value read at line .*deleted"
			return err
		}
		return tx.Model(&Wallet{}).Where("user_id = ?", o.UserID).Update("points", gorm.Expr("points + ?", o.Quantity)).Error
	})
}

// Clean twins.

func payValidatedOrderIfItIsStillOpen(db *gorm.DB, id uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if err := validateOpen(&o); err != nil {
		return err
	}
	res := db.Model(&Order{}).Where("id = ? AND status = ?", id, "open").Update("status", "paid")
	if res.Error != nil || res.RowsAffected == 0 {
		return errClosed
	}
	return db.Create(&Inventory{UserID: o.UserID, Quantity: o.Quantity}).Error
}

// claim takes the order for one request: whoever gets it goes on alone.
func claim(db *gorm.DB, id uint) (*Order, error) {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return nil, err
	}
	if o.Status != "open" {
		return nil, errClosed
	}
	res := db.Model(&Order{}).Where("id = ? AND status = ?", id, "open").Update("status", "busy")
	if res.Error != nil || res.RowsAffected == 0 {
		return nil, errClosed
	}
	return &o, nil
}

func payClaimedOrder(db *gorm.DB, id uint) error {
	o, err := claim(db, id)
	if err != nil {
		return err
	}
	if err := db.Model(o).Update("status", "paid").Error; err != nil {
		return err
	}
	return db.Create(&Inventory{UserID: o.UserID, Quantity: o.Quantity}).Error
}

func validateOwner(o *Order, userID uint) error {
	if o.UserID != userID {
		return errors.New("not yours")
	}
	return nil
}

func payOwnOrder(db *gorm.DB, id, userID uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if err := validateOwner(&o, userID); err != nil {
		return err
	}
	o.Status = "paid" // the owner was tested, not the status
	if err := db.Model(&o).Select("Status").Updates(&o).Error; err != nil {
		return err
	}
	return db.Create(&Inventory{UserID: o.UserID, Quantity: o.Quantity}).Error
}

func cancelAndPayBackWhoeverDeletes(db *gorm.DB, id uint) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var o Order
		if err := tx.First(&o, id).Error; err != nil {
			return err
		}
		if o.Status != "open" {
			return errClosed
		}
		res := tx.Delete(&o)
		if res.Error != nil || res.RowsAffected == 0 {
			return errClosed
		}
		return tx.Model(&Wallet{}).Where("user_id = ?", o.UserID).Update("points", gorm.Expr("points + ?", o.Quantity)).Error
	})
}

func deleteClosed(db *gorm.DB, id uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if o.Status == "open" {
		return errClosed
	}
	return db.Delete(&o).Error
}

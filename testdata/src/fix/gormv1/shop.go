// Package shop is a shop on GORM v1 whose lost updates are repaired: shop.go.golden holds the repaired file.
package shop

import (
	"errors"

	"github.com/jinzhu/gorm"
)

var errSoldOut = errors.New("sold out")

type Product struct {
	ID     uint
	Stock  int `gorm:"column:stock_left"`
	Views  int64
	Status string
}

func subtractThenSave(db *gorm.DB, id uint, n int) error {
	var p Product
	if db.First(&p, id).RecordNotFound() {
		return gorm.ErrRecordNotFound
	}
	if p.Stock < n {
		return errSoldOut
	}
	p.Stock -= n
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock"
}

func severalColumns(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, "id = ?", id).Error; err != nil {
		return err
	}
	p.Stock -= n
	p.Views++
	p.Status = "reserved"
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock" "(?i)lost update: Product.Views"
}

func oneColumn(db *gorm.DB, id uint) error {
	p := Product{}
	if err := db.Where("id = ?", id).First(&p).Error; err != nil {
		return err
	}
	return db.Model(&p).UpdateColumn("views", p.Views+1).Error // want "(?i)lost update: Product.Views"
}

func structOfColumns(db *gorm.DB, id uint, n int) error {
	p := Product{}
	if err := db.First(&p, "id = ?", id).Error; err != nil {
		return err
	}
	return db.Model(&p).Update(Product{Stock: p.Stock - n}).Error // want "(?i)lost update: Product.(Stock|StockLeft)"
}

func mapOfTable(db *gorm.DB, id uint, n int) error {
	p := Product{}
	if err := db.First(&p, "id = ?", id).Error; err != nil {
		return err
	}
	return db.Table("products").Where("id = ?", id).Updates(map[string]interface{}{"stock_left": p.Stock - n}).Error // want "(?i)lost update: products?.stock"
}

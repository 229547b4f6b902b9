// Package migrations changes data once; it may take long.
package migrations

import "gorm.io/gorm"

type Price struct {
	ID    uint
	Cents int
	Euros int
}

func ToCents(db *gorm.DB) error {
	var prices []Price
	if err := db.Find(&prices).Error; err != nil {
		return err
	}
	for _, p := range prices {
		if err := db.Model(&p).Update("cents", p.Euros*100).Error; err != nil { // want "Price is updated once for each of prices"
			return err
		}
	}
	return nil
}

func schemaToo(db *gorm.DB, prices []Price) error {
	if err := db.AutoMigrate(&Price{}); err != nil {
		return err
	}
	for _, p := range prices {
		if err := db.Create(&p).Error; err != nil {
			return err
		}
	}
	return nil
}

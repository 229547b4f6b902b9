// Package migrations holds changes that run once, when the program is set up: nothing here is reported.
package migrations

import "gorm.io/gorm"

type Price struct {
	ID    uint
	Cents int
}

// All are the migrations in their order.
var All = []func(*gorm.DB) error{centsFromEuros}

func centsFromEuros(db *gorm.DB) error {
	var prices []Price
	if err := db.Find(&prices).Error; err != nil {
		return err
	}
	for _, p := range prices {
		p.Cents *= 100
		if err := db.Save(&p).Error; err != nil {
			return err
		}
	}
	return nil
}

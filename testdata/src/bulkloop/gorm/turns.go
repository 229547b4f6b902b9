package shop

import (
	"time"

	"gorm.io/gorm"
)

type period struct {
	Days int
	Kind string
}

// All rows within bounds, not one.
func deleteOlder(db *gorm.DB, periods []period) error {
	for _, p := range periods {
		if err := db.Where("created_at < ?", time.Now().AddDate(0, 0, -p.Days)).Delete(&Order{}).Error; err != nil {
			return err
		}
	}
	return nil
}

// The same row each time.
func renameOne(db *gorm.DB, id uint, names []string) error {
	for _, name := range names {
		if err := db.Model(&Product{}).Where("id = ?", id).Update("name", name).Error; err != nil {
			return err
		}
	}
	return nil
}

func saveOne(db *gorm.DB, id uint, names []string) error {
	for _, name := range names {
		var p Product
		if err := db.First(&p, id).Error; err != nil {
			return err
		}
		p.Name = name
		if err := db.Save(&p).Error; err != nil {
			return err
		}
	}
	return nil
}

func renameOneOfEach(db *gorm.DB, shelf uint, names []string) error {
	for _, name := range names {
		if err := db.Model(&Product{}).Where("rank = ? AND name = ?", shelf, name).Update("active", true).Error; err != nil { // want "Product is updated once for each of names"
			return err
		}
	}
	return nil
}

// Each row is made from the one before.
func chained(db *gorm.DB, prices []int) error {
	for _, price := range prices {
		var last Product
		db.Order("id desc").First(&last)
		if err := db.Create(&Product{Price: last.Price + price}).Error; err != nil {
			return err
		}
	}
	return nil
}

// The one statement for all has failed.
func oneByOneThen(db *gorm.DB, products []*Product) (failed []error) {
	if err := db.Create(&products).Error; err != nil {
		for _, p := range products {
			if err := db.Create(p).Error; err != nil {
				println(err.Error())
			}
		}
	}
	return failed
}

type registry struct{ names []string }

var theRegistry = &registry{}

func (r *registry) fill(names []string) { r.names = names }

func overRegistry(db *gorm.DB) error {
	for _, name := range theRegistry.names {
		if err := db.Create(&Product{Name: name}).Error; err != nil { // want "Product is inserted once for each of theRegistry.names"
			return err
		}
	}
	return nil
}

// All rows get the same.
func sameForAll(db *gorm.DB, ids []uint, name string) error {
	for _, id := range ids {
		if err := db.Model(&Product{}).Where("id = ?", id).Updates(map[string]any{"active": true, "name": name}).Error; err != nil { // want "Product is updated once for each of ids; one UPDATE … WHERE id IN"
			return err
		}
	}
	return nil
}

// Package shop is a shop on the first GORM: bug.go writes row by row, clean.go does not.
package shop

import "github.com/jinzhu/gorm"

type Product struct {
	gorm.Model
	Name  string
	Stock int
}

func createEach(db *gorm.DB, products []Product) error {
	for i := range products {
		if err := db.Create(&products[i]).Error; err != nil { // want "Product is inserted once for each of products; one INSERT with a list of VALUES would do"
			return err
		}
	}
	return nil
}

func updateEach(db *gorm.DB, ids []uint, stock int) {
	tx := db.Begin()
	for _, id := range ids {
		tx.Model(&Product{}).Where("id = ?", id).Update("stock", stock) // want "Product is updated .* all run in one transaction"
	}
	tx.Commit()
}

func deleteEach(db *gorm.DB, products []*Product) {
	for _, p := range products {
		db.Delete(p) // want "Product is deleted once for each of products; one DELETE … WHERE id IN"
	}
}

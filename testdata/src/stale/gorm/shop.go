// Package gorm saves loaded rows with GORM.
package gorm

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Product is a row with columns that others change.
type Product struct {
	ID      int64
	Name    string
	Price   int64
	InStock int
}

func renameThenSave(db *gorm.DB, id int64, name string) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Name = name
	return db.Save(&p).Error // want "stale row: Product is read at line 19 and saved whole here though only Name changed; Price and InStock go back as they were"
}

type store struct{ db *gorm.DB }

func (s *store) get(id int64) (*Product, error) {
	var p Product
	err := s.db.First(&p, id).Error
	return &p, err
}

func (s *store) save(p *Product) error { return s.db.Save(p).Error }

func (s *store) renameThroughHelpers(id int64, name string, price int64) error {
	p, err := s.get(id)
	if err != nil {
		return err
	}
	p.Name, p.Price = name, price
	return s.save(p) // want "stale row: Product .*only Name and Price changed; InStock go"
}

func renameOnly(db *gorm.DB, id int64, name string) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&p).Update("name", name).Error
}

func saveTheSelectedColumn(db *gorm.DB, id int64, name string) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Name = name
	return db.Select("Name").Save(&p).Error
}

func renameUnderALock(db *gorm.DB, id int64, name string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&p, id).Error; err != nil {
			return err
		}
		p.Name = name
		return tx.Save(&p).Error
	})
}

func changeEveryColumn(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Name, p.Price, p.InStock = "", 0, 0
	return db.Save(&p).Error
}

func insertANewRow(db *gorm.DB, name string) error {
	p := Product{Name: name}
	return db.Save(&p).Error
}

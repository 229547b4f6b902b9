// Package shop looks for rows and inserts them with gorm.io/gen.
package shop

import (
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"fixtures/lostupdate/gen/model"
	"fixtures/lostupdate/gen/query"
)

func getOrCreate(name string) (*model.Product, error) {
	p, err := query.Product.Where(query.Product.Name.Eq(name)).First()
	if errors.Is(err, gorm.ErrRecordNotFound) {
		p = &model.Product{Name: name}
		return p, query.Product.Create(p) // want "duplicate row: Product is looked for at line 15"
	}
	return p, err
}

func countThenCreate(name string) error {
	n, err := query.Product.Where(query.Product.Name.Eq(name)).Count()
	if err != nil || n > 0 {
		return err
	}
	return query.Product.Create(&model.Product{Name: name}) // want "Product is looked for"
}

func firstOrCreate(name string) (*model.Product, error) {
	return query.Product.Where(query.Product.Name.Eq(name)).FirstOrCreate() // want "duplicate row: FirstOrCreate looks for Product"
}

func createWithAConflictClause(name string) error {
	_, err := query.Product.Where(query.Product.Name.Eq(name)).First()
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return query.Product.Clauses(clause.OnConflict{DoNothing: true}).Create(&model.Product{Name: name})
	}
	return err
}

func createAfterAnother(name string) error {
	if _, err := query.Product.Where(query.Product.Name.Eq(name)).First(); err != nil {
		return err
	}
	return query.Product.Create(&model.Product{Name: name + " 2"})
}

func saleOfWhatIsThere(name string) error {
	p, err := query.Product.Where(query.Product.Name.Eq(name)).First()
	if err != nil {
		return err
	}
	return query.Sale.Create(&model.Sale{ProductID: p.ID})
}

// Package shop saves rows of its own making with gorm.io/gen.
package shop

import (
	"fixtures/lostupdate/gen/model"
	"fixtures/lostupdate/gen/query"
)

func saveWhatWasMadeHere(id int64, name string) error {
	p := &model.Product{ID: id, Name: name}
	return query.Product.Save(p) // want "blind save: Product was not loaded but made here with its ID; the row that it meets is overwritten, and gets zeros for Stock, Price, State and 2 more"
}

func saveAllButCreatedAt(id, product int64, qty int32) error {
	return query.Sale.Save(&model.Sale{ID: id, ProductID: product, Qty: qty})
}

func saveWhatWasLoaded(id int64, name string) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	p.Name = name
	return query.Product.Save(p)
}

func updateNamedColumns(id int64, name string) error {
	_, err := query.Product.Where(query.Product.ID.Eq(id)).Updates(model.Product{Name: name})
	return err
}

// Package shop locks rows with gorm.io/gen, and runs statements beside its transactions.
package shop

import (
	"gorm.io/gorm/clause"

	"fixtures/lostupdate/gen/model"
	"fixtures/lostupdate/gen/query"
)

var update = clause.Locking{Strength: "UPDATE"}

func besideTheTransaction(q *query.Query, id int64) error {
	return q.Transaction(func(tx *query.Query) error {
		if _, err := tx.Product.Where(tx.Product.ID.Eq(id)).Update(tx.Product.State, "sold"); err != nil {
			return err
		}
		return q.Sale.Create(&model.Sale{ProductID: id}) // want "the write of Sale runs outside of the transaction"
	})
}

func lockInside(id int64) error {
	tx := query.Q.Begin()
	defer tx.Rollback()
	p, err := tx.Product.Clauses(update).Where(tx.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	if err := tx.Sale.Create(&model.Sale{ProductID: p.ID}); err != nil {
		return err
	}
	return tx.Commit()
}

func columnsOfTheOtherHandle(id int64) error {
	return query.Q.Transaction(func(tx *query.Query) error {
		_, err := tx.Product.Where(query.Product.ID.Eq(id)).Update(query.Product.State, "sold")
		return err
	})
}

// Package gen is a shop on gorm.io/gen: bug.go loses updates, clean.go does not. The packages query and plain are generated from model.
package gen

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"fixtures/lostupdate/gen/model"
	"fixtures/lostupdate/gen/plain"
	"fixtures/lostupdate/gen/query"
)

var errSoldOut = errors.New("sold out")

func updateComputedColumn(id int64, qty int32) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	_, err = query.Product.Where(query.Product.ID.Eq(id)).Update(query.Product.Stock, p.Stock-qty) // want "lost update: Product.Stock "
	return err
}

func updateComputedValues(ctx context.Context, id int64, qty int32) error {
	q := query.Product
	p, err := q.WithContext(ctx).Where(q.ID.Eq(id)).Take()
	if err != nil {
		return err
	}
	_, err = q.WithContext(ctx).Where(q.ID.Eq(id)).UpdateSimple(q.State.Value("sold"), q.Stock.Value(p.Stock-qty)) // want "lost update: Product.Stock "
	return err
}

func decrementThenSave(ctx context.Context, id int64) error {
	q := query.Product.WithContext(ctx)
	p, err := q.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	p.Stock--
	return q.Save(p) // want "lost update: Product.Stock "
}

func updatesOfStruct(id int64, by float64) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	p.Price *= by
	_, err = query.Product.Where(query.Product.ID.Eq(p.ID)).Updates(p) // want "lost update: Product.Price "
	return err
}

func updatesOfMap(id int64, qty int32) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	_, err = query.Product.Where(query.Product.ID.Eq(id)).Updates(map[string]any{"stock": p.Stock - qty}) // want "lost update: Product.Stock "
	return err
}

func everyRow(by int32) error {
	all, err := query.Product.Where(query.Product.State.Eq("open")).Find()
	if err != nil {
		return err
	}
	for _, p := range all {
		p.Stock += by
		if err := query.Product.Save(p); err != nil { // want "lost update: Product.Stock "
			return err
		}
	}
	return nil
}

func scanIntoOwnStruct(id int64) error {
	var row struct {
		ID    int64
		Stock int32
	}
	if err := query.Product.Where(query.Product.ID.Eq(id)).Scan(&row); err != nil {
		return err
	}
	_, err := query.Product.Where(query.Product.ID.Eq(id)).UpdateColumn(query.Product.Stock, row.Stock+1) // want "lost update: Product.Stock "
	return err
}

func inTransaction(id int64, qty int32) error {
	return query.Q.Transaction(func(tx *query.Query) error {
		p, err := tx.Product.Where(tx.Product.ID.Eq(id)).First()
		if err != nil {
			return err
		}
		if p.Stock < qty {
			return errSoldOut
		}
		_, err = tx.Product.Where(tx.Product.ID.Eq(id)).UpdateSimple(tx.Product.Stock.Sub(qty)) // want "lost update: Product.Stock "
		return err
	})
}

func checkedThenSold(db *gorm.DB, id int64) error {
	q := query.Use(db)
	tx := q.Begin()
	defer tx.Rollback()
	p, err := tx.Product.Where(tx.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	if p.SoldAt != nil {
		return errSoldOut
	}
	if _, err := tx.Product.Where(tx.Product.ID.Eq(id)).Update(tx.Product.SoldAt, time.Now()); err != nil { // want "lost update: Product.SoldAt "
		return err
	}
	if err := tx.Sale.Create(&model.Sale{ProductID: id, Qty: 1}); err != nil {
		return err
	}
	return tx.Commit()
}

func plainUpdate(ctx context.Context, q *plain.Query, id int64, qty int32) error {
	p, err := q.Product.WithContext(ctx).Where(q.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	_, err = q.Product.WithContext(ctx).Where(q.Product.ID.Eq(id)).Update(q.Product.Stock, p.Stock-qty) // want "lost update: Product.Stock "
	return err
}

func plainDecrementThenSave(ctx context.Context, q *plain.Query, id int64) error {
	p, err := q.Product.WithContext(ctx).Where(q.Product.ID.Eq(id)).Last()
	if err != nil {
		return err
	}
	p.Stock--
	return q.Product.WithContext(ctx).Save(p) // want "lost update: Product.Stock "
}

func find(ctx context.Context, q *plain.Query, id int64) (*model.Product, error) {
	return q.Product.WithContext(ctx).Where(q.Product.ID.Eq(id)).First()
}

func foundByHelper(ctx context.Context, q *plain.Query, id int64) error {
	return q.Transaction(func(tx *plain.Query) error {
		p, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		_, err = tx.WithContext(ctx).Product.Where(tx.Product.ID.Eq(p.ID)).UpdateSimple(tx.Product.Stock.Value(p.Stock + 1)) // want "lost update: Product.Stock "
		return err
	})
}

func sameTransactionInAHelper(id int64) error {
	return query.Q.Transaction(func(tx *query.Query) error { return take(tx, id) })
}

func take(tx *query.Query, id int64) error {
	p, err := tx.Product.Where(tx.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	_, err = tx.Product.Where(tx.Product.ID.Eq(id)).Updates(model.Product{Stock: p.Stock - 1}) // want "lost update: Product.Stock "
	return err
}

func repeatedTestThatNobodyLooksAt(id int64) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	if p.State == "sold" {
		return errSoldOut
	}
	_, err = query.Product.Where(query.Product.ID.Eq(id), query.Product.State.Neq("sold")).Update(query.Product.State, "sold") // want "lost update: Product.State "
	if err != nil {
		return err
	}
	return query.Sale.Create(&model.Sale{ProductID: id, Qty: 1})
}

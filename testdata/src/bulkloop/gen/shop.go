// Package shop writes row by row on gorm.io/gen, and where there is no other way.
package shop

import (
	"context"

	"fixtures/lostupdate/gen/model"
	"fixtures/lostupdate/gen/plain"
	"fixtures/lostupdate/gen/query"
)

func createEach(names []string) error {
	for _, name := range names {
		if err := query.Product.Create(&model.Product{Name: name}); err != nil { // want "Product is inserted once for each of names; one CreateInBatches of the slice would do"
			return err
		}
	}
	return nil
}

func createEachInATransaction(ctx context.Context, q *plain.Query, names []string) error {
	return q.Transaction(func(tx *plain.Query) error {
		for _, name := range names {
			if err := tx.Product.WithContext(ctx).Create(&model.Product{Name: name}); err != nil { // want "Product is inserted .* all run in one transaction"
				return err
			}
		}
		return nil
	})
}

func create(p *model.Product, tx *query.QueryTx) error {
	if tx != nil {
		return tx.Product.Create(p)
	}
	return query.Product.Create(p)
}

func createEachThroughAHelper(names []string) error {
	tx := query.Q.Begin()
	defer tx.Rollback()
	for _, name := range names {
		if err := create(&model.Product{Name: name}, tx); err != nil { // want "Product is inserted once for each of names"
			return err
		}
	}
	return tx.Commit()
}

func renameEach(names map[int64]string) error {
	for id, name := range names {
		if _, err := query.Product.Where(query.Product.ID.Eq(id)).Update(query.Product.Name, name); err != nil { // want "Product is updated once for each of names"
			return err
		}
	}
	return nil
}

func deleteEach(ctx context.Context, q *plain.Query, ids []int64) error {
	for _, id := range ids {
		if _, err := q.Product.WithContext(ctx).Where(q.Product.ID.Eq(id)).Delete(); err != nil { // want "Product is deleted once for each of ids; one Where.*In.ids"
			return err
		}
	}
	return nil
}

func createAll(names []string) error {
	var all []*model.Product
	for _, name := range names {
		all = append(all, &model.Product{Name: name})
	}
	return query.Product.CreateInBatches(all, 100)
}

func deleteAll(ids []int64) error {
	_, err := query.Product.Where(query.Product.ID.In(ids...)).Delete()
	return err
}

func createWithItsSales(names []string) error {
	for _, name := range names {
		p := &model.Product{Name: name}
		if err := query.Product.Create(p); err != nil {
			return err
		}
		if err := query.Sale.Create(&model.Sale{ProductID: p.ID}); err != nil {
			return err
		}
	}
	return nil
}

func sellEachIfThereAreAny(qty map[int64]int32) (missing []int64, err error) {
	q := query.Product
	for id, n := range qty {
		info, err := q.Where(q.ID.Eq(id), q.Stock.Gte(n)).UpdateSimple(q.Stock.Sub(n))
		if err != nil {
			return nil, err
		}
		if info.RowsAffected == 0 {
			missing = append(missing, id)
		}
	}
	return missing, nil
}

func createWhatIsNotThere(prices map[string]float64) error {
	for name, price := range prices {
		info, err := query.Product.Where(query.Product.Name.Eq(name)).Updates(map[string]any{"price": price})
		if err != nil {
			return err
		} else if info.RowsAffected == 0 {
			if err := query.Product.Create(&model.Product{Name: name, Price: price}); err != nil {
				return err
			}
		}
	}
	return nil
}

package gen

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"gorm.io/gen"
	"gorm.io/gen/field"

	"fixtures/lostupdate/gen/model"
	"fixtures/lostupdate/gen/plain"
	"fixtures/lostupdate/gen/query"
)

func databaseComputes(id int64, qty int32) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	_, err = query.Product.Where(query.Product.ID.Eq(p.ID)).UpdateSimple(query.Product.Stock.Sub(qty), query.Product.Price.Mul(1.1))
	return err
}

func databaseComputesInUpdate(id int64) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	_, err = query.Product.Where(query.Product.ID.Eq(p.ID)).Update(query.Product.Stock, query.Product.Stock.Add(1))
	return err
}

func conditionIsRepeated(id int64, qty int32) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	if p.Stock < qty {
		return errSoldOut
	}
	info, err := query.Product.Where(query.Product.ID.Eq(id), query.Product.Stock.Gte(qty)).UpdateSimple(query.Product.Stock.Sub(qty))
	if err != nil {
		return err
	}
	if info.RowsAffected == 0 {
		return errSoldOut
	}
	return nil
}

func conditionOnWhatIsLeft(id int64, qty int32) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	if p.Stock < qty {
		return errSoldOut
	}
	info, err := query.Product.Where(query.Product.Stock.Sub(qty).Gte(0), query.Product.ID.Eq(id)).UpdateSimple(query.Product.Stock.Sub(qty))
	if err == nil && info.RowsAffected == 0 {
		return errSoldOut
	}
	return err
}

func soldOnce(id int64, at field.Expr) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	if p.SoldAt != nil {
		return errSoldOut
	}
	info, err := query.Product.Where(query.Product.SoldAt.IsNull(), query.Product.ID.Eq(id)).Update(query.Product.SoldAt, at)
	if err != nil {
		return err
	}
	if info.RowsAffected == 0 {
		return errSoldOut
	}
	return query.Sale.Create(&model.Sale{ProductID: id, Qty: 1})
}

func compareAndSet(id int64) (bool, error) {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return false, err
	}
	info, err := query.Product.Where(query.Product.ID.Eq(id), query.Product.Stock.Eq(p.Stock)).Update(query.Product.Stock, p.Stock-1)
	return info.RowsAffected == 1, err
}

func lockedRow(ctx context.Context, id int64, qty int32) error {
	return query.Q.Transaction(func(tx *query.Query) error {
		p, err := tx.Product.WithContext(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where(tx.Product.ID.Eq(id)).First()
		if err != nil {
			return err
		}
		p.Stock -= qty
		return tx.Product.WithContext(ctx).Save(p)
	})
}

func lockedRowInPlainMode(ctx context.Context, db *gorm.DB, id int64, qty int32) error {
	tx := plain.Use(db).Begin()
	defer tx.Rollback()
	p, err := tx.Product.WithContext(ctx).Where(tx.Product.ID.Eq(id)).Clauses(clause.Locking{Strength: "UPDATE"}).First()
	if err != nil {
		return err
	}
	if _, err := tx.Product.WithContext(ctx).Where(tx.Product.ID.Eq(id)).Update(tx.Product.Stock, p.Stock-qty); err != nil {
		return err
	}
	return tx.Commit()
}

func serializable(id int64, qty int32) error {
	return query.Q.Transaction(func(tx *query.Query) error {
		p, err := tx.Product.Where(tx.Product.ID.Eq(id)).First()
		if err != nil {
			return err
		}
		p.Stock -= qty
		return tx.Product.Save(p)
	}, &sql.TxOptions{Isolation: sql.LevelSerializable})
}

func otherColumnsOnly(id int64) error {
	p, err := query.Product.Where(query.Product.ID.Eq(id)).First()
	if err != nil {
		return err
	}
	p.Stock--
	_, err = query.Product.Where(query.Product.ID.Eq(id)).Select(query.Product.Name, query.Product.State).Updates(p)
	return err
}

func inOtherRow(ctx context.Context, q *plain.Query, from, to int64) error {
	p, err := q.Product.WithContext(ctx).Where(q.Product.ID.Eq(from)).First()
	if err != nil {
		return err
	}
	_, err = q.Product.WithContext(ctx).Where(q.Product.ID.Eq(to)).Update(q.Product.Price, p.Price*2)
	return err
}

func scoped(name string, by int32) error {
	open := func(tx gen.Dao) gen.Dao { return tx.Where(query.Product.State.Eq("open")) }
	_, err := query.Product.Scopes(open).Where(query.Product.Name.Eq(name)).UpdateSimple(query.Product.Stock.Add(by))
	return err
}

func toggledInTheDatabase(id int64) error {
	_, err := query.Product.Where(query.Product.ID.Eq(id)).Update(query.Product.Featured, query.Product.Featured.Not())
	return err
}

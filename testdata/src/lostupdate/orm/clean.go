package shop

import (
	"context"
	"database/sql"

	"github.com/rmwlint/rmwlint/orm"
)

func setExpression(ctx context.Context, db *orm.DB, id int64, qty int) error {
	p := &Product{ID: id}
	return orm.Update(ctx, db, p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(qty)), orm.If(orm.F(&p.InStock).Gte(qty)))
}

func setExpressionOnLoadedRow(ctx context.Context, db *orm.DB, id int64, qty int) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	return orm.Update(ctx, db, p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(qty)), orm.Set(&p.Reserved, orm.F(&p.Reserved).Add(qty)))
}

func updateQuerySet(ctx context.Context, db *orm.DB) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	_, err := products.Filter(orm.F(&x.InStock).Lt(orm.F(&x.Reserved)).Or(orm.F(&x.Price).Gt(100))).
		Update(ctx, orm.Set(&x.Price, orm.F(&x.Price).Mul(1.2)))
	return err
}

func lockThenSave(ctx context.Context, db *orm.DB, id int64, qty int) error {
	return orm.Atomic(ctx, db, func(tx *orm.DB) error {
		products := orm.Objects[Product](tx)
		x := products.Fields()
		p, err := products.Filter(orm.F(&x.ID).Eq(id)).SelectForUpdate().First(ctx)
		if err != nil {
			return err
		}
		p.InStock -= qty
		return orm.Save(ctx, tx, p)
	})
}

func lockManyThenSave(ctx context.Context, db *orm.DB) error {
	return orm.Atomic(ctx, db, func(tx *orm.DB) error {
		all, err := orm.Objects[Product](tx).SelectForUpdate(orm.SkipLocked).All(ctx)
		if err != nil {
			return err
		}
		for _, p := range all {
			p.Price *= 1.1
		}
		_, err = orm.BulkUpdate(ctx, tx, all)
		return err
	})
}

func serializable(ctx context.Context, db *orm.DB, id int64, qty int) error {
	return orm.Atomic(ctx, db, func(tx *orm.DB) error {
		products := orm.Objects[Product](tx)
		x := products.Fields()
		p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
		if err != nil {
			return err
		}
		p.InStock -= qty
		return orm.Save(ctx, tx, p)
	}, orm.Isolation(sql.LevelSerializable))
}

func compareVersion(ctx context.Context, db *orm.DB, id int64, qty int) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	return orm.Update(ctx, db, p,
		orm.Set(&p.InStock, p.InStock-qty),
		orm.Set(&p.Version, orm.F(&p.Version).Add(1)),
		orm.If(orm.F(&p.Version).Eq(p.Version)))
}

func absoluteValue(ctx context.Context, db *orm.DB, id int64, price float64) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	p.Price = price
	return orm.Save(ctx, db, p, orm.UpdateFields(&p.Price))
}

func copyIsNew(ctx context.Context, db *orm.DB, id int64) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	q := &Product{Name: p.Name, Price: p.Price * 2}
	return orm.Save(ctx, db, q, orm.ForceInsert)
}

func saveNamedFieldsOnly(ctx context.Context, db *orm.DB, id int64, name string) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	p.Name = name
	p.InStock-- // shown to the caller, never written
	return orm.Save(ctx, db, p, orm.UpdateFields(&p.Name))
}

func applyAnew(ctx context.Context, db *orm.DB, p, q *Product) error {
	less := orm.Set(&p.InStock, orm.F(&p.InStock).Sub(1))
	if err := orm.Update(ctx, db, p, less); err != nil {
		return err
	}
	free := orm.Set(&p.Price, 0)
	if err := orm.Update(ctx, db, p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(1)), free); err != nil {
		return err
	}
	return orm.Update(ctx, db, p, free)
}

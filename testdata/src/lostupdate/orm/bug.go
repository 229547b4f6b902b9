package shop

import (
	"context"

	"github.com/rmwlint/rmwlint/orm"
)

func getThenSave(ctx context.Context, db *orm.DB, id int64, qty int) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	p.InStock -= qty
	return orm.Save(ctx, db, p) // want "lost update: Product.InStock "
}

func saveOneField(ctx context.Context, db *orm.DB, id int64, qty int) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.Filter(orm.F(&x.ID).Eq(id)).First(ctx)
	if err != nil {
		return err
	}
	p.Reserved += qty
	return orm.Save(ctx, db, p, orm.UpdateFields(&p.Reserved)) // want "lost update: Product.Reserved "
}

func setComputedInGo(ctx context.Context, db *orm.DB, id int64, qty int) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	return orm.Update(ctx, db, p, orm.Set(&p.InStock, p.InStock-qty)) // want "lost update: Product.InStock "
}

func setComputedInGoOnQuerySet(ctx context.Context, db *orm.DB, id int64, qty int) error {
	products := orm.Objects[Product](db)
	x := products.Fields()
	one := products.Filter(orm.F(&x.ID).Eq(id))
	p, err := one.First(ctx)
	if err != nil {
		return err
	}
	_, err = one.Update(ctx, orm.Set(&x.InStock, p.InStock-qty)) // want "lost update: Product.InStock "
	return err
}

func inAtomicWithoutLock(ctx context.Context, db *orm.DB, id int64, qty int) error {
	return orm.Atomic(ctx, db, func(tx *orm.DB) error {
		products := orm.Objects[Product](tx)
		x := products.Fields()
		p, err := products.Get(ctx, orm.F(&x.ID).Eq(id))
		if err != nil {
			return err
		}
		if p.InStock < qty {
			return errSoldOut
		}
		p.InStock -= qty
		return orm.Save(ctx, tx, p) // want "lost update: Product.InStock "
	})
}

func raiseAllPricesOneByOne(ctx context.Context, db *orm.DB) error {
	all, err := orm.Objects[Product](db).All(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		p.Price *= 1.1
		if err := orm.Save(ctx, db, p); err != nil { // want "lost update: Product.Price "
			return err
		}
	}
	return nil
}

func raiseAllPricesInBulk(ctx context.Context, db *orm.DB) error {
	all, err := orm.Objects[Product](db).All(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		p.Price = p.Price + 1
	}
	_, err = orm.BulkUpdate(ctx, db, all) // want "lost update: Product.Price "
	return err
}

func getOrCreateThenSave(ctx context.Context, db *orm.DB, day string) error {
	c := &Counter{Day: day}
	if _, err := orm.Objects[Counter](db).GetOrCreate(ctx, c, &c.Day); err != nil {
		return err
	}
	c.Hits++
	return orm.Save(ctx, db, c) // want "lost update: Counter.Hits "
}

func applyTwice(ctx context.Context, db *orm.DB, p *Product) error {
	less := orm.Set(&p.InStock, orm.F(&p.InStock).Sub(1))
	if err := orm.Update(ctx, db, p, less); err != nil {
		return err
	}
	return orm.Update(ctx, db, p, less, orm.Set(&p.Price, 1)) // want "lost update: the change of Product.InStock that is made at line \\d+ was applied at line \\d+, and is applied here again"
}

// Package orm saves rows under keys of its own with our orm.
package orm

import (
	"context"

	"github.com/rmwlint/rmwlint/orm"
)

// Product is numbered by the database.
type Product struct {
	ID      int64 `orm:"id,pk,auto"`
	Name    string
	InStock int
}

func saveAFreshStruct(ctx context.Context, db *orm.DB, id int64, name string) error {
	return orm.Save(ctx, db, &Product{ID: id, Name: name}) // want "Product was not loaded but made here with its ID.*zeros for InStock$"
}

func insertAFreshStruct(ctx context.Context, db *orm.DB, id int64, name string) error {
	return orm.Save(ctx, db, &Product{ID: id, Name: name}, orm.ForceInsert)
}

func updateOneField(ctx context.Context, db *orm.DB, id int64, name string) error {
	p := Product{ID: id, Name: name}
	return orm.Save(ctx, db, &p, orm.UpdateFields(&p.Name))
}

func saveWithoutAKey(ctx context.Context, db *orm.DB, name string) error {
	return orm.Save(ctx, db, &Product{Name: name})
}

func getThenSave(ctx context.Context, db *orm.DB, id int64, name string) error {
	x := orm.Objects[Product](db).Fields()
	p, err := orm.Objects[Product](db).Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	p.Name = name
	return orm.Save(ctx, db, p)
}

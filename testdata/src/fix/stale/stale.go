// Package stale saves loaded rows whole: those with an edit, and those without.
package stale

import (
	"context"

	"github.com/beego/beego/v2/client/orm"
	"github.com/go-pg/pg/v10"
	ours "github.com/rmwlint/rmwlint/orm"
	"github.com/uptrace/bun"
	"gorm.io/gorm"
	"xorm.io/xorm"
)

type Product struct {
	ID      int64
	Name    string
	Price   int64
	InStock int
}

type Hooked struct {
	ID   int64
	Name string
	Slug string
}

func (h *Hooked) BeforeSave(*gorm.DB) error {
	h.Slug = h.Name
	return nil
}

func viaGORM(db *gorm.DB, id int64, name string, price int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Name, p.Price = name, price
	return db.Save(&p).Error // want "stale"
}

func viaBun(ctx context.Context, db *bun.DB, id int64, name string) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Name = name
	_, err := db.NewUpdate().Model(&p).WherePK().Exec(ctx) // want "stale"
	return err
}

func viaXorm(e *xorm.Engine, id int64, name string) error {
	var p Product
	if _, err := e.ID(id).Get(&p); err != nil {
		return err
	}
	p.Name = name
	_, err := e.ID(id).AllCols().Update(&p) // want "stale"
	return err
}

func viaGopg(db *pg.DB, id int64, name string) error {
	p := Product{ID: id}
	if err := db.Model(&p).WherePK().Select(); err != nil {
		return err
	}
	p.Name = name
	_, err := db.Model(&p).WherePK().Update() // want "stale"
	return err
}

func viaBeego(o orm.Ormer, id int64, name string) error {
	p := Product{ID: id}
	if err := o.Read(&p); err != nil {
		return err
	}
	p.Name = name
	_, err := o.Update(&p) // want "stale"
	return err
}

func viaOurs(ctx context.Context, db *ours.DB, id int64, name string) error {
	products := ours.Objects[Product](db)
	p, err := products.Get(ctx, ours.F(&products.Fields().ID).Eq(id))
	if err != nil {
		return err
	}
	p.Name = name
	return ours.Save(ctx, db, p) // want "stale"
}

func zeroesAreNotWritten(e *xorm.Engine, id int64, name string) error {
	var p Product
	if _, err := e.ID(id).Get(&p); err != nil {
		return err
	}
	p.Name = name
	_, err := e.ID(id).Update(&p) // want "stale"
	return err
}

func theHookChangesMore(db *gorm.DB, id int64, name string) error {
	var h Hooked
	if err := db.First(&h, id).Error; err != nil {
		return err
	}
	h.Name = name
	return db.Save(&h).Error // want "stale"
}

func (p *Product) rename(name string) { p.Name = name }

func changedByItsMethod(db *gorm.DB, id int64, name string) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.rename(name)
	return db.Save(&p).Error // want "stale"
}

func setSlug(db *gorm.DB, id int64, slug string) error {
	return db.Model(&Hooked{ID: id}).UpdateColumn("slug", slug).Error
}

func onSomePathsOnly(db *gorm.DB, id int64, name string, stock int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.InStock = stock
	if name != "" {
		p.Name = name
	}
	return db.Save(&p).Error // want "stale"
}

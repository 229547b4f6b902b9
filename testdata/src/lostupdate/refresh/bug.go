// Package refresh changes a column by an expression, and then saves the row that was read before.
package refresh

import (
	"context"

	"github.com/uptrace/bun"
	"gorm.io/gorm"
	"xorm.io/xorm"
)

// Product is a row.
type Product struct {
	ID      int64 `bun:",pk,autoincrement"`
	Name    string
	InStock int
	Status  string
}

func decrementThenSave(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil {
		return err
	}
	p.Status = "sold"
	return db.Save(&p).Error // want "lost update: Product.InStock is changed by an expression at line 25, and saved here with the value read at line 22"
}

func decrementByKeyThenSave(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	err := db.Model(&Product{}).Where("id = ?", p.ID).Updates(map[string]any{"in_stock": gorm.Expr("in_stock - 1")}).Error
	if err != nil {
		return err
	}
	p.Status = "sold"
	return db.Save(&p).Error // want "Product.InStock is changed by an expression at line 37"
}

func decrXorm(e *xorm.Engine, id int64) error {
	var p Product
	if _, err := e.ID(id).Get(&p); err != nil {
		return err
	}
	if _, err := e.ID(p.ID).Decr("in_stock").Update(&Product{}); err != nil {
		return err
	}
	p.Status = "sold"
	_, err := e.ID(p.ID).AllCols().Update(&p) // want "Product.InStock is changed by an expression"
	return err
}

func setBun(ctx context.Context, db *bun.DB, id int64) error {
	p := new(Product)
	if err := db.NewSelect().Model(p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	if _, err := db.NewUpdate().Model(p).Set("in_stock = in_stock - 1").WherePK().Exec(ctx); err != nil {
		return err
	}
	p.Status = "sold"
	_, err := db.NewUpdate().Model(p).WherePK().Exec(ctx) // want "Product.InStock is changed by an expression"
	return err
}

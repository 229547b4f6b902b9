// Package refresh changes a column by an expression and goes on with the row as it was read.
package refresh

import (
	"context"
	"errors"

	"github.com/uptrace/bun"
	"gorm.io/gorm"
	"xorm.io/xorm"

	"github.com/rmwlint/rmwlint/orm"
)

// Product is a row.
type Product struct {
	ID      int64 `bun:",pk,autoincrement"`
	Name    string
	InStock int
	Status  string
}

var errSoldOut = errors.New("sold out")

func decrementThenSave(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil {
		return err
	}
	p.Status = "sold"
	return db.Save(&p).Error // want "refresh: Product.InStock$"
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
	return db.Save(&p).Error // want "refresh: Product.InStock$"
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
	_, err := e.ID(p.ID).AllCols().Update(&p) // want "refresh: Product.InStock$"
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
	_, err := db.NewUpdate().Model(p).WherePK().Exec(ctx) // want "refresh: Product.InStock$"
	return err
}

func nothingElseIsSaved(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil {
		return err
	}
	return db.Save(&p).Error // want "refresh: Product.InStock; write only the columns that were changed, or read the row again after the statement; no edit is offered because the code does not show all that changed"
}

func compareTheOldValue(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil { // one less
		return err
	}
	if p.InStock == 0 { // want "refresh: Product.InStock$"
		return errSoldOut
	}
	return nil
}

func compareInATransaction(db *gorm.DB, id int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		p := &Product{}
		if err := tx.First(p, id).Error; err != nil {
			return err
		}
		if err := tx.Model(p).Update("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil {
			return err
		}
		if p.InStock < 5 { // want "refresh: Product.InStock$"
			return tx.Create(&Product{Name: "more of " + p.Name}).Error
		}
		return nil
	})
}

func compareWhatAlsoChangedInMemory(db *gorm.DB, id int64) (bool, error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return false, err
	}
	p.Name = "seen"
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil {
		return false, err
	}
	return p.InStock == 0 && p.Name != "", nil // want "refresh: Product.InStock; read the row again after the statement, or have the statement return it; no edit is offered because the row is changed in memory, too"
}

func compareWithoutAnErrorPath(db *gorm.DB, id int64) bool {
	var p Product
	db.First(&p, id)
	db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1))
	return p.InStock == 0 // want "refresh: Product.InStock; read the row again .*because the code does not show what to do with an error of reading it again"
}

func appliedTwice(ctx context.Context, db *orm.DB, p *Product) error {
	less := orm.Set(&p.InStock, orm.F(&p.InStock).Sub(1))
	if err := orm.Update(ctx, db, p, less); err != nil {
		return err
	}
	return orm.Update(ctx, db, p, less) // want "refresh: Product.InStock; build the assignment anew for each statement; no edit is offered because it cannot be told how often the change is meant"
}

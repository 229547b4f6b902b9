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

func compareTheOldValue(db *gorm.DB, id int64) (soldOut bool, err error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return false, err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil {
		return false, err
	}
	if p.InStock == 0 { // want "stale value: Product.InStock is changed by an expression at line \\d+, and compared here as it was read at line \\d+, before the change"
		return true, nil
	}
	return false, nil
}

func compareWhatWasReadAgain(db *gorm.DB, id int64) (soldOut bool, err error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return false, err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil {
		return false, err
	}
	if err := db.First(&p, id).Error; err != nil {
		return false, err
	}
	return p.InStock == 0, nil
}

func compareAnotherColumn(db *gorm.DB, id int64) (draft bool, err error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return false, err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", 1)).Error; err != nil {
		return false, err
	}
	return p.Status == "draft", nil
}

func sell(db *gorm.DB, id int64, n int) error {
	return db.Model(&Product{}).Where("id = ? AND in_stock >= ?", id, n).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", n)).Error
}

func decrementByTheKeyOfTheReadThenSave(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := sell(db, id, 1); err != nil {
		return err
	}
	p.Status = "sold"
	return db.Save(&p).Error // want "lost update: Product.InStock is changed by an expression"
}

func decrementByTheKeyOfTheReadThenCompare(db *gorm.DB, id int64) (bool, error) {
	var p Product
	if err := db.Where("id = ?", id).First(&p).Error; err != nil {
		return false, err
	}
	if err := db.Model(&Product{}).Where("id = ?", id).Update("in_stock", gorm.Expr("in_stock - 1")).Error; err != nil {
		return false, err
	}
	return p.InStock == 0, nil // want "stale value: Product.InStock"
}

func decrementInAListThenSave(db *gorm.DB) error {
	var products []Product
	if err := db.Find(&products).Error; err != nil {
		return err
	}
	for i := range products {
		p := &products[i]
		if err := db.Model(p).UpdateColumn("in_stock", gorm.Expr("in_stock - 1")).Error; err != nil {
			return err
		}
		p.Status = "sold"
		if err := db.Save(p).Error; err != nil { // want "lost update: Product.InStock is changed by an expression"
			return err
		}
	}
	return nil
}

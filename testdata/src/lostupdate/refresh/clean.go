package refresh

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/rmwlint/rmwlint/orm"
)

func readAgainThenSave(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - 1")).Error; err != nil {
		return err
	}
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Status = "sold"
	return db.Save(&p).Error
}

func returningThenSave(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := db.Model(&p).Clauses(clause.Returning{}).UpdateColumn("in_stock", gorm.Expr("in_stock - 1")).Error; err != nil {
		return err
	}
	p.Status = "sold"
	return db.Save(&p).Error
}

func saveOtherColumns(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - 1")).Error; err != nil {
		return err
	}
	p.Status = "sold"
	return db.Select("Status").Save(&p).Error
}

func saveThenDecrement(db *gorm.DB, id int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Status = "sold"
	if err := db.Save(&p).Error; err != nil {
		return err
	}
	return db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - 1")).Error
}

func decrementAnotherRow(db *gorm.DB, id, other int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := db.Model(&Product{}).Where("id = ?", other).UpdateColumn("in_stock", gorm.Expr("in_stock - 1")).Error; err != nil {
		return err
	}
	p.Status = "sold"
	return db.Save(&p).Error
}

func ormFillsTheField(ctx context.Context, db *orm.DB, id int64) error {
	x := orm.Objects[Product](db).Fields()
	p, err := orm.Objects[Product](db).Get(ctx, orm.F(&x.ID).Eq(id))
	if err != nil {
		return err
	}
	if err := orm.Update(ctx, db, p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(1))); err != nil {
		return err
	}
	p.Status = "sold"
	return orm.Save(ctx, db, p)
}

func decrementAnotherThenSave(db *gorm.DB, id, other int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if err := sell(db, other, 1); err != nil {
		return err
	}
	p.Status = "seen"
	return db.Save(&p).Error
}

func decrementThoseOfAStatusThenSave(db *gorm.DB, status string) error {
	var p Product
	if err := db.First(&p, "status = ?", status).Error; err != nil {
		return err
	}
	err := db.Model(&Product{}).Where("status = ? AND name = ?", status, "spare").Update("in_stock", gorm.Expr("in_stock - 1")).Error
	if err != nil {
		return err
	}
	p.Name = "seen"
	return db.Save(&p).Error
}

func decrementOneOfAListSaveAnother(db *gorm.DB) error {
	var products []Product
	if err := db.Find(&products).Error; err != nil {
		return err
	}
	for i := range products {
		p := &products[i]
		if p.Status == "sold" {
			if err := db.Model(p).UpdateColumn("in_stock", gorm.Expr("in_stock - 1")).Error; err != nil {
				return err
			}
			continue
		}
		p.Status = "seen"
		if err := db.Save(p).Error; err != nil {
			return err
		}
	}
	return nil
}

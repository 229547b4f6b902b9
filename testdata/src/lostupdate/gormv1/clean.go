package shop

import (
	"context"
	"database/sql"

	"github.com/jinzhu/gorm"
)

func decrementByExpression(db *gorm.DB, id uint, qty int) error {
	return db.Model(&Product{}).Where("id = ? AND stock_left >= ?", id, qty).
		UpdateColumn("stock_left", gorm.Expr("stock_left - ?", qty)).Error
}

func expressionInMap(db *gorm.DB, w *Wallet, amount float64) error {
	return db.Model(w).Updates(map[string]interface{}{
		"balance": gorm.Expr("balance - ?", amount),
		"frozen":  gorm.Expr("frozen + ?", amount),
	}).Error
}

func lockByQueryOption(db *gorm.DB, userID int64, amount float64) error {
	tx := db.Begin()
	defer tx.RollbackUnlessCommitted()
	var w Wallet
	if err := tx.Set("gorm:query_option", "FOR UPDATE").First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	w.Balance -= amount
	if err := tx.Save(&w).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func lockByQueryOptionInClosure(db *gorm.DB, id uint, qty int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.Set("gorm:query_option", "FOR UPDATE NOWAIT").Where("id = ?", id).First(&p).Error; err != nil {
			return err
		}
		return tx.Model(&p).Update("stock_left", p.Stock-qty).Error
	})
}

func compareVersion(db *gorm.DB, id uint, qty int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	res := db.Model(&Product{}).Where("id = ? AND version = ?", p.ID, p.Version).
		Updates(map[string]interface{}{"stock_left": p.Stock - qty, "version": p.Version + 1})
	if res.Error == nil && res.RowsAffected == 0 {
		return errNotEnough
	}
	return res.Error
}

func serializable(ctx context.Context, db *gorm.DB, id uint, qty int) error {
	tx := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	defer tx.RollbackUnlessCommitted()
	var p Product
	if err := tx.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock -= qty
	if err := tx.Save(&p).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func absoluteValue(db *gorm.DB, id uint, price float64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Price = price
	return db.Save(&p).Error
}

func createFromLoaded(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Create(&Product{Name: p.Name, Version: p.Version + 1}).Error
}

func saveJustCreated(db *gorm.DB, name string) error {
	p := Product{Name: name}
	if err := db.Create(&p).Error; err != nil {
		return err
	}
	p.Version++
	return db.Save(&p).Error
}

func countOtherRows(db *gorm.DB, id uint) error {
	var n int64
	if err := db.Model(&Product{}).Where("name <> ''").Count(&n).Error; err != nil {
		return err
	}
	return db.Model(&Product{}).Where("id = ?", id).Update("views", n+1).Error
}

package shop

import (
	"context"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"
)

// The findings of this file have no fix: none is certain to keep what the code means.

func changedOnSomePaths(db *gorm.DB, id uint, n int, vip bool) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if vip {
		p.Stock -= n
	}
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock; .*no edit .* p.Stock is changed on some paths only"
}

func hookChangesAnotherColumn(db *gorm.DB, id uint, n int) error {
	var i Invoice
	if err := db.First(&i, id).Error; err != nil {
		return err
	}
	i.Total += n
	return db.Save(&i).Error // want "(?i)lost update: Invoice.Total; .*no edit .* the hook BeforeSave of Invoice may change other columns"
}

func discount(p *Product) { p.Price = decimal.Zero }

func changedByFunction(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock -= n
	discount(&p)
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock; .*no edit .* p.Stock may be changed by discount"
}

func allowed(p Product, n int) bool { return p.Stock >= n && p.Active }

func guardInFunction(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if !allowed(p, n) {
		return errSoldOut
	}
	p.Stock -= n
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock; .*no edit .* SQL has no comparison for allowed"
}

func readOutsideOfLoop(db *gorm.DB, id uint, ns []int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	for _, n := range ns {
		if n == 0 {
			continue
		}
		p.Stock -= n
		if err := db.Save(&p).Error; err != nil { // want "(?i)lost update: Product.Stock; .*no edit .* in a loop or closure that the read is not in"
			return err
		}
	}
	return nil
}

func integerDivision(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock /= 2
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock; .*no edit .* differ in how they divide integers"
}

func anotherRow(db *gorm.DB, id, other uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&Product{}).Where("status = ?", "open").Update("stock", p.Stock-n).Error
}

func operandChanges(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock -= n
	n = 0
	return db.Save(&p).Error // want "(?i)lost update: Product.Stock; .*no edit .* n is changed before"
}

func (s *store) save(ctx context.Context, u *User) error {
	s.db.Logger.Info(ctx, "saving")
	return s.db.WithContext(ctx).Save(u).Error
}

func throughSetter(ctx context.Context, s *store, id uint, n int) error {
	u, err := s.user(id)
	if err != nil {
		return err
	}
	u.Points += n
	return s.save(ctx, u) // want "(?i)lost update: User.Points; .*no edit .* the statement is in .store.save"
}

package shop

import (
	"fmt"

	"gorm.io/gorm"
)

func oneColumn(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&p).Update("stock", p.Stock-n).Error // want "(?i)lost update: Product.Stock"
}

func oneColumnOfComputedVariable(db *gorm.DB, id uint, n int) error {
	var p Product
	db.First(&p, id)
	left := p.Stock - n
	return db.Model(&Product{}).Where("id = ?", p.ID).UpdateColumn("Stock", left).Error // want "(?i)lost update: Product.Stock"
}

func guardOnComputedVariable(db *gorm.DB, id uint, n int) (int, error) {
	var p Product
	db.First(&p, id)
	left := p.Stock - n
	if left < 0 {
		return 0, errSoldOut
	}
	if err := db.Model(&p).Update("stock", left).Error; err != nil { // want "(?i)lost update: Product.Stock"
		return 0, err
	}
	return left, nil
}

func inChainOfSeveralLines(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil || p.Stock < n {
		return errSoldOut
	}
	// want +1 "(?i)lost update: Product.Stock"
	return db.
		Model(&Product{}).
		Where("id = ?", id).
		Update("stock", p.Stock-n).
		Error
}

func mapOfColumns(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&p).Updates(map[string]interface{}{ // want "(?i)lost update: Product.Stock" "(?i)lost update: Product.Sold"
		"stock":  p.Stock - n,
		"sold":   p.Sold + int64(n),
		"status": "reserved",
	}).Error
}

func structOfColumns(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&p).Updates(Product{Stock: p.Stock - n, Status: "reserved"}).Error // want "(?i)lost update: Product.Stock"
}

func selectedColumn(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Sold = p.Sold + 1
	return db.Model(&p).Select("sold").Updates(&p).Error // want "(?i)lost update: Product.Sold"
}

func scalarOfTable(db *gorm.DB, userID uint, amount float64) error {
	var balance float64
	if err := db.Raw("SELECT balance FROM wallets WHERE user_id = ?", userID).Scan(&balance).Error; err != nil {
		return err
	}
	if balance < amount {
		return errNotEnough
	}
	return db.Table("wallets").Where("user_id = ?", userID).Update("balance", balance-amount).Error // want "(?i)lost update: wallets?.balance"
}

// store keeps its connection.
type store struct{ db *gorm.DB }

func (s *store) user(id uint) (*User, error) {
	var u User
	if err := s.db.First(&u, id).Error; err != nil {
		return nil, err
	}
	return &u, nil
}

func (s *store) addPoints(id uint, n int) error {
	u, err := s.user(id)
	if err != nil {
		return fmt.Errorf("add points: %w", err)
	}
	return s.db.Model(u).Update("points", u.Points+n).Error // want "(?i)lost update: User.Points"
}

// structAlone gives the statement its table only.
func structAlone(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.Where("id = ?", id).First(&p).Error; err != nil {
		return err
	}
	return db.Where("id = ? AND stock >= ?", id, n).Updates(Product{Stock: p.Stock - n}).Error // want "lost update: Product.Stock"
}

func textInRaw(db *gorm.DB, id uint) {
	var stock int
	var p Product
	db.Raw("SELECT stock FROM products WHERE id = ?", id).Scan(&stock)
	db.Raw("UPDATE products SET stock = ? WHERE id = ?", stock-1, id).Scan(&p) // want "lost update: products.stock"
}

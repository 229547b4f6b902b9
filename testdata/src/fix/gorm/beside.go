package shop

import (
	"strconv"

	"gorm.io/gorm"
)

type rack struct{ db *gorm.DB }

// renameBeside reads on the connection that the transaction began on.
func (s *rack) renameBeside(id uint, n int) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := s.db.Where("id = ?", id).First(&p).Error; err != nil {
			return err
		}
		tickets, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(tickets + n)
		return tx.Save(&p).Error // want "lost update: Product.Name"
	})
}

func (s *rack) renameBegun(id uint, n int) error {
	tx := s.db.Begin()
	defer tx.Rollback()
	var p Product
	if err := s.db.First(&p, id).Error; err != nil {
		return err
	}
	tickets, _ := strconv.Atoi(p.Name)
	p.Name = strconv.Itoa(tickets + n)
	if err := saveProduct(tx, &p); err != nil { // want "lost update: Product.Name"
		return err
	}
	return tx.Commit().Error
}

// renameFiltered reads by conditions that were put on the connection before: the transaction has none.
func (s *rack) renameFiltered(names []string, n int) error {
	inStock := s.db.Where("stock > 0")
	return s.db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := inStock.Where("name IN ?", names).Take(&p).Error; err != nil {
			return err
		}
		tickets, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(tickets + n)
		return tx.Save(&p).Error // want "lost update: Product.Name"
	})
}

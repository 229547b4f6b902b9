package shop

import "github.com/jinzhu/gorm"

func deleteAtOnce(db *gorm.DB, products []*Product) error {
	var ids []uint
	for _, p := range products {
		ids = append(ids, p.ID)
	}
	return db.Where("id IN (?)", ids).Delete(&Product{}).Error
}

func takeFromStock(db *gorm.DB, amounts map[uint]int) bool {
	for id, n := range amounts {
		res := db.Model(&Product{}).Where("id = ? AND stock >= ?", id, n).UpdateColumn("stock", gorm.Expr("stock - ?", n))
		if res.RowsAffected != 1 {
			return false
		}
	}
	return true
}

package shop

import (
	"strconv"

	"gorm.io/gorm"
)

// deadLock asks for a lock in the words of GORM v1, which v2 ignores.
func deadLock(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.Set("gorm:query_option", "FOR UPDATE").Where("id = ?", id).First(&p).Error; err != nil {
			return err
		}
		tickets, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(tickets + n)
		return tx.Save(&p).Error // want "lost update: Product.Name; .*no edit"
	})
}

package shop

import "gorm.io/gorm"

// saveWhenDone defers the save: the row is saved as it is at the end.
func saveWhenDone(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	defer db.Save(&p) // want "lost update: Product.InStock is read at line 8, incremented in Go"
	p.InStock += n
	return nil
}

func saveInDeferredClosure(db *gorm.DB, id uint, n int) (err error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	defer func() {
		err = db.Save(&p).Error // want "lost update: Product.InStock is read at line 18, incremented in Go"
	}()
	p.InStock += n
	return nil
}

// updateWhenDone lets the database count.
func updateWhenDone(db *gorm.DB, id uint, n int) {
	defer db.Model(&Product{}).Where("id = ?", id).Update("in_stock", gorm.Expr("in_stock + ?", n))
}

package shop

import (
	"github.com/jinzhu/gorm"
)

func decrementStockThenSave(db *gorm.DB, id uint, qty int) error {
	var p Product
	if db.First(&p, id).RecordNotFound() {
		return gorm.ErrRecordNotFound
	}
	p.Stock -= qty
	return db.Save(&p).Error // want "lost update: Product.Stock "
}

func updateColumnByName(db *gorm.DB, id uint) error {
	p := Product{}
	if err := db.Where("id = ?", id).First(&p).Error; err != nil {
		return err
	}
	return db.Model(&p).UpdateColumn("views", p.Views+1).Error // want "lost update: Product.Views "
}

func updateWithStruct(db *gorm.DB, id uint, qty int) error {
	p := Product{}
	if err := db.First(&p, "id = ?", id).Error; err != nil {
		return err
	}
	return db.Model(&p).Update(Product{Stock: p.Stock - qty}).Error // want "lost update: Product.Stock "
}

func updateWithMap(db *gorm.DB, id uint, qty int) error {
	p := Product{}
	if err := db.First(&p, "id = ?", id).Error; err != nil {
		return err
	}
	return db.Table("products").Where("id = ?", id).Updates(map[string]interface{}{"stock_left": p.Stock - qty}).Error // want "lost update: Product.Stock "
}

func freezeInTransaction(db *gorm.DB, userID int64, amount float64) error {
	tx := db.Begin()
	var w Wallet
	if err := tx.Where("user_id = ?", userID).First(&w).Error; err != nil {
		tx.Rollback()
		return err
	}
	if w.Balance < amount {
		tx.Rollback()
		return errNotEnough
	}
	w.Balance -= amount
	w.Frozen += amount
	if err := tx.Save(&w).Error; err != nil { // want "lost update: Wallet.Balance " "lost update: Wallet.Frozen "
		tx.Rollback()
		return err
	}
	return tx.Commit().Error
}

func changePreloaded(db *gorm.DB, id int64) error {
	var u User
	if err := db.Preload("Wallet").Find(&u, id).Error; err != nil {
		return err
	}
	u.Wallet.Balance *= 1.01
	return db.Save(&u.Wallet).Error // want "lost update: Wallet.Balance "
}

func changeRelated(db *gorm.DB, u *User, n float64) error {
	var w Wallet
	if err := db.Model(u).Related(&w).Error; err != nil {
		return err
	}
	w.Balance += n
	return db.Save(&w).Error // want "lost update: Wallet.Balance "
}

func loadUser(db *gorm.DB, id int64) (u User, err error) {
	err = db.First(&u, id).Error
	return
}

func incrementPointerField(db *gorm.DB, id int64) error {
	u, err := loadUser(db, id)
	if err != nil {
		return err
	}
	*u.Score++
	return db.Save(&u).Error // want "lost update: User.Score "
}

func firstOrInitThenSave(db *gorm.DB, name string) error {
	var p Product
	db.FirstOrInit(&p, Product{Name: name})
	p.Views++
	return db.Save(&p).Error // want "lost update: Product.Views "
}

func optionThatIsNoLock(db *gorm.DB, id uint, qty int) error {
	tx := db.Begin()
	defer tx.RollbackUnlessCommitted()
	var p Product
	if err := tx.Set("gorm:auto_preload", true).First(&p, id).Error; err != nil {
		return err
	}
	p.Stock -= qty
	if err := tx.Save(&p).Error; err != nil { // want "lost update: Product.Stock "
		return err
	}
	return tx.Commit().Error
}

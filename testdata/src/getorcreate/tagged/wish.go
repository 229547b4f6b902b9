// Package tagged wishes: that tags have the last word on indexes is seen in a package that only declares rows.
package tagged

import (
	"errors"

	"gorm.io/gorm"

	"fixtures/getorcreate/tagged/model"
)

func wish(db *gorm.DB, user, product uint) error {
	var w model.Wish
	err := db.Where("user_id = ? AND product = ?", user, product).First(&w).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return db.Create(&model.Wish{UserID: user, Product: product}).Error // want "Wish is looked for"
	}
	return err
}

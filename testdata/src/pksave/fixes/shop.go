// Package fixes has saves of which the function's name says what they mean.
package fixes

import (
	"context"

	"gorm.io/gorm"

	"github.com/rmwlint/rmwlint/orm"
)

// Product is numbered by the database.
type Product struct {
	ID      int64 `orm:"id,pk,auto"`
	Name    string
	Price   int64
	InStock int
}

func updatePrice(db *gorm.DB, id, price int64) error {
	return db.Save(&Product{ID: id, Price: price}).Error // want "zeros for Name and InStock"
}

func updateNameAndPrice(db *gorm.DB, id int64, name string, price int64) error {
	p := Product{ID: id, Name: name}
	p.Price = price
	return db.Where("in_stock > 0").Save(&p).Error // want "zeros for InStock"
}

func addProduct(db *gorm.DB, id int64, name string) error {
	return db.Save(&Product{ID: id, Name: name}).Error // want "zeros for Price and InStock"
}

func keepProduct(db *gorm.DB, id int64, name string) error {
	return db.Save(&Product{ID: id, Name: name}).Error // want "zeros for Price and InStock"
}

func renameWithOrm(ctx context.Context, db *orm.DB, id int64, name string) error {
	p := Product{ID: id, Name: name}
	return orm.Save(ctx, db, &p) // want "zeros for Price and InStock"
}

func setNameOfALiteral(ctx context.Context, db *orm.DB, id int64, name string) error {
	return orm.Save(ctx, db, &Product{ID: id, Name: name}) // want "zeros for Price and InStock"
}

func createWithOrm(ctx context.Context, db *orm.DB, id int64, name string) error {
	return orm.Save(ctx, db, &Product{ID: id, Name: name}) // want "zeros for Price and InStock"
}

// A row that is there is this user's, and may be replaced.
func addOrReplace(db *gorm.DB, id int64, name string) error {
	var old Product
	if err := db.First(&old, "id = ?", id).Error; err == nil && old.Name != name {
		return gorm.ErrDuplicatedKey
	}
	return db.Save(&Product{ID: id, Name: name}).Error // want "zeros for Price and InStock"
}

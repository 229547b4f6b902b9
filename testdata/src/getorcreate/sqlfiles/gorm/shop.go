// Package gorm keeps its older tables in SQL files, where their unique indexes stand.
package gorm

import (
	"errors"

	"gorm.io/gorm"
)

// Template has a unique index in 0001_init.sql. The tag of deleted_at comes along with the field.
type Template struct {
	ID        uint `gorm:"primaryKey"`
	Tenant    string
	Key       string         `gorm:"column:key"`
	DeletedAt gorm.DeletedAt `gorm:"index"`
}

func addTemplate(db *gorm.DB, tenant, key string) error {
	var t Template
	err := db.Where("tenant = ? AND key = ?", tenant, key).First(&t).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return db.Create(&Template{Tenant: tenant, Key: key}).Error
	}
	return err
}

func firstOrCreate(db *gorm.DB, tenant, key string) error {
	return db.Where("tenant = ? AND key = ?", tenant, key).FirstOrCreate(&Template{}).Error
}

// Badge came later, with its index in a tag.
type Badge struct {
	ID   uint   `gorm:"primaryKey"`
	Name string `gorm:"type:varchar(50);not null"`
	User uint   `gorm:"index"`
}

func addBadge(db *gorm.DB, name string) error {
	var b Badge
	err := db.Where("name = ?", name).First(&b).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return db.Create(&Badge{Name: name}).Error // want "Badge is looked for"
	}
	return err
}

// Package dao has the statements of a shop, for package layers to run.
package dao

import "gorm.io/gorm"

type Product struct {
	ID    uint
	Name  string
	Stock int
}

// Products runs statements on products.
type Products struct {
	*gorm.DB
	hidden *gorm.DB
}

// ByID loads a product.
func (d *Products) ByID(id uint) (*Product, error) {
	var p Product
	err := d.DB.First(&p, id).Error
	return &p, err
}

// Update writes a product.
func (d *Products) Update(id uint, p *Product) error {
	return d.DB.Model(&Product{}).Where("id = ?", id).Updates(p).Error
}

// Keep writes a product, too.
func (d *Products) Keep(p *Product) error {
	return d.hidden.Save(p).Error
}

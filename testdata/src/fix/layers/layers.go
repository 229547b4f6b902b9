// Package layers loses updates whose statements stand in another package.
package layers

import "fixtures/fix/layers/dao"

func sell(products *dao.Products, id uint, n int) error {
	p, err := products.ByID(id)
	if err != nil {
		return err
	}
	p.Stock -= n
	return products.Update(id, p) // want "(?i)lost update: Product.Stock"
}

func sellHidden(products *dao.Products, id uint, n int) error {
	p, err := products.ByID(id)
	if err != nil {
		return err
	}
	p.Stock -= n
	return products.Keep(p) // want "(?i)lost update: Product.Stock.*which may serve others as well"
}

package shop

import (
	"errors"

	"gorm.io/gorm"
)

type shelf struct {
	Label string
	Names []string
}

var shelves = []*shelf{{"tea", []string{"green", "black"}}, {"milk", []string{"oat"}}}

func literalWithinLiteral(db *gorm.DB) error {
	for _, s := range []shelf{{"tea", []string{"green", "black"}}, {"milk", []string{"oat"}}} {
		for _, name := range s.Names {
			if err := db.Create(&Product{Name: name}).Error; err != nil {
				return err
			}
		}
	}
	for _, names := range map[string][]string{"tea": {"green", "black"}, "milk": {"oat"}} {
		for _, name := range names {
			if err := db.Create(&Product{Name: name}).Error; err != nil {
				return err
			}
		}
	}
	for _, s := range shelves {
		for _, name := range s.Names {
			if err := db.Create(&Product{Name: name}).Error; err != nil {
				return err
			}
		}
	}
	return nil
}

func listWithinLiteral(db *gorm.DB, given []string) error {
	for _, s := range []shelf{{"tea", given}} {
		for _, name := range s.Names {
			if err := db.Create(&Product{Name: name}).Error; err != nil { // want "Product is inserted once for each of s.Names"
				return err
			}
		}
	}
	return nil
}

func filledByAnother(db *gorm.DB, bind func(any) error) error {
	var in struct{ Names []string }
	if err := bind(&in); err != nil {
		return err
	}
	for _, name := range in.Names {
		if err := db.Create(&Product{Name: name}).Error; err != nil { // want "Product is inserted once for each of in.Names"
			return err
		}
	}
	return nil
}

func isForeignKey(err error) bool { return errors.Is(err, gorm.ErrForeignKeyViolated) }

func someErrorsAreExpected(db *gorm.DB, products []*Product) error {
	for _, p := range products {
		if err := db.Create(p).Error; err != nil {
			if isForeignKey(err) {
				continue
			}
			return err
		}
	}
	return nil
}

func oneErrorIsExpected(db *gorm.DB, products []*Product) error {
	for _, p := range products {
		err := db.Create(p).Error
		if err != nil && !errors.Is(err, gorm.ErrDuplicatedKey) {
			return err
		}
	}
	return nil
}

func failuresAreCounted(db *gorm.DB, products []*Product) (failed int) {
	for _, p := range products {
		if err := db.Create(p).Error; err != nil {
			failed++
			continue
		}
	}
	return failed
}

func successesAreCounted(db *gorm.DB, products []*Product) (n int) {
	for _, p := range products {
		if err := db.Create(p).Error; err != nil { // want "Product is inserted once for each of products"
			continue
		}
		n++
	}
	return n
}

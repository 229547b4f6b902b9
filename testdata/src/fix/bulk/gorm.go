// Package bulk has loops that write row by row: those with an edit, and those that an edit could change.
package bulk

import (
	"errors"

	"gorm.io/gorm"
)

type Product struct {
	ID    uint
	Name  string
	Price *int
}

type Order struct {
	gorm.Model
	Number string
	Lines  []Line
}

type Line struct {
	ID      uint
	OrderID uint
}

type Hooked struct {
	ID   uint
	Code string
}

func (h *Hooked) BeforeCreate(*gorm.DB) error {
	h.Code = "new"
	return nil
}

type Defaulted struct {
	ID   uint
	Code string `gorm:"default:gen_random_uuid()"`
}

type Enabled struct {
	ID      uint
	State   string `gorm:"default:new"`
	Enabled *bool  `gorm:"column:on;default:true"`
}

func createPointers(db *gorm.DB, products []*Product) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, p := range products {
			if err := tx.Create(p).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func createByIndex(db *gorm.DB, lines []Line) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range lines {
			if err := tx.Create(&lines[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func deleteByColumn(db *gorm.DB, numbers []string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, number := range numbers {
			if err := tx.Where("number = ?", number).Delete(&Order{}).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func copiesGetTheKeys(db *gorm.DB, products []Product) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, p := range products {
			if err := tx.Create(&p).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func outsideOfTransaction(db *gorm.DB, products []*Product) error {
	for _, p := range products {
		if err := db.Create(p).Error; err != nil { // want "insert"
			return err
		}
	}
	return nil
}

func onTheOuterHandle(db *gorm.DB, products []*Product) error {
	return db.Transaction(func(*gorm.DB) error {
		for _, p := range products {
			if err := db.Create(p).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func goesOnAfterError(db *gorm.DB, products []*Product) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var all error
		for _, p := range products {
			if err := tx.Create(p).Error; err != nil { // want "insert"
				all = errors.Join(all, err)
			}
		}
		return all
	})
}

func doesSomethingElseToo(db *gorm.DB, products []*Product) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, p := range products {
			p.Name += "!"
			if err := tx.Create(p).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func createRowsOfOtherTablesToo(db *gorm.DB, orders []*Order) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, o := range orders {
			if err := tx.Create(o).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func createWithHook(db *gorm.DB, rows []*Hooked) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, r := range rows {
			if err := tx.Create(r).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func createWithLiteral(db *gorm.DB, rows []*Enabled) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, r := range rows {
			if err := tx.Create(r).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func createWithDefault(db *gorm.DB, rows []*Defaulted) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, r := range rows {
			if err := tx.Create(r).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func deleteWhatIsOldToo(db *gorm.DB, numbers []string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, number := range numbers {
			if err := tx.Where("number = ? OR number < 'A'", number).Delete(&Order{}).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

package bulk

import "gorm.io/gorm"

type Guarded struct {
	ID   uint
	Kept bool
}

func (g *Guarded) BeforeDelete(*gorm.DB) error {
	if g.Kept {
		return gorm.ErrInvalidData
	}
	return nil
}

type Page struct {
	Slug string `gorm:"primaryKey"`
}

type Stall struct {
	ID    uint
	Goods []Parcel
}

func deleteElements(db *gorm.DB, parcels []Parcel) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, p := range parcels {
			if err := tx.Delete(&p).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func deletePointers(db *gorm.DB, orders []*Order) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, o := range orders {
			if err := tx.Delete(o).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func deleteByIndex(db *gorm.DB, orders []Order) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range orders {
			if err := tx.Unscoped().Delete(&orders[i]).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func deleteCopiesThatNoteIt(db *gorm.DB, orders []Order) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, o := range orders {
			if err := tx.Delete(&o).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func deleteSome(db *gorm.DB, parcels []Parcel) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, p := range parcels {
			if p.State == "sent" {
				continue
			}
			if err := tx.Delete(&p).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func deleteLiterals(db *gorm.DB, ids []uint) error {
	for _, id := range ids {
		if err := db.Delete(&Parcel{ID: id}).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func deleteByKeyOfElement(db *gorm.DB, orders []Order) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, o := range orders {
			if err := tx.Delete(&Order{}, o.ID).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func deleteByKey(db *gorm.DB, ids []uint) error {
	for _, id := range ids {
		if err := db.Unscoped().Delete(&Order{}, id).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func deleteByCondition(db *gorm.DB, slugs []string) error {
	for _, slug := range slugs {
		if err := db.Delete(&Page{}, "slug = ?", slug).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func aTextIsACondition(db *gorm.DB, slugs []string) error {
	for _, slug := range slugs {
		if err := db.Delete(&Page{}, slug).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func aHookMayForbidIt(db *gorm.DB, rows []Guarded) error {
	for _, r := range rows {
		if err := db.Delete(&r).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func aHookMayForbidTheKey(db *gorm.DB, ids []uint) error {
	for _, id := range ids {
		if err := db.Delete(&Guarded{}, id).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func theRowHasTwoConditions(db *gorm.DB, parcels []Parcel) error {
	for _, p := range parcels {
		if err := db.Delete(&p, "state = ?", p.State).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func theElementIsNotTheRow(db *gorm.DB, stalls []*Stall) error {
	for _, s := range stalls {
		if err := db.Delete(&s.Goods[0]).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func goesOnAfterAnErrorOfADelete(db *gorm.DB, parcels []Parcel) (failed error) {
	for _, p := range parcels {
		if err := db.Delete(&p).Error; err != nil { // want "delete"
			failed = err
		}
	}
	return failed
}

func deleteOfField(db *gorm.DB, s *Stall) error {
	for i := range s.Goods {
		if err := db.Delete(&s.Goods[i]).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

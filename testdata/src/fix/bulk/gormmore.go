package bulk

import (
	"fmt"
	"strings"

	"gorm.io/gorm"
)

type Tag struct {
	ID      uint
	Product uint
	Word    string
}

type Parcel struct {
	ID    uint
	Up    uint
	Name  string
	State string
}

func createWhatIsMadeInTheLoop(db *gorm.DB, product uint, words []string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, word := range words {
			if word == "" {
				continue
			}
			tag := Tag{Product: product, Word: strings.ToLower(word)}
			if err := tx.Create(&tag).Error; err != nil { // want "insert"
				return fmt.Errorf("tags: %w", err)
			}
		}
		return nil
	})
}

func createCopies(db *gorm.DB, parcels []Parcel) error {
	tx := db.Begin()
	defer tx.Rollback()
	for _, p := range parcels {
		p.State = "new"
		err := tx.Create(&p).Error // want "insert"
		if err != nil {
			return err
		}
	}
	return tx.Commit().Error
}

func createElementsThatAreCompleted(db *gorm.DB, product uint, tags []Tag) error {
	tx := db.Begin()
	for i := range tags {
		tags[i].Product = product
		if err := tx.Create(&tags[i]).Error; err != nil { // want "insert"
			tx.Rollback()
			return err
		}
	}
	return tx.Commit().Error
}

func createFromMap(db *gorm.DB, counts map[string]uint) error {
	return db.Transaction(func(tx *gorm.DB) (err error) {
		for word, n := range counts {
			if err = tx.Create(&Tag{Product: n, Word: word}).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func closeParcels(db *gorm.DB, ids []uint, state string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, id := range ids {
			if err := tx.Model(&Parcel{}).Where("id = ?", id).Update("state", state).Error; err != nil { // want "update"
				return err
			}
		}
		return nil
	})
}

func deleteParcels(db *gorm.DB, parcels []Parcel) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, p := range parcels {
			if err := tx.Where("id = ?", p.ID).Delete(&Parcel{}).Error; err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func theKeyOfAnEarlierRowIsNeeded(db *gorm.DB, parcels []*Parcel, byName map[string]*Parcel) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, p := range parcels {
			p.Up = byName[p.Name].ID
			if err := tx.Create(p).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func theRowIsKeptElsewhere(db *gorm.DB, words []string) (all []*Tag, err error) {
	err = db.Transaction(func(tx *gorm.DB) error {
		for _, word := range words {
			tag := &Tag{Word: word}
			all = append(all, tag)
			if err := tx.Create(tag).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
	return all, err
}

func theErrorNamesTheRow(db *gorm.DB, tags []*Tag) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, tag := range tags {
			if err := tx.Create(tag).Error; err != nil { // want "insert"
				return fmt.Errorf("tag %s: %w", tag.Word, err)
			}
		}
		return nil
	})
}

func theCountIsAddedOncePerMention(db *gorm.DB, ids []uint) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, id := range ids {
			if err := tx.Model(&Parcel{}).Where("id = ?", id).Update("up", gorm.Expr("up + 1")).Error; err != nil { // want "update"
				return err
			}
		}
		return nil
	})
}

func committedEitherWay(db *gorm.DB, tags []*Tag) error {
	tx := db.Begin()
	defer tx.Commit()
	for _, tag := range tags {
		if err := tx.Create(tag).Error; err != nil { // want "insert"
			return err
		}
	}
	return nil
}

func looksAtRowsOfBefore(db *gorm.DB, words []string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, word := range words {
			var n int64
			tx.Model(&Tag{}).Count(&n)
			if err := tx.Create(&Tag{Word: word, Product: uint(n)}).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func twoLoops(db *gorm.DB, words, more []string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, word := range words {
			if err := tx.Create(&Tag{Word: word}).Error; err != nil { // want "insert"
				return err
			}
		}
		for _, word := range more {
			if err := tx.Create(&Parcel{Name: word}).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

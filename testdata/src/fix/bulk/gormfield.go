package bulk

import (
	"strings"

	"gorm.io/gorm"
)

type Box struct {
	ID    uint
	Tags  []Tag
	Inner *Box
}

type Labelled struct {
	Box
	Word string
}

func (b *Box) clear() string {
	b.Tags = nil
	return ""
}

func createOfField(db *gorm.DB, b *Box) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range b.Tags {
			if err := tx.Create(&b.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func createOfFieldThatIsCompleted(db *gorm.DB, b *Box) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range b.Inner.Tags {
			b.Inner.Tags[i].Product = b.ID
			b.Inner.Tags[i].Word = strings.ToLower(b.Inner.Tags[i].Word)
			if err := tx.Create(&b.Inner.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func createSomeOfField(db *gorm.DB, b *Box) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := 0; i < len(b.Tags); i++ {
			if b.Tags[i].Word == "" {
				continue
			}
			if err := tx.Create(&b.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func ofAnotherField(db *gorm.DB, b *Box) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range b.Tags {
			if err := tx.Create(&b.Inner.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func theOwnerIsAnother(db *gorm.DB, b *Box) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range b.Tags {
			if b.Tags[i].Word == "" {
				b = b.Inner
			}
			if err := tx.Create(&b.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func theOwnerIsOverwritten(db *gorm.DB, b, other *Box) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range b.Tags {
			*other = Box{}
			if err := tx.Create(&b.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func theListIsAnother(db *gorm.DB, b, other *Box) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range b.Tags {
			other.Tags = nil
			if err := tx.Create(&b.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func theListIsClearedElsewhere(db *gorm.DB, b, other *Box) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range b.Tags {
			b.Tags[i].Word = other.clear()
			if err := tx.Create(&b.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func theOwnerHasNoName(db *gorm.DB, l *Labelled) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range l.Tags {
			l.Tags[i].Word = l.Word
			if err := tx.Create(&l.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func createOfPromotedField(db *gorm.DB, l *Labelled) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range l.Tags {
			if err := tx.Create(&l.Tags[i]).Error; err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

package shop

import "gorm.io/gorm"

// Visitor saves columns of itself by name.
type Visitor struct {
	ID     int64
	Visits int64
	Points int64
	Name   string
}

func (v *Visitor) load(db *gorm.DB) error { return db.First(v, v.ID).Error }

func (v *Visitor) update(db *gorm.DB, column string, more ...any) error {
	return db.Select(column, more...).Updates(v).Error
}

func countAndSaveThatColumn(db *gorm.DB, id int64) error {
	v := Visitor{ID: id}
	if err := v.load(db); err != nil {
		return err
	}
	v.Visits++
	return v.update(db, "visits") // want "lost update: Visitor.Visits "
}

func countAndSaveTheFirstOfTwo(db *gorm.DB, id int64) error {
	v := Visitor{ID: id}
	if err := v.load(db); err != nil {
		return err
	}
	v.Visits++
	return v.update(db, "visits", "name") // want "lost update: Visitor.Visits "
}

func countAndSaveAnotherColumn(db *gorm.DB, id int64) error {
	v := Visitor{ID: id}
	if err := v.load(db); err != nil {
		return err
	}
	v.Points++
	v.Name = "milou"
	return v.update(db, "name")
}

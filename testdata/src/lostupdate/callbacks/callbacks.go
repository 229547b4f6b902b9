// Package callbacks hands functions to functions that load a row, call them with it and save it.
package callbacks

import "gorm.io/gorm"

// Hero has coins.
type Hero struct {
	ID    int64
	Coins int64
	Name  string
}

func change(db *gorm.DB, id int64, by func(*Hero) error) error {
	var h Hero
	if err := db.First(&h, id).Error; err != nil {
		return err
	}
	if err := by(&h); err != nil {
		return err
	}
	return db.Save(&h).Error
}

func plus(h *Hero) error {
	h.Coins++
	return nil
}

func baptize(h *Hero) error {
	h.Name = "milou"
	return nil
}

type grant struct{ n int64 }

func (g grant) to(h *Hero) error {
	h.Coins += g.n
	return nil
}

func changeByADeclaredFunction(db *gorm.DB, id int64) error {
	return change(db, id, plus) // want "lost update: Hero.Coins is read at .*, incremented in Go and saved here"
}

func changeByAMethodValue(db *gorm.DB, id, n int64) error {
	return change(db, id, grant{n}.to) // want "lost update: Hero.Coins is read at .*, incremented in Go and saved here"
}

func changeByAVariable(db *gorm.DB, id int64) error {
	f := plus
	return change(db, id, f) // want "lost update: Hero.Coins is read at .*, incremented in Go and saved here"
}

func setByADeclaredFunction(db *gorm.DB, id int64) error {
	return change(db, id, baptize)
}

func retry(f func() error) error {
	for {
		if err := f(); err == nil {
			return nil
		}
	}
}

type player struct {
	db *gorm.DB
	id int64
}

// What the function does by itself is reported there.
func (p player) win() error {
	var h Hero
	if err := p.db.First(&h, p.id).Error; err != nil {
		return err
	}
	h.Coins += 5
	return p.db.Save(&h).Error // want "lost update: Hero.Coins is read at .*, incremented in Go and saved here"
}

func retryAMethodValue(p player) error { return retry(p.win) }

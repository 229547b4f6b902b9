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

func minus(n int64) func(*Hero) error {
	return func(h *Hero) error {
		h.Coins -= n
		return nil
	}
}

func changeByAFunctionThatIsMade(db *gorm.DB, id, n int64) error {
	return change(db, id, minus(n)) // want "lost update: Hero.Coins is read at .*, decremented in Go and saved here"
}

type option func(*Hero)

func withCoins(n int64) option { return func(h *Hero) { h.Coins = n } }

func withName(name string) option { return func(h *Hero) { h.Name = name } }

func apply(h *Hero, options ...option) {
	for _, o := range options {
		o(h)
	}
}

func spendByAnOption(db *gorm.DB, id, n int64) error {
	var h Hero
	if err := db.First(&h, id).Error; err != nil {
		return err
	}
	apply(&h, withCoins(h.Coins-n))
	return db.Save(&h).Error // want "lost update: Hero.Coins is read at .*, decremented in Go and saved here"
}

func renameByAnOption(db *gorm.DB, id int64) error {
	var h Hero
	if err := db.First(&h, id).Error; err != nil {
		return err
	}
	apply(&h, withName("tintin"), withCoins(0))
	return db.Save(&h).Error
}

func coins(db *gorm.DB) func(id int64) (int64, error) {
	return func(id int64) (int64, error) {
		var h Hero
		err := db.First(&h, id).Error
		return h.Coins, err
	}
}

func setCoins(db *gorm.DB) func(id, n int64) error {
	return func(id, n int64) error { return db.Model(&Hero{}).Where("id = ?", id).Update("coins", n).Error }
}

func spendByFunctionsOfAConnection(db *gorm.DB, id, n int64) error {
	have, err := coins(db)(id)
	if err != nil {
		return err
	}
	return setCoins(db)(id, have-n) // want "lost update: Hero.Coins is read at .*, decremented in Go and saved here"
}

func resetByFunctionsOfAConnection(db *gorm.DB, id int64) error {
	if _, err := coins(db)(id); err != nil {
		return err
	}
	return setCoins(db)(id, 100)
}

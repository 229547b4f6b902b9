// Package moments has times that are tested and set to now, and tests that decide on some paths only.
package moments

import (
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
	"gorm.io/gorm"
)

type user struct {
	ID        uint
	LastDaily time.Time
	Coins     int
}

var errWait = errors.New("wait")

// now stays today: who comes second gets through as well.
func todayAgain(db *gorm.DB, id uint) error {
	var u user
	db.First(&u, id)
	today := time.Now().Truncate(24 * time.Hour)
	if u.LastDaily.Unix() < today.Unix() {
		return errWait
	}
	return db.Model(&user{}).Where("id = ?", id).Updates(map[string]any{"last_daily": time.Now(), "coins": gorm.Expr("coins + 1")}).Error
}

func notBeforeToday(db *gorm.DB, id uint) error {
	var u user
	db.First(&u, id)
	if u.LastDaily.Before(time.Now().Truncate(24 * time.Hour)) {
		return errWait
	}
	return db.Model(&user{}).Where("id = ?", id).Updates(map[string]any{"last_daily": time.Now(), "coins": gorm.Expr("coins + 1")}).Error
}

func onceADay(db *gorm.DB, id uint) error {
	var u user
	db.First(&u, id)
	if time.Since(u.LastDaily) < 24*time.Hour {
		return errWait
	}
	return db.Model(&user{}).Where("id = ?", id).Updates(map[string]any{"last_daily": time.Now(), "coins": gorm.Expr("coins + 1")}).Error // want "lost update: user.LastDaily is tested"
}

func notAfterYesterday(db *gorm.DB, id uint) error {
	var u user
	db.First(&u, id)
	if u.LastDaily.After(time.Now().Add(-24 * time.Hour)) {
		return errWait
	}
	return db.Model(&user{}).Where("id = ?", id).Updates(map[string]any{"last_daily": time.Now(), "coins": gorm.Expr("coins + 1")}).Error // want "lost update: user.LastDaily is tested"
}

func namedQuery(db *sqlx.DB, id uint, n int) error {
	var u user
	if err := db.Get(&u, "SELECT * FROM users WHERE id = $1", id); err != nil {
		return err
	}
	if time.Since(u.LastDaily).Hours() < 24 {
		return errWait
	}
	rows, err := db.NamedQuery("UPDATE users SET coins = coins + :n, last_daily = now() WHERE id = :id RETURNING coins", map[string]any{"n": n, "id": id}) // want "lost update: user.LastDaily is tested"
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&u.Coins); err != nil {
			return err
		}
	}
	return rows.Err()
}

// On one path the amount is the row's own.
func withdraw(db *sqlx.DB, id uint, n int, all bool) error {
	var u user
	if err := db.Get(&u, "SELECT * FROM users WHERE id = $1", id); err != nil {
		return err
	}
	if all {
		n = u.Coins
	} else if n > u.Coins {
		return errWait
	}
	_, err := db.Exec("UPDATE users SET coins = coins - $1 WHERE id = $2", n, id) // want "lost update: user.Coins is tested"
	return err
}

type mission struct {
	ID    uint
	UID   uint
	Date  string
	Times int
}

// What counts twice stands where the paths join.
func award(db *gorm.DB, uid uint, today string, n int) error {
	var m mission
	db.Where("uid = ?", uid).Find(&m)
	if m.UID == 0 {
		m = mission{UID: uid, Date: today}
		if err := db.Create(&m).Error; err != nil {
			return err
		}
	} else {
		if today == m.Date {
			return errWait
		}
		if err := db.Model(&mission{}).Where("id = ?", m.ID).Update("date", today).Error; err != nil { // want "lost update: mission.Date is tested"
			return err
		}
	}
	return db.Model(&user{}).Where("id = ?", uid).Update("coins", gorm.Expr("coins + ?", n)).Error
}

//go:build go1.21

package bulk

import (
	"database/sql"

	"gorm.io/gorm"
)

func deleteInOlderGo(db *gorm.DB, numbers []string) error {
	for _, number := range numbers {
		if err := db.Where("number = ?", number).Delete(&Order{}).Error; err != nil { // want "delete"
			return err
		}
	}
	return nil
}

func insertInOlderGo(db *sql.DB, names []string) error {
	for _, name := range names {
		if _, err := db.Exec("INSERT INTO products (name) VALUES ($1)", name); err != nil { // want "insert"
			return err
		}
	}
	return nil
}

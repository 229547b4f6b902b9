package store

import "github.com/go-pg/pg/v10"

func insertSlice(db *pg.DB, owners []string) error {
	var accounts []*Account
	for _, owner := range owners {
		accounts = append(accounts, &Account{Owner: owner})
	}
	_, err := db.Model(&accounts).Insert()
	return err
}

func deleteAtOnce(db *pg.DB, ids []int64) error {
	_, err := db.Model((*Account)(nil)).Where("id IN (?)", pg.In(ids)).Delete()
	return err
}

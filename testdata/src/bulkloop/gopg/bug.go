// Package store is a store on go-pg: bug.go writes row by row, clean.go does not.
package store

import (
	"context"

	"github.com/go-pg/pg/v10"
)

type Account struct {
	ID      int64
	Owner   string
	Balance int64
}

func insertEach(db *pg.DB, accounts []*Account) error {
	for _, a := range accounts {
		if _, err := db.Model(a).Insert(); err != nil { // want "Account is inserted once for each of accounts; one Model.*Insert would do"
			return err
		}
	}
	return nil
}

func updateEach(ctx context.Context, db *pg.DB, accounts []*Account) error {
	return db.RunInTransaction(ctx, func(tx *pg.Tx) error {
		for _, a := range accounts {
			if _, err := tx.Model(a).Column("owner").WherePK().Update(); err != nil { // want "Account is updated .* all run in one transaction"
				return err
			}
		}
		return nil
	})
}

func deleteEach(db *pg.DB, ids []int64) error {
	for _, id := range ids {
		if _, err := db.Model((*Account)(nil)).Where("id = ?", id).Delete(); err != nil { // want "Account is deleted"
			return err
		}
	}
	return nil
}

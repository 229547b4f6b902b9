// Package bank is a bank on sqlx: bug.go writes row by row, clean.go does not.
package bank

import "github.com/jmoiron/sqlx"

type Account struct {
	ID      int64  `db:"id"`
	Owner   string `db:"owner"`
	Balance int64  `db:"balance"`
}

func insertEach(db *sqlx.DB, accounts []Account) error {
	tx := db.MustBegin()
	defer tx.Rollback()
	for _, a := range accounts {
		if _, err := tx.NamedExec(`INSERT INTO accounts (owner, balance) VALUES (:owner, :balance)`, a); err != nil { // want "is inserted once for each of accounts; one NamedExec with the slice would do for all; all run in one transaction"
			return err
		}
	}
	return tx.Commit()
}

func deleteEach(db *sqlx.DB, ids []int64) {
	for _, id := range ids {
		db.MustExec("DELETE FROM accounts WHERE id = ?", id) // want "accounts is deleted once for each of ids"
	}
}

func updateEach(db *sqlx.DB, accounts []Account) error {
	for _, a := range accounts {
		if _, err := db.Exec("UPDATE accounts SET owner = ? WHERE id = ?", a.Owner, a.ID); err != nil { // want "accounts is updated once"
			return err
		}
	}
	return nil
}

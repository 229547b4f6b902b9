package bank

import (
	"database/sql"
	"strings"
)

func insertList(db *sql.DB, owners []string) error {
	var args []any
	for _, owner := range owners {
		args = append(args, owner)
	}
	_, err := db.Exec("INSERT INTO accounts (owner) VALUES "+strings.TrimSuffix(strings.Repeat("(?),", len(owners)), ","), args...)
	return err
}

func cardNeedsTheKeyOfTheAccount(tx *sql.Tx, owners []string) error {
	for _, owner := range owners {
		res, err := tx.Exec("INSERT INTO accounts (owner) VALUES (?)", owner)
		if err != nil {
			return err
		}
		id, err := res.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO cards (account_id) VALUES (?)", id); err != nil {
			return err
		}
	}
	return nil
}

func cardNeedsTheReturnedKey(tx *sql.Tx, owners []string) error {
	for _, owner := range owners {
		var id int64
		if err := tx.QueryRow("INSERT INTO accounts (owner) VALUES ($1) RETURNING id", owner).Scan(&id); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO cards (account_id) VALUES ($1)", id); err != nil {
			return err
		}
	}
	return nil
}

func savepointForEach(tx *sql.Tx, owners []string) error {
	for _, owner := range owners {
		if _, err := tx.Exec("SAVEPOINT one"); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO accounts (owner) VALUES ($1)", owner); err != nil {
			if _, err := tx.Exec("ROLLBACK TO SAVEPOINT one"); err != nil {
				return err
			}
		}
	}
	return nil
}

func debitEach(tx *sql.Tx, amounts map[int64]int64) (bool, error) {
	for id, amount := range amounts {
		res, err := tx.Exec("UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?", amount, id, amount)
		if err != nil {
			return false, err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return false, err
		}
	}
	return true, nil
}

func runScript(db *sql.DB, statements []string) error {
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			return err
		}
	}
	return nil
}

// Package bank is a bank on database/sql: bug.go writes row by row, clean.go does not, or has to.
package bank

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

func insertEach(ctx context.Context, db *sql.DB, owners []string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, owner := range owners {
		if _, err := tx.ExecContext(ctx, "INSERT INTO accounts (owner) VALUES ($1)", owner); err != nil { // want "accounts is inserted once for each of owners; one INSERT with a list of VALUES would do for all; all run in one transaction"
			return err
		}
	}
	return tx.Commit()
}

func insertPrepared(db *sql.DB, owners []string) error {
	stmt, err := db.Prepare("INSERT INTO accounts (owner) VALUES (?)")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, owner := range owners {
		if _, err := stmt.Exec(owner); err != nil { // want "accounts is inserted"
			return err
		}
	}
	return nil
}

func closeEach(db *sql.DB, ids []int64) error {
	for _, id := range ids {
		if _, err := db.Exec("UPDATE accounts SET closed = 1 WHERE id = ?", id); err != nil { // want "accounts is updated .* one UPDATE … WHERE id IN"
			return err
		}
	}
	return nil
}

func deleteWhatACursorFinds(db *sql.DB) error {
	rows, err := db.Query("SELECT id FROM accounts WHERE closed = 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if _, err := db.Exec("DELETE FROM accounts WHERE id = ?", id); err != nil { // want "accounts is deleted"
			return err
		}
	}
	return rows.Err()
}

func rowsThatAreAlwaysOne(ctx context.Context, tx *sql.Tx, names []string) error {
	for _, name := range names {
		res, err := tx.ExecContext(ctx, "INSERT INTO labels (name) VALUES (?)", name) // want "labels is inserted once for each of names"
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		if n == 0 {
			return sql.ErrNoRows
		}
	}
	return nil
}

func textInVariable(db *sql.DB, owners []string) error {
	q := "INSERT INTO accounts (owner) VALUES (?)"
	for _, owner := range owners {
		if _, err := db.Exec(q, owner); err != nil { // want "accounts is inserted once for each of owners; .* would leave it half done$"
			return err
		}
	}
	return nil
}

func textInVariableOfTheLoop(db *sql.DB, ids []int64) error {
	for _, id := range ids {
		q := "UPDATE accounts SET closed = 1 WHERE id = ?"
		_, err := db.Exec(q, id) // want "accounts is updated once for each of ids; .* would leave it half done$"
		if err != nil {
			return err
		}
	}
	return nil
}

func textThatIsUsedElsewhere(db *sql.DB, ids []int64) error {
	q := "DELETE FROM accounts WHERE id = ?"
	for _, id := range ids {
		if _, err := db.Exec(q, id); err != nil { // want "accounts is deleted .* no edit is offered because the variable with the text is used elsewhere"
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	return nil
}

func closeAtTheSameTime(db *sql.DB, ids []int64) error {
	now := time.Now()
	for _, id := range ids {
		if _, err := db.Exec("UPDATE accounts SET closed_at = ? WHERE id = ?", now, id); err != nil { // want "accounts is updated .* one UPDATE … WHERE id IN .* would leave it half done$"
			return err
		}
	}
	return nil
}

func closeOneAfterTheOther(db *sql.DB, ids []int64) error {
	for _, id := range ids {
		now := time.Now()
		if _, err := db.Exec("UPDATE accounts SET closed_at = ? WHERE id = ?", now, id); err != nil { // want "accounts is updated .* one UPDATE … FROM .* no edit is offered because the rows get values of their own"
			return err
		}
	}
	return nil
}

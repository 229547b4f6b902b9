package bank

import (
	"context"
	"database/sql"
	"fmt"
)

// The findings of this file have no fix: none is certain to keep what the code means.

func setBalance(ctx context.Context, db *sql.DB, id, balance int64) error {
	if _, err := db.ExecContext(ctx, "UPDATE accounts SET balance = $2 WHERE id = $1", id, balance); err != nil {
		return fmt.Errorf("setting the balance: %w", err)
	}
	return nil
}

func throughSetter(ctx context.Context, db *sql.DB, id, n int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	return setBalance(ctx, db, a.ID, a.Balance+n) // want "(?i)lost update: account.?.balance; .*no edit .* the statement is in setBalance"
}

func eitherOfTwoRows(db *sql.DB, id, other, n int64) error {
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET balance = ? WHERE id = ? OR id = ?", balance-n, id, other) // want "(?i)lost update: accounts.balance; .*no edit .* the WHERE has alternatives"
	return err
}

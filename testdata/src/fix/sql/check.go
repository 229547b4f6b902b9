package bank

import (
	"context"
	"database/sql"
)

func withdrawIfEnough(ctx context.Context, db *sql.DB, id, n int64) error {
	var balance int64
	if err := db.QueryRowContext(ctx, "SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	if balance < n {
		return errNotEnough
	}
	_, err := db.ExecContext(ctx, "UPDATE accounts SET balance = balance - ? WHERE id = ?", n, id) // want "(?i)lost update: accounts.balance"
	return err
}

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

// thawThenPay has the test in the statement, and goes on as if it had held.
func thawThenPay(ctx context.Context, db *sql.DB, id, n int64) error {
	var frozen int64
	if err := db.QueryRowContext(ctx, "SELECT frozen FROM accounts WHERE id = ?", id).Scan(&frozen); err != nil {
		return err
	}
	if frozen == 0 {
		return errNotEnough
	}
	if _, err := db.ExecContext(ctx, "UPDATE accounts SET frozen = 0 WHERE id = ? AND frozen <> 0", id); err != nil { // want "(?i)lost update: accounts.frozen"
		return err
	}
	_, err := db.ExecContext(ctx, "UPDATE accounts SET balance = balance + ? WHERE id = ?", n, id)
	return err
}

// Package bank is a bank on pgx whose lost updates are repaired: bank.go.golden holds the repaired file.
package bank

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"
)

var errNotEnough = errors.New("not enough")

func withdraw(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	var balance int64
	if err := pool.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1", id).Scan(&balance); err != nil {
		return err
	}
	if balance < amount {
		return errNotEnough
	}
	_, err := pool.Exec(ctx, "UPDATE accounts SET balance = $2 WHERE id = $1", id, balance-amount) // want "(?i)lost update: accounts.balance"
	return err
}

func withdrawInTransaction(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	var balance int64
	if err := tx.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1", id).Scan(&balance); err != nil {
		return err
	}
	balance -= fee(balance) + amount
	if _, err := tx.Exec(ctx, `UPDATE accounts SET balance = $2 WHERE id = $1`, id, balance); err != nil { // want "(?i)lost update: accounts.balance"
		return err
	}
	return tx.Commit(ctx)
}

// fee depends on the balance: one statement cannot take it.
func fee(balance int64) int64 {
	if balance > 1000 {
		return 0
	}
	return 1
}

// withdrawBeside reads on the pool what the transaction writes.
func withdrawBeside(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	var balance int64
	if err := pool.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1", id).Scan(&balance); err != nil {
		return err
	}
	balance -= fee(balance) + amount
	if _, err := tx.Exec(ctx, `UPDATE accounts SET balance = $2 WHERE id = $1`, id, balance); err != nil { // want "(?i)lost update: accounts.balance"
		return err
	}
	return tx.Commit(ctx)
}

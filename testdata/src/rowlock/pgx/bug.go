// Package bank is a bank on pgx whose transactions hold nothing.
package bank

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
)

// An Accounts repository keeps accounts on the pool.
type Accounts struct{ pool *pgxpool.Pool }

func (a *Accounts) UpdateBalance(ctx context.Context, id, balance int) error {
	_, err := a.pool.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance, id)
	return err
}

// A Shop sells.
type Shop struct {
	pool     *pgxpool.Pool
	accounts *Accounts
}

func (s *Shop) buyBesideTheTransaction(ctx context.Context, id, balance int) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if err := s.accounts.UpdateBalance(ctx, id, balance); err != nil { // want "row lock: the write of accounts runs beside the transaction begun at line 25"
		return err
	}
	return tx.Commit(ctx)
}

func (s *Shop) lockOnThePool(ctx context.Context, id int) (balance int, err error) {
	err = s.pool.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", id).Scan(&balance) // want "row lock: the rows of accounts are locked outside of a transaction"
	return balance, err
}

func (s *Shop) lockInTransaction(ctx context.Context, id, n int) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	var balance int
	if err := tx.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", id).Scan(&balance); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-n, id); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// Package bank is a bank on database/sql whose locks hold nothing in bug.go, and hold in clean.go.
package bank

import (
	"context"
	"database/sql"
)

type store struct{ db *sql.DB }

func (s *store) lockOnThePool(ctx context.Context, id, n int) error {
	var balance int
	if err := s.db.QueryRowContext(ctx, "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", id).Scan(&balance); err != nil { // want "row lock: the rows of accounts are locked outside of a transaction"
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-n, id)
	return err
}

func (s *store) writeOnThePool(ctx context.Context, id, n int) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "INSERT INTO transfers (account, amount) VALUES ($1, $2)", id, n); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE accounts SET balance = balance - $1 WHERE id = $2", n, id); err != nil { // want "row lock: the write of accounts runs outside of the transaction begun at line 21"
		return err
	}
	return tx.Commit()
}

func (s *store) subtract(ctx context.Context, id, n int) error {
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET balance = balance - $1 WHERE id = $2", n, id)
	return err
}

func (s *store) begunForNothing(ctx context.Context, other *store, id, n int) (err error) {
	tx, err := other.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if err = s.subtract(ctx, id, n); err != nil { // want "row lock: the write of accounts runs beside the transaction begun at line 41, in which nothing runs"
		return err
	}
	return tx.Commit()
}

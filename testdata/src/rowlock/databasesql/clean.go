package bank

import (
	"context"
	"database/sql"
)

func (s *store) lockInTransaction(ctx context.Context, id, n int) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var balance int
	if err := tx.QueryRowContext(ctx, "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", id).Scan(&balance); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-n, id); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) takeOneInOneStatement(ctx context.Context) (id int, err error) {
	err = s.db.QueryRowContext(ctx, `UPDATE jobs SET taken = TRUE WHERE id = (
		SELECT id FROM jobs WHERE NOT taken ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id`).Scan(&id)
	return id, err
}

func (s *store) lockOfTheSession(ctx context.Context, id int) error {
	_, err := s.db.ExecContext(ctx, "SELECT pg_advisory_lock($1)", id)
	return err
}

type execer interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

func lockOnWhatTheCallerHas(ctx context.Context, e execer, id int) (balance int, err error) {
	err = e.QueryRowContext(ctx, "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", id).Scan(&balance)
	return balance, err
}

func (s *store) handedOn(ctx context.Context, write func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := write(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func (s *store) pingInTransaction(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	return tx.Rollback()
}

package racetest_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm/racetest"
)

// shop is code under test: the ways to take one product from the stock, with the bug and with its repairs.
type shop struct {
	database
	db *racetest.DB
}

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

var errSoldOut = errors.New("sold out")

func (s shop) reset(t *testing.T) {
	_, err := s.db.Exec("UPDATE racetest_product SET stock = 5, sold = 0, version = 0")
	require.NoError(t, err)
}

func (s shop) stock(t *testing.T) (stock int) {
	require.NoError(t, s.db.QueryRow("SELECT stock FROM racetest_product").Scan(&stock))
	return stock
}

func (s shop) takeOn(ctx context.Context, q querier, lock string) error {
	var stock int
	if err := q.QueryRowContext(ctx, s.bind("SELECT stock FROM racetest_product WHERE id = ?"+lock), 1).Scan(&stock); err != nil {
		return err
	}
	if stock < 1 {
		return errSoldOut
	}
	_, err := q.ExecContext(ctx, s.bind("UPDATE racetest_product SET stock = ? WHERE id = ?"), stock-1, 1)
	return err
}

// take has the bug.
func (s shop) take(context.Context) error { return s.takeOn(context.Background(), s.db, "") }

// takeInTx has the bug too: a transaction alone is no protection.
func (s shop) takeInTx(ctx context.Context) error { return s.inTx(ctx, nil, "") }

func (s shop) takeLocked(ctx context.Context) error { return s.inTx(ctx, nil, s.lock) }

func (s shop) takeSerializable(ctx context.Context) error {
	return s.inTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable}, "")
}

func (s shop) inTx(ctx context.Context, opts *sql.TxOptions, lock string) error {
	tx, err := s.db.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.takeOn(ctx, tx, lock); err != nil {
		return err
	}
	return tx.Commit()
}

// takeCompared writes only what nobody else has written since, and tries again.
func (s shop) takeCompared(ctx context.Context) error {
	for {
		var stock, version int
		row := s.db.QueryRowContext(ctx, "SELECT stock, version FROM racetest_product WHERE id = 1")
		if err := row.Scan(&stock, &version); err != nil {
			return err
		}
		res, err := s.db.ExecContext(ctx, s.bind("UPDATE racetest_product SET stock = ?, version = ? WHERE id = 1 AND version = ?"), stock-1, version+1, version)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 1 {
			return err
		}
	}
}

func (s shop) takeByExpression(ctx context.Context) error {
	res, err := s.db.ExecContext(ctx, "UPDATE racetest_product SET stock = stock - 1 WHERE id = 1 AND stock >= 1")
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return errSoldOut
}

// takeImmediate takes SQLite's one write lock before it reads.
func (s shop) takeImmediate(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := s.takeOn(ctx, conn, ""); err != nil {
		return errors.Join(err, rollback(ctx, conn))
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}

func rollback(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "ROLLBACK")
	return err
}

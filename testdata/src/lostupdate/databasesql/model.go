// Package bank is a bank on database/sql: bug.go loses updates, clean.go does not.
package bank

import (
	"context"
	"database/sql"
	"errors"
	"math/big"
	"time"
)

var errNotEnough = errors.New("not enough")

type Account struct {
	ID        int64
	Owner     string
	Balance   int64
	Limit     sql.NullInt64
	Wei       *big.Int
	Meta      []byte
	Frozen    bool
	Version   int64
	ExpiresAt time.Time
}

// Withdraw takes an amount out of the account.
func (a *Account) Withdraw(amount int64) error {
	if a.Balance < amount {
		return errNotEnough
	}
	a.Balance -= amount
	return nil
}

// DBTX is what *sql.DB and *sql.Tx have in common.
type DBTX interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

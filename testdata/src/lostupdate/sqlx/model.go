// Package bank is a bank on sqlx: bug.go loses updates, clean.go does not.
package bank

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"
)

var errNotEnough = errors.New("not enough")

type Account struct {
	ID        int64           `db:"id"`
	OwnerID   int64           `db:"owner_id"`
	Balance   decimal.Decimal `db:"balance"`
	Points    int             `db:"points"`
	Meta      []byte          `db:"meta"`
	Version   int             `db:"version"`
	ExpiresAt time.Time       `db:"expires_at"`
}

func (a *Account) Credit(n int) { a.Points += n }

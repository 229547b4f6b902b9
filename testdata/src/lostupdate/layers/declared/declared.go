// Package declared is a service that declares the storage that it needs itself: the implementation is in a package that it does not import.
package declared

import (
	"context"
	"errors"

	"github.com/shopspring/decimal"
)

var errTooLittle = errors.New("too little")

// Wallet is what a customer owns.
type Wallet struct {
	ID       int64
	OwnerID  int64
	Coins    int64
	Reserved int64
}

type wallets interface {
	ByOwner(ctx context.Context, ownerID int64) (*Wallet, error)
	GetByOwnerForUpdate(ctx context.Context, ownerID int64) (*Wallet, error)
	SetCoins(ctx context.Context, id int64, amount int64) error
	UpdateByID(ctx context.Context, id, coins, reserved int64) error
	UpdateCount(ctx context.Context, id int64, n int64) error

	GetBalance(ctx context.Context, ownerID int64) (decimal.Decimal, error)
	UpdateBalance(ctx context.Context, ownerID int64, balance decimal.Decimal) error
	GetPoints(ctx context.Context, ownerID int64) (int, error)
	SavePoints(ctx context.Context, ownerID int64, n int) error
}

type transactions interface {
	Do(ctx context.Context, run func(ctx context.Context) error) error
}

// Shop sells.
type Shop struct {
	wallets wallets
	tx      transactions
}

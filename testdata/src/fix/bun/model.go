// Package depot is a store on bun whose lost updates are repaired: the golden files hold the repaired files.
package depot

import (
	"context"
	"errors"
	"time"

	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
)

var errSoldOut = errors.New("sold out")

type Product struct {
	bun.BaseModel `bun:"table:products,alias:p"`

	ID        int64 `bun:"id,pk,autoincrement"`
	Name      string
	Stock     int `bun:"stock,notnull"`
	Sold      int64
	Limit     int
	Weight    float64
	Price     decimal.Decimal `bun:"unit_price,type:numeric(20,2)"`
	Active    bool
	Status    string
	UpdatedAt time.Time `bun:",nullzero"`
	Views     int64     `bun:",nullzero"`
}

type Wallet struct {
	bun.BaseModel `bun:"table:wallets"`
	Owned

	ID      int64 `bun:",pk"`
	Balance decimal.Decimal
	Points  int
	Frozen  int
}

// Owned is a part of rows that belong to a user.
type Owned struct {
	UserID int64
	Quota  int
}

type Account struct {
	ID        int64  `bun:",pk"`
	Owner     string `bun:"owner"`
	Balance   int64
	UpdatedAt time.Time `bun:",nullzero"`
}

var _ bun.BeforeAppendModelHook = (*Account)(nil)

func (a *Account) BeforeAppendModel(ctx context.Context, query bun.Query) error {
	if _, ok := query.(*bun.UpdateQuery); ok {
		a.UpdatedAt = time.Now()
	}
	return nil
}

type Cart struct {
	ID       int64 `bun:",pk"`
	UserID   int64
	Quantity int
}

// Purse has a column of JSON.
type Purse struct {
	ID     int64 `bun:",pk"`
	Points int
	Limits Limits
}

type Limits struct{ Daily, Weekly int }

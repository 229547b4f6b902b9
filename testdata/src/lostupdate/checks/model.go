// Package checks tests a column before it writes: bug.go lets two requests through, clean.go one.
package checks

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/shopspring/decimal"
)

var (
	errTooLittle = errors.New("too little")
	errUsed      = errors.New("used")
)

type account struct {
	ID      int64           `db:"id"`
	Owner   string          `db:"owner"`
	Balance decimal.Decimal `db:"balance"`
	Coins   int64           `db:"coins"`
	Status  string          `db:"status"`
}

type voucher struct {
	ID     int64      `db:"id"`
	Code   string     `db:"code"`
	UsedAt *time.Time `db:"used_at"`
	Used   bool       `db:"used"`
	Value  int64      `db:"value"`
	Owner  int64      `db:"owner_id"`
}

type store struct {
	db *sqlx.DB
}

func (s *store) account(ctx context.Context, id int64) (*account, error) {
	var a account
	if err := s.db.GetContext(ctx, &a, "SELECT id, owner, balance, coins, status FROM accounts WHERE id = $1", id); err != nil {
		return nil, err
	}
	return &a, nil
}

func (s *store) lockedAccount(ctx context.Context, tx *sqlx.Tx, id int64) (*account, error) {
	var a account
	if err := tx.GetContext(ctx, &a, "SELECT id, owner, balance, coins, status FROM accounts WHERE id = $1 FOR UPDATE", id); err != nil {
		return nil, err
	}
	return &a, nil
}

func (s *store) takeCoins(ctx context.Context, id, n int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins - $1 WHERE id = $2", n, id)
	return err
}

func (s *store) takeCoinsIfThere(ctx context.Context, id, n int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins - $1 WHERE id = $2 AND coins - $1 >= 0", n, id)
	return err
}

func (s *store) isEnough(ctx context.Context, id, n int64) bool {
	a, err := s.account(ctx, id)
	if err != nil {
		return false
	}
	return a.Coins >= n
}

func (a *account) canPay(n int64) error {
	if a.Status == "frozen" {
		return errors.New("frozen")
	}
	if a.Coins < n {
		return errTooLittle
	}
	return nil
}

func covered(have, want int64) bool {
	if have < want {
		return false
	}
	return true
}

func inTransaction(ctx context.Context, db *sqlx.DB, run func(tx *sqlx.Tx) error) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	if err := run(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (s *store) voucherByCode(ctx context.Context, code string) (*voucher, error) {
	var v voucher
	err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1 AND used = false", code)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errUsed
	}
	return &v, err
}

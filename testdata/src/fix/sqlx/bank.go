// Package bank is a bank on sqlx whose lost updates are repaired: bank.go.golden holds the repaired file.
package bank

import (
	"context"
	"errors"

	"github.com/jmoiron/sqlx"
	"github.com/shopspring/decimal"
)

var errNotEnough = errors.New("not enough")

type Account struct {
	ID      int64           `db:"id"`
	Balance decimal.Decimal `db:"balance"`
	Points  int             `db:"points"`
	Active  bool            `db:"active"`
}

func getThenExec(db *sqlx.DB, id int64, n int) error {
	var a Account
	if err := db.Get(&a, "SELECT id, balance, points, active FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	if !(a.Points >= n) {
		return errNotEnough
	}
	_, err := db.Exec("UPDATE accounts SET points = ? WHERE id = ?", a.Points-n, id) // want "(?i)lost update: Account.Points"
	return err
}

func named(ctx context.Context, db *sqlx.DB, id int64, amount decimal.Decimal) error {
	a := Account{}
	if err := db.GetContext(ctx, &a, `SELECT id, balance FROM accounts WHERE id = $1`, id); err != nil {
		return err
	}
	a.Balance = a.Balance.Sub(amount)
	if a.Balance.IsNegative() {
		return errNotEnough
	}
	_, err := db.NamedExecContext(ctx, `UPDATE accounts SET balance = :balance WHERE id = :id`, a) // want "(?i)lost update: Account.Balance"
	return err
}

func namedMap(db *sqlx.DB, id int64, n int) error {
	var a Account
	if err := db.Get(&a, db.Rebind("SELECT id, points FROM accounts WHERE id = ?"), id); err != nil {
		return err
	}
	arg := map[string]interface{}{"id": id, "points": a.Points + 2*n}
	_, err := db.NamedExec("UPDATE accounts SET points = :points WHERE id = :id", arg) // want "(?i)lost update: Account.Points"
	return err
}

func must(db *sqlx.DB, id int64, n int) {
	var points int
	if err := db.Get(&points, "SELECT points FROM accounts WHERE id = ?", id); err != nil {
		return
	}
	db.MustExec(db.Rebind("UPDATE accounts SET points = ? WHERE id = ?"), points+n, id) // want "(?i)lost update: accounts.points"
}

func toggle(db *sqlx.DB, id int64) error {
	var a Account
	if err := db.Get(&a, "SELECT id, balance, points, active FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET active = ? WHERE id = ?", !a.Active, a.ID) // want "(?i)lost update: Account.Active"
	return err
}

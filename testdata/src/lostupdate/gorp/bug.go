// Package bank is a bank on gorp: bug.go loses updates, clean.go does not.
package bank

import (
	"database/sql"
	"errors"

	"github.com/go-gorp/gorp/v3"
)

var errNotEnough = errors.New("not enough")

type Account struct {
	Id      int64 `db:"id"`
	Balance int64 `db:"balance"`
}

// Invoice has a version column: see newDbMap.
type Invoice struct {
	Id      int64
	Cents   int64
	Version int64
}

func newDbMap(db *sql.DB) *gorp.DbMap {
	m := &gorp.DbMap{Db: db, Dialect: gorp.PostgresDialect{}}
	m.AddTableWithName(Account{}, "accounts").SetKeys(true, "Id")
	m.AddTableWithName(Invoice{}, "invoices").SetKeys(true, "Id").SetVersionCol("Version")
	return m
}

func getThenUpdate(m *gorp.DbMap, id, amount int64) error {
	obj, err := m.Get(Account{}, id)
	if err != nil {
		return err
	}
	a, ok := obj.(*Account)
	if !ok {
		return sql.ErrNoRows
	}
	a.Balance -= amount
	_, err = m.Update(a) // want "lost update: Account.Balance "
	return err
}

func selectOneInTransaction(m *gorp.DbMap, id, amount int64) error {
	tx, err := m.Begin()
	if err != nil {
		return err
	}
	var a Account
	if err := tx.SelectOne(&a, "SELECT * FROM accounts WHERE id = $1", id); err != nil {
		_ = tx.Rollback()
		return err
	}
	if a.Balance < amount {
		_ = tx.Rollback()
		return errNotEnough
	}
	a.Balance -= amount
	if _, err := tx.Update(&a); err != nil { // want "lost update: Account.Balance "
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func selectIntThenExec(exec gorp.SqlExecutor, id int64) error {
	balance, err := exec.SelectInt("SELECT balance FROM accounts WHERE id = $1", id)
	if err != nil {
		return err
	}
	_, err = exec.Exec("UPDATE accounts SET balance = $1 WHERE id = $2", balance+1, id) // want "lost update: accounts.balance "
	return err
}

func everyRow(m *gorp.DbMap) error {
	var list []*Account
	if _, err := m.Select(&list, "SELECT * FROM accounts"); err != nil {
		return err
	}
	for _, a := range list {
		a.Balance++
		if _, err := m.Update(a); err != nil { // want "lost update: Account.Balance "
			return err
		}
	}
	return nil
}

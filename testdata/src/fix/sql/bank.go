// Package bank is a bank on database/sql whose lost updates are repaired: bank.go.golden holds the repaired file.
package bank

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

var errNotEnough = errors.New("not enough")

type Account struct {
	ID      int64
	Owner   string
	Balance int64
	Frozen  int64
}

func withdraw(db *sql.DB, id, amount int64) error {
	var balance int64
	err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("no account %d", id)
	} else if err != nil {
		return err
	}
	if balance < amount {
		return errNotEnough
	}
	_, err = db.Exec("UPDATE accounts SET balance = ? WHERE id = ?", balance-amount, id) // want "(?i)lost update: accounts.balance"
	return err
}

func withdrawInTransaction(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var balance int64
	if err := tx.QueryRowContext(ctx, `SELECT balance FROM accounts WHERE id = $1`, id).Scan(&balance); err != nil {
		return err
	}
	balance -= amount
	if balance < 0 {
		return errNotEnough
	}
	if _, err := tx.ExecContext(ctx, `UPDATE accounts SET balance = $1 WHERE id = $2`, balance, id); err != nil { // want "(?i)lost update: accounts.balance"
		return err
	}
	return tx.Commit()
}

func deposit(ctx context.Context, db *sql.DB, id, amount int64) (int64, error) {
	a := Account{ID: id}
	err := db.QueryRowContext(ctx, "SELECT owner, balance FROM accounts WHERE id = ?", a.ID).Scan(&a.Owner, &a.Balance)
	if err != nil {
		return 0, err
	}
	a.Balance += amount
	_, err = db.ExecContext(ctx, "UPDATE accounts SET owner = ?, balance = ? WHERE id = ?", a.Owner, a.Balance, id) // want "(?i)lost update: account.?.balance"
	if err != nil {
		return 0, err
	}
	return a.Balance, nil
}

const saveFrozen = `
UPDATE accounts
SET frozen = $2
WHERE id = $1
`

func freeze(ctx context.Context, db *sql.DB, id, amount int64) error {
	var n int64
	if err := db.QueryRowContext(ctx, "SELECT COALESCE(frozen, 0) FROM accounts WHERE id = $1", id).Scan(&n); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, saveFrozen, id, n+amount); err != nil { // want "(?i)lost update: accounts.frozen"
		return err
	}
	return nil
}

const saveBalance = "UPDATE accounts SET balance = ? WHERE id = ?"

func constantForTwo(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	_, err := db.Exec(saveBalance, balance*2+amount, id) // want "(?i)lost update: accounts.balance"
	return err
}

func reset(db *sql.DB, id int64) error {
	_, err := db.Exec(saveBalance, 0, id)
	return err
}

func textInVariable(db *sql.DB, id int64) error {
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	balance++
	query := "UPDATE accounts " +
		"SET balance = ?, updated_at = CURRENT_TIMESTAMP " +
		"WHERE id = ?"
	_, err := db.Exec(query, balance, id) // want "(?i)lost update: accounts.balance"
	return err
}

func twoColumns(db *sql.DB, id, n int64) error {
	var balance, frozen int64
	if err := db.QueryRow("SELECT balance, frozen FROM accounts WHERE id = ?", id).Scan(&balance, &frozen); err != nil {
		return err
	}
	if frozen+n > 100 {
		return errNotEnough
	}
	if balance < n {
		return errNotEnough
	}
	_, err := db.Exec("UPDATE accounts SET balance = ?, frozen = ? WHERE id = ?", balance-n, frozen+n, id) // want "(?i)lost update: accounts.balance" "(?i)lost update: accounts.frozen"
	if err != nil {
		return fmt.Errorf("freeze %d: %w", n, err)
	}
	return nil
}

func prepared(db *sql.DB, id, amount int64) error {
	set, err := db.Prepare("UPDATE accounts SET balance = ? WHERE id = ?")
	if err != nil {
		return err
	}
	defer set.Close()
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	_, err = set.Exec(balance-amount, id) // want "(?i)lost update: accounts.balance"
	return err
}

func getAccount(ctx context.Context, db *sql.DB, id int64) (*Account, error) {
	a := &Account{}
	row := db.QueryRowContext(ctx, "SELECT id, owner, balance FROM accounts WHERE id = $1", id)
	if err := row.Scan(&a.ID, &a.Owner, &a.Balance); err != nil {
		return nil, err
	}
	return a, nil
}

func readInGetter(ctx context.Context, db *sql.DB, id, amount int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	if a.Balance < amount {
		return errNotEnough
	}
	_, err = db.ExecContext(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", a.Balance-amount, a.ID) // want "(?i)lost update: account.?.balance"
	if err != nil {
		return err
	}
	return nil
}

package checks

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
)

// A movement takes from an account or adds to it.
type movement struct {
	account int64
	kind    string
	amount  int64
}

func testedBeneathAnotherCondition(ctx context.Context, s *store, m movement) error {
	a, err := s.account(ctx, m.account)
	if err != nil {
		return err
	}
	if m.kind == "withdrawal" {
		if a.Coins < m.amount {
			return errTooLittle
		}
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins - $1 WHERE id = $2", m.amount, m.account) // want "lost update: account.Coins is tested against a limit"
	return err
}

func oneOfTwoStates(ctx context.Context, s *store, id int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status != "open" && a.Status != "waiting" {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO payments (account_id) VALUES ($1)", id); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET status = 'paid' WHERE id = $1", id) // want "lost update: account.Status is tested"
	return err
}

// anotherIsTestedOnTheWay tests one row beneath a condition, and writes a new one.
func anotherIsTestedOnTheWay(ctx context.Context, s *store, id int64) error {
	if id != 0 {
		a, err := s.account(ctx, id)
		if err != nil {
			return err
		}
		if a.Status != "closed" {
			return nil
		}
	}
	var made int64
	if err := s.db.GetContext(ctx, &made, "INSERT INTO accounts (status) VALUES ('new') RETURNING id"); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO payments (account_id) VALUES ($1)", made); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET status = 'open' WHERE id = $1", made)
	return err
}

func nullableIsTested(ctx context.Context, db *sqlx.DB, id, price int64) error {
	var coins sql.NullInt64
	if err := db.QueryRowContext(ctx, "SELECT coins FROM accounts WHERE id = $1", id).Scan(&coins); err != nil {
		return err
	}
	if coins.Int64 < price {
		return errTooLittle
	}
	_, err := db.ExecContext(ctx, "UPDATE accounts SET coins = coins - $1 WHERE id = $2", price, id) // want "lost update: accounts.coins is tested against a limit"
	return err
}

func nullIsTested(ctx context.Context, db *sqlx.DB, id, owner int64) error {
	var used sql.NullTime
	if err := db.QueryRowContext(ctx, "SELECT used_at FROM vouchers WHERE id = $1", id).Scan(&used); err != nil {
		return err
	}
	if used.Valid {
		return errTooLittle
	}
	if _, err := db.ExecContext(ctx, "UPDATE accounts SET coins = coins + 1 WHERE id = $1", owner); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "UPDATE vouchers SET used_at = now() WHERE id = $1", id) // want "lost update: vouchers.used_at is tested"
	return err
}

func writtenByAQuery(ctx context.Context, db *sqlx.DB, id, price int64) error {
	var coins int64
	if err := db.QueryRowContext(ctx, "SELECT coins FROM accounts WHERE id = $1", id).Scan(&coins); err != nil {
		return err
	}
	rows, err := db.QueryContext(ctx, "UPDATE accounts SET coins = $1 WHERE id = $2", coins-price, id) // want "lost update: accounts.coins is read"
	if err != nil {
		return err
	}
	return rows.Close()
}

// theOrderIsLocked and not the account that its line names, from which others take, too.
func theOrderIsLocked(ctx context.Context, tx *sqlx.Tx, order int64) error {
	var total, payer, coins int64
	if err := tx.QueryRowContext(ctx, "SELECT total FROM orders WHERE id = $1 FOR UPDATE", order).Scan(&total); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT account_id FROM payers WHERE order_id = $1", order).Scan(&payer); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT coins FROM accounts WHERE id = $1", payer).Scan(&coins); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE accounts SET coins = $1 WHERE id = $2", coins-total, payer) // want "lost update: accounts.coins is read"
	return err
}

// theLinesOfALockedOrder change under its lock only.
func theLinesOfALockedOrder(ctx context.Context, tx *sqlx.Tx, order int64) error {
	var total, sent int64
	if err := tx.QueryRowContext(ctx, "SELECT total FROM orders WHERE id = $1 FOR UPDATE", order).Scan(&total); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT sent FROM payers WHERE order_id = $1", order).Scan(&sent); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE payers SET sent = $1 WHERE order_id = $2", sent+1, order)
	return err
}

// theAccountIsLockedTooLate: the transfer was tested before, and two that wait for one account pay back twice.
func theAccountIsLockedTooLate(ctx context.Context, tx *sqlx.Tx, transfer int64) error {
	var owner, total, coins int64
	var status string
	if err := tx.QueryRowContext(ctx, "SELECT account_id, total, status FROM transfers WHERE id = $1", transfer).Scan(&owner, &total, &status); err != nil {
		return err
	}
	if status != "pending" {
		return errTooLittle
	}
	if err := tx.QueryRowContext(ctx, "SELECT coins FROM accounts WHERE id = $1 FOR UPDATE", owner).Scan(&coins); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET coins = $1 WHERE id = $2", coins+total, owner); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE transfers SET status = 'failed' WHERE id = $1", transfer) // want "lost update: transfers.status is tested"
	return err
}

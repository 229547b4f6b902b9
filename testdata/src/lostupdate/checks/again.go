package checks

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
	"gorm.io/gorm"
)

// passesAgain may be confirmed any number of times, one after the other.
func passesAgain(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status == "closed" {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO payments (account_id, value) VALUES ($1, $2)", id, price); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET status = 'confirmed' WHERE id = $1", id)
	return err
}

// claimedFirst goes on with what one request only has got.
func claimedFirst(ctx context.Context, s *store, id int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status != "pending" {
		return errTooLittle
	}
	res, err := s.db.ExecContext(ctx, "UPDATE accounts SET status = 'processing' WHERE id = $1 AND status = 'pending'", id)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE vouchers SET value = value + 1 WHERE owner_id = $1", id); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET status = 'refunded' WHERE id = $1", id)
	return err
}

// twiceIsAsOnce marks a voucher, and opens an account that may be open.
func twiceIsAsOnce(ctx context.Context, s *store, id, owner int64) error {
	var used bool
	if err := s.db.QueryRowContext(ctx, "SELECT used FROM vouchers WHERE id = $1", id).Scan(&used); err != nil {
		return err
	}
	if used {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE vouchers SET used = true WHERE id = $1", id); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET status = 'open' WHERE id = $1", owner)
	return err
}

// within runs a function in a transaction of the level that its caller wants.
func within(ctx context.Context, db *sqlx.DB, opts *sql.TxOptions, fn func(tx *sqlx.Tx) error) error {
	tx, err := db.BeginTxx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func serializableByTheCaller(ctx context.Context, s *store, id, price int64) error {
	return within(ctx, s.db, &sql.TxOptions{Isolation: sql.LevelSerializable}, func(tx *sqlx.Tx) error {
		var coins int64
		if err := tx.QueryRowContext(ctx, "SELECT coins FROM accounts WHERE id = $1", id).Scan(&coins); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE accounts SET coins = $1 WHERE id = $2", coins-price, id)
		return err
	})
}

func asTheDatabaseHasIt(ctx context.Context, s *store, id, price int64) error {
	return within(ctx, s.db, nil, func(tx *sqlx.Tx) error {
		var coins int64
		if err := tx.QueryRowContext(ctx, "SELECT coins FROM accounts WHERE id = $1", id).Scan(&coins); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE accounts SET coins = $1 WHERE id = $2", coins-price, id) // want "lost update: accounts.coins is read"
		return err
	})
}

// A Receipt is approved once, and then makes an Inventory.
type Receipt struct {
	ID       uint
	Approved bool
	Quantity int
	Shelf    Shelf
}

type Inventory struct {
	ID, ReceiptID uint
	Quantity      int
}

type Shelf struct {
	ID, ReceiptID uint
	Free          int
}

// insertedBySave makes a row by Save: its key is zero.
func insertedBySave(db *gorm.DB, id uint) error {
	var r Receipt
	if err := db.First(&r, id).Error; err != nil {
		return err
	}
	if r.Approved {
		return errTooLittle
	}
	stock := Inventory{Quantity: r.Quantity, ReceiptID: r.ID}
	if err := db.Save(&stock).Error; err != nil {
		return err
	}
	r.Approved = true
	return db.Save(&r).Error // want "lost update: Receipt.Approved is tested"
}

// itsOwnRow is written by who has inserted it.
func itsOwnRow(ctx context.Context, s *store, name string) error {
	var a account
	if err := s.db.GetContext(ctx, &a, "SELECT * FROM accounts WHERE owner = $1", name); err != nil {
		return err
	}
	if a.Status != "closed" {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO accounts (id, owner) VALUES ($1, $2)", a.ID+1, name); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO vouchers (owner_id) VALUES ($1)", a.ID+1); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET status = 'open' WHERE owner = $1", name)
	return err
}

// closedBecauseItFailed: each request that the test lets through pays, and one that fails closes.
func closedBecauseItFailed(ctx context.Context, s *store, id, payer int64, call func() error) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status == "closed" {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins - 1 WHERE id = $1", payer); err != nil {
		return err
	}
	if err := call(); err != nil {
		_, err := s.db.ExecContext(ctx, "UPDATE accounts SET status = 'closed' WHERE id = $1", id)
		return err
	}
	return nil
}

// onlyTheReceiptIsSaved: rows that hang on it stay as they are in the database.
func onlyTheReceiptIsSaved(db *gorm.DB, id uint, quantity int) error {
	var r Receipt
	if err := db.Preload("Shelf").First(&r, id).Error; err != nil {
		return err
	}
	r.Shelf.Free -= quantity
	r.Quantity = quantity
	return db.Save(&r).Error
}

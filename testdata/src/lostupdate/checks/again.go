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

// cancel enters the state, and gives back in Go.
func cancel(db *gorm.DB, id, inventory uint, n int) error {
	if err := db.Model(&Receipt{}).Where("id = ?", id).Update("approved", true).Error; err != nil {
		return err
	}
	var i Inventory
	if err := db.First(&i, inventory).Error; err != nil {
		return err
	}
	i.Quantity += n
	return db.Save(&i).Error // want "lost update: Inventory.Quantity is read"
}

func oneHelperDoesBoth(db *gorm.DB, id, inventory uint) error {
	var r Receipt
	if err := db.First(&r, id).Error; err != nil {
		return err
	}
	if r.Approved {
		return errTooLittle
	}
	return cancel(db, id, inventory, r.Quantity) // want "lost update: Receipt.Approved is tested"
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

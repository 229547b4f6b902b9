package checks

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
)

func aTimeInTheClosure(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.UsedAt != nil {
		return errTooLittle
	}
	return inTransaction(ctx, s.db, func(tx *sqlx.Tx) error {
		now := time.Now()
		v.UsedAt = &now
		if _, err := tx.ExecContext(ctx, "UPDATE vouchers SET used_at = $1 WHERE id = $2", v.UsedAt, v.ID); err != nil { // want "lost update: voucher.UsedAt is tested"
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO payments (account_id, value) VALUES ($1, $2)", v.Owner, v.Value)
		return err
	})
}

func foundByItsStateSetInTheClosure(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1 AND used = false", code); err != nil {
		return err
	}
	return inTransaction(ctx, s.db, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE vouchers SET used = true WHERE id = $1", v.ID); err != nil { // want "lost update: voucher.Used is what the row is found by"
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", v.Value, v.Owner)
		return err
	})
}

// oneStatementDoesBoth enters the state and adds to another column.
func oneStatementDoesBoth(ctx context.Context, s *store, id, bonus int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status == "welcomed" {
		return errTooLittle
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET status = 'welcomed', coins = coins + $1 WHERE id = $2", bonus, id) // want "lost update: account.Status is tested"
	return err
}

// onlyTheTime is set twice to nearly the same, and nothing else is done.
func onlyTheTime(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.UsedAt != nil {
		return errTooLittle
	}
	return inTransaction(ctx, s.db, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE vouchers SET used_at = $1 WHERE id = $2", time.Now(), v.ID)
		return err
	})
}

// pay adds, and runs what the caller wants done in the same transaction.
func (s *store) pay(ctx context.Context, id, n int64, also func(tx *sqlx.Tx) error) error {
	return inTransaction(ctx, s.db, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", n, id); err != nil {
			return err
		}
		return also(tx)
	})
}

func setInTheClosureOfAPayment(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.Used {
		return errTooLittle
	}
	return s.pay(ctx, v.Owner, v.Value, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE vouchers SET used = true WHERE id = $1", v.ID) // want "lost update: voucher.Used is tested"
		return err
	})
}

// comparedWithWhatItIsSetTo gives back twice if two close at the same time.
func comparedWithWhatItIsSetTo(ctx context.Context, s *store, id int64, status string) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status == status {
		return nil
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE accounts SET status = $1 WHERE id = $2", status, id); err != nil { // want "lost update: account.Status is tested"
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE vouchers SET value = value + 1 WHERE owner_id = $1", id)
	return err
}

// settings are made at their first use, whoever uses them.
func (s *store) settings(ctx context.Context) (account, error) {
	var a account
	err := s.db.GetContext(ctx, &a, "SELECT * FROM settings LIMIT 1")
	if err != nil {
		_, err = s.db.ExecContext(ctx, "INSERT INTO settings (status) VALUES ('plain')")
	}
	return a, err
}

func settingsAreNoConsequence(ctx context.Context, s *store, id int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status == "closed" {
		return errTooLittle
	}
	if _, err := s.settings(ctx); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET status = 'closed' WHERE id = $1", id)
	return err
}

// givenAway: of two who buy, the first has it no longer.
func givenAway(ctx context.Context, s *store, voucherType, buyer int64) error {
	var id int64
	if err := s.db.GetContext(ctx, &id, "SELECT id FROM vouchers WHERE used = false AND value = $1 LIMIT 1", voucherType); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE vouchers SET used = true, owner_id = $1 WHERE id = $2", buyer, id) // want "lost update: vouchers.used is what the row is found by"
	return err
}

// takenOutOfAList is taken out but once.
func takenOutOfAList(ctx context.Context, s *store, id int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status == "closed" {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE groups SET members = array_remove(members, $1)", id); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET status = 'closed' WHERE id = $1", id)
	return err
}

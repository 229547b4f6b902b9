package checks

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// nobodyLooks repeats the test, and goes on whether or not it held.
func nobodyLooks(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.Used {
		return errTooLittle
	}
	return inTransaction(ctx, s.db, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE vouchers SET used = true WHERE id = $1 AND used = false", v.ID); err != nil { // want "voucher.Used is tested .* with the test in WHERE, but nobody looks"
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", v.Value, v.Owner)
		return err
	})
}

func somebodyLooks(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.Used {
		return errTooLittle
	}
	return inTransaction(ctx, s.db, func(tx *sqlx.Tx) error {
		res, err := tx.ExecContext(ctx, "UPDATE vouchers SET used = true WHERE id = $1 AND used = false", v.ID)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errTooLittle
		}
		_, err = tx.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", v.Value, v.Owner)
		return err
	})
}

// claim hands on how many rows it changed.
func (s *store) claim(ctx context.Context, id int64) (int64, error) {
	res, err := s.db.ExecContext(ctx, "UPDATE vouchers SET used = true WHERE id = $1 AND used = false", id)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func theCallerLooks(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.Used {
		return errTooLittle
	}
	if n, err := s.claim(ctx, v.ID); err != nil || n != 1 {
		return errTooLittle
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", v.Value, v.Owner)
	return err
}

// theRowComesBack: where none is changed, none is returned, and that is an error.
func theRowComesBack(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.Used {
		return errTooLittle
	}
	var value int64
	if err := s.db.GetContext(ctx, &value, "UPDATE vouchers SET used = true WHERE id = $1 AND used = false RETURNING value", v.ID); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", value, v.Owner)
	return err
}

// nothingFollows: the second of two changes nothing, and nothing else happens.
func nothingFollows(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.Used {
		return errTooLittle
	}
	_, err := s.db.ExecContext(ctx, "UPDATE vouchers SET used = true WHERE id = $1 AND used = false", v.ID)
	return err
}

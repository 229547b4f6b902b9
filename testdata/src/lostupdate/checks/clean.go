package checks

import (
	"context"

	"github.com/jmoiron/sqlx"
)

func conditionRepeatedAsArithmetic(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Coins < price {
		return errTooLittle
	}
	return s.takeCoinsIfThere(ctx, id, price)
}

func lockedThenTested(ctx context.Context, s *store, id, price int64) error {
	return inTransaction(ctx, s.db, func(tx *sqlx.Tx) error {
		a, err := s.lockedAccount(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := a.canPay(price); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE accounts SET coins = coins - $1 WHERE id = $2", price, id)
		return err
	})
}

func testedAccountIsAnother(ctx context.Context, s *store, from, to, n int64) error {
	if !s.isEnough(ctx, from, n) {
		return errTooLittle
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", n, to)
	return err
}

func foundUnusedThenUsedIfUnused(ctx context.Context, s *store, code string, accountID int64) error {
	v, err := s.voucherByCode(ctx, code)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, "UPDATE vouchers SET used = true WHERE id = $1 AND used = false", v.ID)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return errUsed
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", v.Value, accountID)
	return err
}

func foundByStatusThenRenamed(ctx context.Context, s *store, code, next string) error {
	v, err := s.voucherByCode(ctx, code)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE vouchers SET code = $1 WHERE id = $2", next, v.ID) // nothing counts twice
	return err
}

func deletedWithALook(ctx context.Context, s *store, code string, accountID int64) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx, "DELETE FROM vouchers WHERE id = $1", v.ID)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return errUsed
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", v.Value, accountID)
	return err
}

func deletedAlone(ctx context.Context, s *store, code string) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "DELETE FROM vouchers WHERE id = $1", v.ID)
	return err
}

func deletedAndLogged(ctx context.Context, s *store, code string) error {
	v, err := s.voucherByCode(ctx, code)
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "DELETE FROM vouchers WHERE id = $1", v.ID); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO audit_log (what) VALUES ($1)", "deleted "+v.Code)
	return err
}

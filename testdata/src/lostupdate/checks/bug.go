package checks

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/shopspring/decimal"
)

func arithmeticInTheTest(ctx context.Context, db *sqlx.DB, id, price int64) error {
	return inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		var coins int64
		if err := tx.QueryRowContext(ctx, "SELECT coins FROM accounts WHERE id = $1", id).Scan(&coins); err != nil {
			return err
		}
		if coins-price < 0 {
			return errTooLittle
		}
		_, err := tx.ExecContext(ctx, "UPDATE accounts SET coins = coins - $1 WHERE id = $2", price, id) // want "lost update: accounts.coins is tested against a limit"
		return err
	})
}

func textOutsideOfTheClosure(ctx context.Context, db *sqlx.DB, id, price int64) error {
	query := "SELECT coins FROM accounts WHERE id = $1"
	update := "UPDATE accounts SET coins = coins - $1 WHERE id = $2"
	return inTransaction(ctx, db, func(tx *sqlx.Tx) error {
		var coins int64
		if err := tx.QueryRowContext(ctx, query, id).Scan(&coins); err != nil {
			return err
		}
		if coins < price {
			return errTooLittle
		}
		_, err := tx.ExecContext(ctx, update, price, id) // want "lost update: accounts.coins is tested against a limit"
		return err
	})
}

func decimalInTheTest(ctx context.Context, s *store, id int64, price decimal.Decimal) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Balance.Sub(price).IsNegative() {
		return errTooLittle
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET balance = balance - $1 WHERE id = $2", price, id) // want "lost update: account.Balance is tested against a limit"
	return err
}

func functionThatTells(ctx context.Context, s *store, id, price int64) error {
	if !s.isEnough(ctx, id, price) {
		return errTooLittle
	}
	return s.takeCoins(ctx, id, price) // want "lost update: account.Coins is tested against a limit"
}

func methodThatRefuses(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if err := a.canPay(price); err != nil {
		return err
	}
	return s.takeCoins(ctx, id, price) // want "lost update: account.Coins is tested against a limit"
}

func constantsThatTell(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if !covered(a.Coins, price) {
		return errTooLittle
	}
	return s.takeCoins(ctx, id, price) // want "lost update: account.Coins is tested against a limit"
}

func foundUnusedThenUsed(ctx context.Context, s *store, code string, accountID int64) error {
	v, err := s.voucherByCode(ctx, code)
	if err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", v.Value, accountID); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE vouchers SET used = true, used_at = now() WHERE id = $1", v.ID) // want "lost update: voucher.Used is what the row is found by"
	return err
}

func markTestedBeforeAnyWrite(ctx context.Context, s *store, v *voucher, code, owner string) error {
	if err := s.db.GetContext(ctx, v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if v.UsedAt != nil {
		return errUsed
	}
	if _, err := s.db.ExecContext(ctx, "UPDATE accounts SET owner = $1 WHERE id = $2", owner, v.Owner); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE vouchers SET used_at = $1 WHERE id = $2", time.Now(), v.ID) // want "lost update: voucher.UsedAt is tested with the value read"
	return err
}

func foundThenDeleted(ctx context.Context, s *store, code string, accountID int64) error {
	var v voucher
	if err := s.db.GetContext(ctx, &v, "SELECT * FROM vouchers WHERE code = $1", code); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "DELETE FROM vouchers WHERE id = $1", v.ID); err != nil { // want "lost update: voucher is found at line .*, and deleted here without a look"
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins + $1 WHERE id = $2", v.Value, accountID)
	return err
}

func insertedThenTaken(ctx context.Context, s *store, id, price int64) error {
	if !s.isEnough(ctx, id, price) {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO sales (account, price) VALUES ($1, $2)", id, price); err != nil {
		return err
	}
	return s.takeCoins(ctx, id, price) // want "lost update: account.Coins is tested"
}

func (s *store) spend(ctx context.Context, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	left := a.Coins - price
	if left < 0 {
		return errTooLittle
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET coins = $1 WHERE id = $2", left, id) // want "lost update: account.Coins is read"
	return err
}

func testedAgainByTheCallee(ctx context.Context, s *store, id, price int64) error {
	if !s.isEnough(ctx, id, price) {
		return errTooLittle
	}
	if _, err := s.db.ExecContext(ctx, "INSERT INTO sales (account, price) VALUES ($1, $2)", id, price); err != nil {
		return err
	}
	return s.spend(ctx, id, price) // what is lost is lost there
}

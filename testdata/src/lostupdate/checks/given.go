package checks

import (
	"context"
)

// charge tests and changes a row that its callers have read.
func (s *store) charge(ctx context.Context, a *account, price int64) error {
	if a.Coins < price {
		return errTooLittle
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins - $1 WHERE id = $2", price, a.ID) // want "lost update: account.Coins is tested against a limit with the value read at line 17"
	return err
}

func readHereTestedThere(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	return s.charge(ctx, a, price)
}

// A request carries what middleware has loaded.
type request struct {
	account account
	price   int64
}

func (s *store) chargeRequest(ctx context.Context, r *request) error {
	return s.charge(ctx, &r.account, r.price)
}

func readHereCarriedThere(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	r := &request{account: *a, price: price}
	return s.chargeRequest(ctx, r)
}

// lockedHereTestedThere keeps the row to itself.
func lockedHereTestedThere(ctx context.Context, s *store, id, price int64) error {
	var a account
	if err := s.db.GetContext(ctx, &a, "SELECT * FROM accounts WHERE id = $1 FOR UPDATE", id); err != nil {
		return err
	}
	return s.charge(ctx, &a, price)
}

// anotherIsCharged: what is tested is not the row that is written.
func anotherIsCharged(ctx context.Context, s *store, id, other, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Coins < price {
		return errTooLittle
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET coins = coins - $1 WHERE id = $2", price, other)
	return err
}

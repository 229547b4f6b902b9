package fixed

import "context"

// debit takes cents from a user's wallet.
func (s *Shop) debit(ctx context.Context, user, cents int64) error {
	res, err := s.sql.ExecContext(ctx, "UPDATE wallets SET balance = balance - ? WHERE user_id = ? AND balance >= ?", cents, user, cents)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrFunds
	}
	return nil
}

// addRevenue adds cents to what a product has brought in.
func (s *Shop) addRevenue(ctx context.Context, product, cents int64) error {
	_, err := s.sql.ExecContext(ctx, "UPDATE sales SET revenue = revenue + ? WHERE product_id = ?", cents, product)
	return err
}

package buggy

import "context"

// debit takes cents from a user's wallet.
func (s *Shop) debit(ctx context.Context, user, cents int64) error {
	balance, err := s.balance(ctx, user)
	if err != nil {
		return err
	}
	if balance < cents {
		return ErrFunds
	}
	_, err = s.sql.ExecContext(ctx, "UPDATE wallets SET balance = ? WHERE user_id = ?", balance-cents, user)
	return err
}

func (s *Shop) balance(ctx context.Context, user int64) (balance int64, err error) {
	err = s.sql.QueryRowContext(ctx, "SELECT balance FROM wallets WHERE user_id = ?", user).Scan(&balance)
	return balance, err
}

// addRevenue adds cents to what a product has brought in.
func (s *Shop) addRevenue(ctx context.Context, product, cents int64) error {
	var revenue int64
	if err := s.sql.QueryRowContext(ctx, "SELECT revenue FROM sales WHERE product_id = ?", product).Scan(&revenue); err != nil {
		return err
	}
	revenue += cents
	_, err := s.sql.ExecContext(ctx, "UPDATE sales SET revenue = ? WHERE product_id = ?", revenue, product)
	return err
}

package checks

import "context"

// payments is another machine's.
type payments interface {
	Disburse(ctx context.Context, number string, amount int64) (string, error)
	Describe(ctx context.Context, number string, amount int64) (string, error)
}

// payOut pays twice for two requests.
func payOut(ctx context.Context, s *store, p payments, id, amount int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status != "pending" {
		return errUsed
	}
	if _, err := p.Disburse(ctx, a.Owner, amount); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET status = 'paid' WHERE id = $1", id) // want "lost update: account.Status is tested with the value read at line 13, and set here"
	return err
}

// describe asks twice.
func describe(ctx context.Context, s *store, p payments, id, amount int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Status != "pending" {
		return errUsed
	}
	if _, err := p.Describe(ctx, a.Owner, amount); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE accounts SET status = 'described' WHERE id = $1", id)
	return err
}

type lease struct {
	ID       int64
	Holder   string
	Attempts int
}

// takeLease reads back what it has taken: the next round is about another row.
func takeLease(ctx context.Context, s *store, ids []int64, holder string) (int64, error) {
	for _, id := range ids {
		res, err := s.db.ExecContext(ctx, "UPDATE leases SET holder = $1, attempts = attempts + 1 WHERE id = $2 AND holder = ''", holder, id)
		if err != nil {
			return 0, err
		}
		if n, _ := res.RowsAffected(); n != 1 {
			continue
		}
		var l lease
		if err := s.db.GetContext(ctx, &l, "SELECT * FROM leases WHERE id = $1", id); err != nil {
			return 0, err
		}
		if l.Holder == holder {
			return l.ID, nil
		}
	}
	return 0, errUsed
}

package bank

import (
	"context"
	"database/sql"

	"fixtures/lostupdate/sqlc/db"
)

// A till has its queries on the pool: nothing else is ever put there. A lock that they take ends with the statement.
type till struct {
	*db.Queries
	pool *sql.DB
}

func newTill(pool *sql.DB) *till { return &till{Queries: db.New(pool), pool: pool} }

func lockOnThePoolOfTheTill(ctx context.Context, t *till, id, amount int64) error {
	a, err := t.GetAccountForUpdate(ctx, id)
	if err != nil {
		return err
	}
	_, err = t.UpdateAccount(ctx, db.UpdateAccountParams{ID: id, Balance: a.Balance - amount}) // want "lost update: (Account.Balance|accounts.balance) "
	return err
}

func lockInTheTransactionOfTheTill(ctx context.Context, t *till, id, amount int64) error {
	tx, err := t.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	q := t.WithTx(tx)
	a, err := q.GetAccountForUpdate(ctx, id)
	if err != nil {
		return err
	}
	if _, err := q.UpdateAccount(ctx, db.UpdateAccountParams{ID: id, Balance: a.Balance - amount}); err != nil {
		return err
	}
	return tx.Commit()
}

// A counter has queries that may be on a transaction.
type counter struct{ *db.Queries }

func lockOnWhatTheCounterWasGiven(ctx context.Context, c *counter, id, amount int64) error {
	a, err := c.GetAccountForUpdate(ctx, id)
	if err != nil {
		return err
	}
	_, err = c.UpdateAccount(ctx, db.UpdateAccountParams{ID: id, Balance: a.Balance - amount})
	return err
}

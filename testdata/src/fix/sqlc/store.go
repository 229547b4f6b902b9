// Package ledgers has transactions beside the queries that sqlc has made: with an edit, and without.
package ledgers

import (
	"context"
	"database/sql"
	"fmt"
)

type Store struct {
	*Queries
	db *sql.DB
}

func NewStore(db *sql.DB) *Store { return &Store{New(db), db} }

func (s *Store) execTx(ctx context.Context, fn func(*Queries) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(New(tx)); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

func (s *Store) deposit(ctx context.Context, id, amount int64) error {
	return s.execTx(ctx, func(q *Queries) error {
		a, err := q.GetAccount(ctx, id)
		if err != nil {
			return fmt.Errorf("account %d: %w", id, err)
		}
		return q.UpdateBalance(ctx, UpdateBalanceParams{ID: a.ID, Balance: a.Balance + amount}) // want "accounts.balance"
	})
}

type Withdrawal struct {
	Owner   string
	Account int64
	Amount  int64
}

func (s *Store) withdraw(ctx context.Context, w Withdrawal) error {
	return s.execTx(ctx, func(q *Queries) error {
		balance, err := q.GetBalance(ctx, GetBalanceParams{
			Owner: w.Owner,
			ID:    w.Account,
		})
		if err != nil {
			return err
		}
		if err := q.UpdateBalance(ctx, UpdateBalanceParams{ID: w.Account, Balance: balance - w.Amount}); err != nil { // want "accounts.balance"
			return err
		}
		return nil
	})
}

func (s *Store) freeze(ctx context.Context, id, amount int64) (frozen int64, err error) {
	err = s.execTx(ctx, func(q *Queries) error {
		a, err := q.GetAccount(ctx, id)
		if err != nil {
			return err
		}
		a, err = q.UpdateFrozen(ctx, UpdateFrozenParams{ID: id, Frozen: a.Frozen + amount}) // want "accounts.frozen"
		frozen = a.Frozen
		return err
	})
	return frozen, err
}

// The row is read outside of the transaction, and nothing else is done with it.
func (s *Store) readBefore(ctx context.Context, id, amount int64) error {
	a, err := s.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	return s.execTx(ctx, func(q *Queries) error {
		return q.UpdateBalance(ctx, UpdateBalanceParams{ID: id, Balance: a.Balance + amount}) // want "accounts.balance.*no edit is offered because the edit would not compile"
	})
}

// Nobody says what to do if the row cannot be read.
func (s *Store) errorLeft(ctx context.Context, id, amount int64) error {
	return s.execTx(ctx, func(q *Queries) error {
		a, _ := q.GetAccount(ctx, id)
		return q.UpdateBalance(ctx, UpdateBalanceParams{ID: id, Balance: a.Balance + amount}) // want "accounts.balance.*no edit is offered because the edit would not compile"
	})
}

func (s *Store) readBeforeOne(ctx context.Context, id, amount int64) error {
	a, err := s.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	return s.execTx(ctx, func(q *Queries) error {
		_, err := q.UpdateFrozen(ctx, UpdateFrozenParams{ID: id, Frozen: a.Frozen + amount}) // want "accounts.frozen.*no edit is offered"
		return err
	})
}

package db

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// A Store has its queries on the pool: nothing else is ever put there.
type Store struct {
	*Queries
	pool *pgxpool.Pool
}

func NewStore(pool *pgxpool.Pool) *Store { return &Store{Queries: New(pool), pool: pool} }

func (s *Store) InTx(ctx context.Context, fn func(*Queries) error) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if err := fn(New(tx)); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func (s *Store) lockOnThePoolOfTheStore(ctx context.Context, id, n int64) error {
	i, err := s.GetItemForUpdate(ctx, id) // want "row lock: the rows of (Item|items) are locked outside of a transaction"
	if err != nil {
		return err
	}
	return s.SetStock(ctx, id, i.Stock-n)
}

func (s *Store) lockWithin(ctx context.Context, id, n int64) error {
	return s.InTx(ctx, func(q *Queries) error {
		i, err := q.GetItemForUpdate(ctx, id)
		if err != nil {
			return err
		}
		return q.SetStock(ctx, id, i.Stock-n)
	})
}

// A Shelf is made on a pool, and for a transaction.
type Shelf struct {
	*Queries
	pool *pgxpool.Pool
}

func NewShelf(pool *pgxpool.Pool) *Shelf { return &Shelf{Queries: New(pool), pool: pool} }

func (s *Shelf) WithTx(tx pgx.Tx) *Shelf { return &Shelf{Queries: New(tx), pool: s.pool} }

func (s *Shelf) lockOnWhatMayBeATransaction(ctx context.Context, id, n int64) error {
	i, err := s.GetItemForUpdate(ctx, id)
	if err != nil {
		return err
	}
	return s.SetStock(ctx, id, i.Stock-n)
}

// A Depot gets another connection while it works.
type Depot struct{ queries *Queries }

func NewDepot(pool *pgxpool.Pool) *Depot { return &Depot{New(pool)} }

func (d *Depot) on(tx pgx.Tx) { d.queries = New(tx) }

func (d *Depot) lockOnWhatWasExchanged(ctx context.Context, id int64) (Item, error) {
	return d.queries.GetItemForUpdate(ctx, id)
}

// A Counter is given its connection by whoever makes it.
type Counter struct{ db DBTX }

func NewCounter(db DBTX) *Counter { return &Counter{db: db} }

func (c *Counter) lockOnWhatWasGiven(ctx context.Context, id int64) (n int64, err error) {
	err = c.db.QueryRow(ctx, "SELECT stock FROM items WHERE id = $1 FOR UPDATE", id).Scan(&n)
	return n, err
}

// A Ledger could be on a transaction by its type, and never is.
type Ledger struct{ db DBTX }

func NewLedger(pool *pgxpool.Pool) *Ledger { return &Ledger{db: pool} }

func (l *Ledger) lockOnThePoolBehindAnInterface(ctx context.Context, id int64) (n int64, err error) {
	err = l.db.QueryRow(ctx, "SELECT stock FROM items WHERE id = $1 FOR UPDATE", id).Scan(&n) // want "row lock: the rows of items are locked outside of a transaction"
	return n, err
}

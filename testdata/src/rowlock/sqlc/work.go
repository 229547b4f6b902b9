// Package work takes items on a store of sqlc's queries.
package work

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"

	"fixtures/rowlock/sqlc/db"
)

type worker struct {
	store *db.Store
	shelf *db.Shelf
	pool  *pgxpool.Pool
}

func (w *worker) lockOnTheStore(ctx context.Context, id, n int64) error {
	i, err := w.store.GetItemForUpdate(ctx, id) // want "row lock: the rows of (Item|items) are locked outside of a transaction"
	if err != nil {
		return err
	}
	return w.store.SetStock(ctx, id, i.Stock-n)
}

func (w *worker) lockOnQueriesOfThePool(ctx context.Context, id, n int64) error {
	q := db.New(w.pool)
	i, err := q.GetItemForUpdate(ctx, id) // want "row lock: the rows of (Item|items) are locked outside of a transaction"
	if err != nil {
		return err
	}
	return q.SetStock(ctx, id, i.Stock-n)
}

func (w *worker) lockInTheTransactionOfTheStore(ctx context.Context, id, n int64) error {
	return w.store.InTx(ctx, func(q *db.Queries) error {
		i, err := q.GetItemForUpdate(ctx, id)
		if err != nil {
			return err
		}
		return q.SetStock(ctx, id, i.Stock-n)
	})
}

func (w *worker) lockOnTheShelf(ctx context.Context, id, n int64) error {
	i, err := w.shelf.GetItemForUpdate(ctx, id)
	if err != nil {
		return err
	}
	return w.shelf.SetStock(ctx, id, i.Stock-n)
}

func (w *worker) lockOnQueriesThatWereGiven(ctx context.Context, q *db.Queries, id, n int64) error {
	i, err := q.GetItemForUpdate(ctx, id)
	if err != nil {
		return err
	}
	return q.SetStock(ctx, id, i.Stock-n)
}

func (w *worker) lockOnQueriesOfATransaction(ctx context.Context, id, n int64) error {
	tx, err := w.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	q := db.New(w.pool).WithTx(tx)
	i, err := q.GetItemForUpdate(ctx, id)
	if err != nil {
		return err
	}
	if err := q.SetStock(ctx, id, i.Stock-n); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

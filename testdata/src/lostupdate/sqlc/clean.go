package bank

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"fixtures/lostupdate/sqlc/db"
	"fixtures/lostupdate/sqlc/pgdb"
)

func addInQuery(ctx context.Context, q db.Querier, id, amount int64) error {
	a, err := q.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	_, err = q.AddAccountBalance(ctx, db.AddAccountBalanceParams{ID: a.ID, Amount: -amount})
	return err
}

func lockInTransaction(ctx context.Context, s Store, id, amount int64) error {
	return s.execTx(ctx, func(q *db.Queries) error {
		a, err := q.GetAccountForUpdate(ctx, id)
		if err != nil {
			return err
		}
		_, err = q.UpdateAccount(ctx, db.UpdateAccountParams{ID: id, Balance: a.Balance - amount})
		return err
	})
}

func createDerived(ctx context.Context, s Store, id int64) error {
	a, err := s.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.CreateAccount(ctx, db.CreateAccountParams{Owner: a.Owner, Balance: a.Balance + 1})
	return err
}

func absolute(ctx context.Context, s Store, id, balance int64) error {
	a, err := s.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.UpdateAccount(ctx, db.UpdateAccountParams{ID: a.ID, Balance: balance})
	return err
}

func takeOnPgx(ctx context.Context, q *pgdb.Queries, sku string, n int32) error {
	k, err := q.TakeStock(ctx, pgdb.TakeStockParams{Sku: sku, Quantity: n})
	if err == nil && k == 0 {
		return errNotEnough
	}
	return err
}

func lockOnPgx(ctx context.Context, pool *pgxpool.Pool, sku string, n int32) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		q := pgdb.New(pool).WithTx(tx)
		st, err := q.LockStock(ctx, sku)
		if err != nil {
			return err
		}
		return q.SetStock(ctx, pgdb.SetStockParams{Sku: sku, Quantity: st.Quantity - n})
	})
}

func nullableColumnAsItWas(ctx context.Context, q *db.Queries, id int64) error {
	a, err := q.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	return q.UpdatePoints(ctx, db.UpdatePointsParams{ID: a.ID, Points: sql.NullInt32{Int32: a.Points.Int32, Valid: a.Points.Valid}})
}

package bank

import (
	"context"
	"database/sql"

	"fixtures/lostupdate/sqlc/db"
	"fixtures/lostupdate/sqlc/pgdb"
)

func getThenUpdate(ctx context.Context, q *db.Queries, id, amount int64) error {
	a, err := q.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	if a.Balance < amount {
		return errNotEnough
	}
	_, err = q.UpdateAccount(ctx, db.UpdateAccountParams{ID: a.ID, Balance: a.Balance - amount}) // want "lost update: (Account.Balance|accounts.balance) "
	return err
}

func paramsFilledLater(ctx context.Context, q db.Querier, id, amount int64) error {
	a, err := q.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	var arg db.UpdateAccountParams
	arg.ID = id
	arg.Balance = a.Balance + amount
	_, err = q.UpdateAccount(ctx, arg) // want "lost update: (Account.Balance|accounts.balance) "
	return err
}

func scalarQuery(ctx context.Context, s Store, id int64) error {
	balance, err := s.GetBalance(ctx, id)
	if err != nil {
		return err
	}
	arg := db.UpdateAccountParams{ID: id, Balance: balance / 2}
	if _, err := s.UpdateAccount(ctx, arg); err != nil { // want "lost update: accounts.balance "
		return err
	}
	return nil
}

func transferInTransaction(ctx context.Context, s Store, from, to, amount int64) error {
	return s.execTx(ctx, func(q *db.Queries) error {
		a, err := q.GetAccount(ctx, from)
		if err != nil {
			return err
		}
		b, err := q.GetAccount(ctx, to)
		if err != nil {
			return err
		}
		if _, err := q.UpdateAccount(ctx, db.UpdateAccountParams{ID: from, Balance: a.Balance - amount}); err != nil { // want "lost update: (Account.Balance|accounts.balance) "
			return err
		}
		_, err = q.UpdateAccount(ctx, db.UpdateAccountParams{ID: to, Balance: b.Balance + amount}) // want "lost update: (Account.Balance|accounts.balance) "
		return err
	})
}

func nullableColumn(ctx context.Context, q *db.Queries, id int64) error {
	a, err := q.GetAccount(ctx, id)
	if err != nil {
		return err
	}
	return q.UpdatePoints(ctx, db.UpdatePointsParams{ // want "lost update: (Account.Points|accounts.points)"
		ID:     a.ID,
		Points: sql.NullInt32{Int32: a.Points.Int32 + 10, Valid: true},
	})
}

func everyAccountOfList(ctx context.Context, q *db.Queries, owner string, fee int64) error {
	list, err := q.ListAccounts(ctx, db.ListAccountsParams{Owner: owner, Limit: 100})
	if err != nil {
		return err
	}
	for _, a := range list {
		if _, err := q.UpdateAccount(ctx, db.UpdateAccountParams{ID: a.ID, Balance: a.Balance - fee}); err != nil { // want "lost update: (Account.Balance|accounts.balance) "
			return err
		}
	}
	return nil
}

func onPgx(ctx context.Context, q *pgdb.Queries, sku string, n int32) error {
	st, err := q.GetStock(ctx, sku)
	if err != nil {
		return err
	}
	if st.Quantity < n {
		return errNotEnough
	}
	return q.SetStock(ctx, pgdb.SetStockParams{Sku: sku, Quantity: st.Quantity - n}) // want "lost update: (Stock.Quantity|stock.quantity) "
}

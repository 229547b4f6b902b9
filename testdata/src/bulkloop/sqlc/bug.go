// Package bank is a bank on code that sqlc generated: bug.go writes row by row, clean.go does not.
package bank

import (
	"context"

	"fixtures/lostupdate/sqlc/db"
	"fixtures/lostupdate/sqlc/pgdb"
)

func createEach(ctx context.Context, q *db.Queries, owners []string) error {
	for _, owner := range owners {
		if _, err := q.CreateAccount(ctx, db.CreateAccountParams{Owner: owner}); err != nil { // want "accounts is inserted once for each of owners"
			return err
		}
	}
	return nil
}

func setEachThroughInterface(ctx context.Context, q db.Querier, points map[int64]int32) error {
	for id, n := range points {
		if _, err := q.UpdateAccount(ctx, db.UpdateAccountParams{ID: id, Balance: int64(n)}); err != nil { // want "accounts is updated once for each of points"
			return err
		}
	}
	return nil
}

func setEachStock(ctx context.Context, q *pgdb.Queries, params []pgdb.SetStockParams) error {
	for _, p := range params {
		if err := q.SetStock(ctx, p); err != nil { // want "is updated once for each of params"
			return err
		}
	}
	return nil
}

package bank

import (
	"context"

	"fixtures/lostupdate/sqlc/db"
	"fixtures/lostupdate/sqlc/pgdb"
)

func readEach(ctx context.Context, q *db.Queries, ids []int64) (sum int64, err error) {
	for _, id := range ids {
		a, err := q.GetAccount(ctx, id)
		if err != nil {
			return 0, err
		}
		sum += a.Balance
	}
	return sum, nil
}

func retry(ctx context.Context, q *pgdb.Queries, p pgdb.SetStockParams, tries int) (err error) {
	for range tries {
		if err = q.SetStock(ctx, p); err == nil {
			break
		}
	}
	return err
}

package bank

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
	"github.com/shopspring/decimal"

	"race/op"
)

func run(f func(ctx context.Context, db *sqlx.DB) error) func(context.Context, *sql.DB, string) error {
	return func(ctx context.Context, db *sql.DB, dialect string) error {
		name := map[string]string{"sqlite": "sqlite", "postgres": "pgx", "mysql": "mysql"}[dialect]
		return f(ctx, sqlx.NewDb(db, name))
	}
}

// Ops are the fixtures on sqlx.
func Ops() []op.Op {
	marks := []string{"sqlite", "mysql"}
	return []op.Op{
		{Name: "sqlx/getThenExec", Native: true, Column: "accounts.points", By: -6, On: marks, Run: run(func(_ context.Context, db *sqlx.DB) error { return getThenExec(db, 1, 6) })},
		{Name: "sqlx/named", Native: true, Column: "accounts.balance", By: -6, On: []string{"postgres"}, Run: run(func(ctx context.Context, db *sqlx.DB) error {
			return named(ctx, db, 1, decimal.NewFromInt(6))
		})},
		{Name: "sqlx/namedMap", Native: true, Column: "accounts.points", By: 6, Run: run(func(_ context.Context, db *sqlx.DB) error { return namedMap(db, 1, 3) })},
		{Name: "sqlx/must", Native: true, Column: "accounts.points", By: 3, On: marks, Run: run(func(_ context.Context, db *sqlx.DB) error {
			must(db, 1, 3)
			return nil
		})},
		{Name: "sqlx/toggle", Native: true, Column: "accounts.active", Flag: true, On: marks, Run: run(func(_ context.Context, db *sqlx.DB) error { return toggle(db, 1) })},
		{Name: "sqlx/spendOfPurse", Column: "purses.points", By: -6, On: marks, InTx: true, Run: run(func(_ context.Context, db *sqlx.DB) error {
			tx, err := db.Beginx()
			if err != nil {
				return err
			}
			if err := spendOfPurse(tx, 1, 6); err != nil {
				_ = tx.Rollback()
				return err
			}
			return tx.Commit()
		})},
	}
}

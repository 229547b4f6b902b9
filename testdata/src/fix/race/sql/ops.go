package bank

import (
	"context"
	"database/sql"

	"race/op"
)

func run(f func(ctx context.Context, db *sql.DB) error) func(context.Context, *sql.DB, string) error {
	return func(ctx context.Context, db *sql.DB, _ string) error { return f(ctx, db) }
}

// Ops are the fixtures on database/sql.
func Ops() []op.Op {
	marks, numbers := []string{"sqlite", "mysql"}, []string{"postgres"}
	return []op.Op{
		{Name: "sql/withdrawIfEnough", Native: true, Once: true, Column: "accounts.balance", By: -6, On: marks, Run: run(func(ctx context.Context, db *sql.DB) error {
			return withdrawIfEnough(ctx, db, 1, 6)
		})},
		{Name: "sql/thawThenPay", Native: true, Once: true, Column: "accounts.balance", By: 5, On: marks, Run: run(func(ctx context.Context, db *sql.DB) error {
			return thawThenPay(ctx, db, 1, 5)
		})},
		{Name: "sql/ledger/withdraw", Native: true, Column: "accounts.balance", By: -6, On: marks, Run: run(func(ctx context.Context, db *sql.DB) error {
			return ledger{db}.withdraw(ctx, 1, 6)
		})},
		{Name: "sql/ledger/freezeMore", Native: true, Column: "accounts.frozen", By: 3, On: marks, Run: run(func(ctx context.Context, db *sql.DB) error {
			return freezeMore(ctx, ledger{db}, 1, 3)
		})},
		{Name: "sql/withdraw/nothing", Idle: true, Native: true, Column: "accounts.balance", On: marks, Run: run(func(_ context.Context, db *sql.DB) error { return withdraw(db, 1, 0) })},
		{Name: "sql/withdraw", Native: true, Column: "accounts.balance", By: -6, On: marks, Run: run(func(_ context.Context, db *sql.DB) error { return withdraw(db, 1, 6) })},
		{Name: "sql/withdrawInTransaction", Native: true, Column: "accounts.balance", By: -6, On: numbers, InTx: true, Run: run(func(ctx context.Context, db *sql.DB) error {
			return withdrawInTransaction(ctx, db, 1, 6)
		})},
		{Name: "sql/deposit", Native: true, Column: "accounts.balance", By: 3, On: marks, Run: run(func(ctx context.Context, db *sql.DB) error {
			_, err := deposit(ctx, db, 1, 3)
			return err
		})},
		{Name: "sql/freeze", Native: true, Column: "accounts.frozen", By: 3, On: numbers, Run: run(func(ctx context.Context, db *sql.DB) error { return freeze(ctx, db, 1, 3) })},
		{Name: "sql/textInVariable", Native: true, Column: "accounts.balance", By: 1, On: marks, Run: run(func(_ context.Context, db *sql.DB) error { return textInVariable(db, 1) })},
		{Name: "sql/twoColumns", Native: true, Column: "accounts.frozen", By: 3, On: marks, Run: run(func(_ context.Context, db *sql.DB) error { return twoColumns(db, 1, 3) })},
		{Name: "sql/prepared", Native: true, Column: "accounts.balance", By: -3, On: marks, Run: run(func(_ context.Context, db *sql.DB) error { return prepared(db, 1, 3) })},
		{Name: "sql/readInGetter", Native: true, Column: "accounts.balance", By: -6, On: numbers, Run: run(func(ctx context.Context, db *sql.DB) error { return readInGetter(ctx, db, 1, 6) })},
	}
}

package ledgers

import (
	"context"
	"database/sql"

	"race/op"
)

// Ops are the fixtures on sqlc's queries, which speak PostgreSQL.
func Ops() []op.Op {
	on := func(f func(ctx context.Context, s *Store) error) func(context.Context, *sql.DB, string) error {
		return func(ctx context.Context, db *sql.DB, _ string) error { return f(ctx, NewStore(db)) }
	}
	numbers := []string{"postgres"}
	return []op.Op{
		{Name: "sqlc/deposit", Native: true, InTx: true, Column: "accounts.balance", By: 3, On: numbers, Run: on(func(ctx context.Context, s *Store) error { return s.deposit(ctx, 1, 3) })},
		{Name: "sqlc/withdraw", Native: true, InTx: true, Column: "accounts.balance", By: -3, On: numbers, Run: on(func(ctx context.Context, s *Store) error {
			return s.withdraw(ctx, Withdrawal{Owner: "tintin", Account: 1, Amount: 3})
		})},
		{Name: "sqlc/freeze", Native: true, InTx: true, Column: "accounts.frozen", By: 3, On: numbers, Run: on(func(ctx context.Context, s *Store) error {
			_, err := s.freeze(ctx, 1, 3)
			return err
		})},
	}
}

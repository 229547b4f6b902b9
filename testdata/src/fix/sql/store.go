package bank

import (
	"context"
	"database/sql"
)

// A ledger has its statements in functions of their own.
type ledger struct{ db *sql.DB }

const setBalanceText = "UPDATE accounts SET balance = ? WHERE id = ?"

func (l ledger) setBalance(ctx context.Context, id, balance int64) error {
	_, err := l.db.ExecContext(ctx, setBalanceText, balance, id)
	return err
}

type setFrozenParams struct{ ID, Frozen int64 }

func (l ledger) setFrozen(ctx context.Context, arg setFrozenParams) error {
	_, err := l.db.ExecContext(ctx, "UPDATE accounts SET frozen = ? WHERE id = ?", arg.Frozen, arg.ID)
	return err
}

func (l ledger) reset(ctx context.Context, id int64) error { return l.setBalance(ctx, id, 0) }

func (l ledger) withdraw(ctx context.Context, id, amount int64) error {
	var balance int64
	if err := l.db.QueryRowContext(ctx, "SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	if balance < amount {
		return errNotEnough
	}
	return l.setBalance(ctx, id, balance-amount) // want "(?i)lost update: accounts.balance"
}

func freezeMore(ctx context.Context, l ledger, id, amount int64) error {
	var frozen int64
	if err := l.db.QueryRowContext(ctx, "SELECT frozen FROM accounts WHERE id = ?", id).Scan(&frozen); err != nil {
		return err
	}
	err := l.setFrozen(ctx, setFrozenParams{ID: id, Frozen: frozen + amount}) // want "(?i)lost update: accounts.frozen"
	return err
}

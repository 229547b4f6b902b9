// Package bank is a bank on bun whose locks hold nothing, or hold.
package bank

import (
	"context"
	"database/sql"

	"github.com/uptrace/bun"
)

type Account struct {
	ID      int64 `bun:",pk,autoincrement"`
	Balance int64
}

func lockOnThePool(ctx context.Context, db *bun.DB, id int64) (*Account, error) {
	a := new(Account)
	err := db.NewSelect().Model(a).Where("id = ?", id).For("UPDATE").Scan(ctx) // want "row lock: the rows of Account are locked outside of a transaction"
	return a, err
}

func lockOnWhatTheCallerHas(ctx context.Context, db bun.IDB, id int64) (*Account, error) {
	a := new(Account)
	err := db.NewSelect().Model(a).Where("id = ?", id).For("UPDATE").Scan(ctx)
	return a, err
}

func writeOnOuterHandle(ctx context.Context, db *bun.DB, id, n int64) error {
	return db.RunInTx(ctx, &sql.TxOptions{}, func(ctx context.Context, tx bun.Tx) error {
		a, err := lockOnWhatTheCallerHas(ctx, tx, id)
		if err != nil {
			return err
		}
		a.Balance -= n
		_, err = db.NewUpdate().Model(a).WherePK().Exec(ctx) // want "row lock: the write of Account runs outside of the transaction begun at line 29"
		return err
	})
}

func allInTheTransaction(ctx context.Context, db *bun.DB, id, n int64) error {
	return db.RunInTx(ctx, &sql.TxOptions{}, func(ctx context.Context, tx bun.Tx) error {
		a, err := lockOnWhatTheCallerHas(ctx, tx, id)
		if err != nil {
			return err
		}
		a.Balance -= n
		_, err = tx.NewUpdate().Model(a).WherePK().Exec(ctx)
		return err
	})
}

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

func page(ctx context.Context, query *bun.SelectQuery, shape func(*bun.SelectQuery) *bun.SelectQuery) (all []Account, err error) {
	err = query.Model(&all).Apply(shape).Scan(ctx)
	return all, err
}

func shapedByTheCaller(ctx context.Context, db *bun.DB, shape func(*bun.SelectQuery) *bun.SelectQuery) ([]Account, error) {
	return page(ctx, db.NewSelect(), shape)
}

func locked(ctx context.Context, db bun.IDB, id int64) (a Account, err error) {
	err = db.NewSelect().Model(&a).Where("id = ?", id).For("UPDATE").Scan(ctx)
	return a, err
}

func lockOnThePoolThatIsHandedOn(ctx context.Context, db *bun.DB, id int64) (Account, error) {
	return locked(ctx, db, id) // want "row lock: the rows of Account are locked outside of a transaction"
}

func lockOnTheTransactionThatIsHandedOn(ctx context.Context, db *bun.DB, id int64) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		_, err := locked(ctx, tx, id)
		return err
	})
}

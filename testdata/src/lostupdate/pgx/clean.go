package bank

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func subtractInSQL(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	tag, err := pool.Exec(ctx, "UPDATE accounts SET balance = balance - $1 WHERE id = $2 AND balance >= $1", amount, id)
	if err == nil && tag.RowsAffected() == 0 {
		return errNotEnough
	}
	return err
}

func returning(ctx context.Context, db DBTX, id, amount int64) (left int64, err error) {
	err = db.QueryRow(ctx, "UPDATE accounts SET balance = balance - $1 WHERE id = $2 RETURNING balance", amount, id).Scan(&left)
	return left, err
}

func lockInTransaction(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	var balance int64
	if err := tx.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", id).Scan(&balance); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-amount, id); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func lockInBeginFunc(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, "SELECT * FROM accounts WHERE id = $1 FOR NO KEY UPDATE", id)
		a, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByNameLax[Account])
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", a.Balance-amount, id)
		return err
	})
}

func lockThenBatchInTheSameTransaction(ctx context.Context, pool *pgxpool.Pool, fee int64) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "SELECT id, owner, balance, version FROM accounts ORDER BY id FOR UPDATE")
		if err != nil {
			return err
		}
		list, err := pgx.CollectRows(rows, pgx.RowToStructByName[Account])
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for _, a := range list {
			batch.Queue("UPDATE accounts SET balance = $1 WHERE id = $2", a.Balance-fee, a.ID)
		}
		return tx.SendBatch(ctx, batch).Close()
	})
}

func serializable(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	return pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.Serializable}, func(tx pgx.Tx) error {
		var balance int64
		if err := tx.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1", id).Scan(&balance); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-amount, id)
		return err
	})
}

func compareVersion(ctx context.Context, db DBTX, id, amount int64) error {
	var a Account
	if err := db.QueryRow(ctx, "SELECT balance, version FROM accounts WHERE id = $1", id).Scan(&a.Balance, &a.Version); err != nil {
		return err
	}
	tag, err := db.Exec(ctx, "UPDATE accounts SET balance = $1, version = $2 WHERE id = $3 AND version = $4",
		a.Balance-amount, a.Version+1, id, a.Version)
	if err == nil && tag.RowsAffected() == 0 {
		return errNotEnough
	}
	return err
}

func upsert(ctx context.Context, db DBTX, day string) error {
	_, err := db.Exec(ctx, "INSERT INTO counters AS c (day, hits) VALUES ($1, 1) ON CONFLICT (day) DO UPDATE SET hits = c.hits + 1", day)
	return err
}

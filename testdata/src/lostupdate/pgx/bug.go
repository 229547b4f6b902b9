package bank

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func scanThenExec(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	var balance int64
	err := pool.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1", id).Scan(&balance)
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("no account %d", id)
	}
	if err != nil {
		return err
	}
	_, err = pool.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-amount, id) // want "lost update: accounts.balance "
	return err
}

func inPlainTransaction(ctx context.Context, pool *pgxpool.Pool, id, amount int64) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	var a Account
	if err := tx.QueryRow(ctx, `select id, owner, balance from accounts where id = $1`, id).Scan(&a.ID, &a.Owner, &a.Balance); err != nil {
		return err
	}
	if a.Balance < amount {
		return errNotEnough
	}
	a.Balance -= amount
	if _, err := tx.Exec(ctx, `update accounts set balance = $2 where id = $1`, a.ID, a.Balance); err != nil { // want "lost update: (Account.Balance|accounts.balance) "
		return err
	}
	return tx.Commit(ctx)
}

func collectOneRow(ctx context.Context, db DBTX, id, amount int64) error {
	rows, err := db.Query(ctx, "SELECT id, owner, balance, version FROM accounts WHERE id = $1", id)
	if err != nil {
		return err
	}
	a, err := pgx.CollectOneRow(rows, pgx.RowToStructByName[Account])
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, "UPDATE accounts SET balance = @balance WHERE id = @id", pgx.NamedArgs{"id": id, "balance": a.Balance + amount}) // want "lost update: Account.Balance "
	return err
}

func collectRowsInBeginFunc(ctx context.Context, conn *pgx.Conn, owner string, fee int64) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, "SELECT * FROM accounts WHERE owner = $1", owner)
		list, err := pgx.CollectRows(rows, pgx.RowToAddrOfStructByName[Account])
		if err != nil {
			return err
		}
		for _, a := range list {
			a.Balance -= fee
			if _, err := tx.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", a.Balance, a.ID); err != nil { // want "lost update: Account.Balance "
				return err
			}
		}
		return nil
	})
}

func rowsThenBatch(ctx context.Context, pool *pgxpool.Pool, fee int64) error {
	rows, err := pool.Query(ctx, "SELECT id, balance FROM accounts")
	if err != nil {
		return err
	}
	defer rows.Close()
	batch := &pgx.Batch{}
	for rows.Next() {
		var id, balance int64
		if err := rows.Scan(&id, &balance); err != nil {
			return err
		}
		batch.Queue("UPDATE accounts SET balance = $1 WHERE id = $2", balance-fee, id) // want "lost update: accounts.balance "
	}
	return pool.SendBatch(ctx, batch).Close()
}

func readCommittedIsNoProtection(ctx context.Context, pool *pgxpool.Pool, id int64) error {
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted})
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	var balance int64
	if err := tx.QueryRow(ctx, "SELECT balance FROM accounts WHERE id = $1", id).Scan(&balance); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance*2, id); err != nil { // want "lost update: accounts.balance "
		return err
	}
	return tx.Commit(ctx)
}

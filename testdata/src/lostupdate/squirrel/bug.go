// Package bank is a bank on squirrel: bug.go loses updates, clean.go does not.
package bank

import (
	"context"
	"database/sql"
	"errors"

	sq "github.com/Masterminds/squirrel"
)

var errNotEnough = errors.New("not enough")

var psql = sq.StatementBuilder.PlaceholderFormat(sq.Dollar)

func runWith(db *sql.DB, id, amount int64) error {
	var balance int64
	err := sq.Select("balance").From("accounts").Where(sq.Eq{"id": id}).RunWith(db).QueryRow().Scan(&balance)
	if err != nil {
		return err
	}
	_, err = sq.Update("accounts").Set("balance", balance-amount).Where(sq.Eq{"id": id}).RunWith(db).Exec() // want "lost update: accounts.balance "
	return err
}

func toSql(ctx context.Context, db *sql.DB, id, amount int64) error {
	query, args, err := psql.Select("balance").From("accounts").Where("id = ?", id).ToSql()
	if err != nil {
		return err
	}
	var balance int64
	if err := db.QueryRowContext(ctx, query, args...).Scan(&balance); err != nil {
		return err
	}
	query, args, err = psql.Update("accounts").Set("balance", balance+amount).Where(sq.Eq{"id": id}).ToSql()
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, query, args...) // want "lost update: accounts.balance "
	return err
}

func setMapInTransaction(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var balance int64
	if err := psql.Select("balance").From("accounts").Where(sq.Eq{"id": id}).RunWith(tx).QueryRowContext(ctx).Scan(&balance); err != nil {
		return err
	}
	if balance < amount {
		return errNotEnough
	}
	_, err = psql.Update("accounts").
		SetMap(map[string]interface{}{"balance": balance - amount, "touched": true}).
		Where(sq.Eq{"id": id}).
		RunWith(tx).
		ExecContext(ctx) // want "lost update: accounts.balance "
	if err != nil {
		return err
	}
	return tx.Commit()
}

func builtInSteps(db *sql.DB, id, amount int64, note string) error {
	var balance int64
	if err := sq.Select("balance").From("accounts").Where(sq.Eq{"id": id}).RunWith(db).Scan(&balance); err != nil {
		return err
	}
	update := sq.Update("accounts").Where(sq.Eq{"id": id})
	if note != "" {
		update = update.Set("note", note)
	}
	update = update.Set("balance", balance-amount)
	_, err := update.RunWith(db).Exec() // want "lost update: accounts.balance "
	return err
}

func entryByEntry(db *sql.DB, id int64, columns map[string]any) error {
	b := sq.Update("accounts").Where(sq.Eq{"id": id})
	for column, v := range columns {
		b = b.Set(column, v)
	}
	_, err := b.RunWith(db).Exec()
	return err
}

func balanceByEntry(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := sq.Select("balance").From("accounts").Where(sq.Eq{"id": id}).RunWith(db).QueryRow().Scan(&balance); err != nil {
		return err
	}
	return entryByEntry(db, id, map[string]any{"balance": balance - amount}) // want "lost update: accounts.balance "
}

func setNamed(db *sql.DB, id int64, column string, v any) error {
	_, err := sq.Update("accounts").Set(column, v).Where(sq.Eq{"id": id}).RunWith(db).Exec()
	return err
}

func balanceByName(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := sq.Select("balance").From("accounts").Where(sq.Eq{"id": id}).RunWith(db).QueryRow().Scan(&balance); err != nil {
		return err
	}
	if err := setNamed(db, id, "previous", balance-amount); err != nil {
		return err
	}
	return setNamed(db, id, "balance", balance-amount) // want "lost update: accounts.balance "
}

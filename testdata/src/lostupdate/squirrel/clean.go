package bank

import (
	"context"
	"database/sql"

	sq "github.com/Masterminds/squirrel"
)

func expression(db *sql.DB, id, amount int64) error {
	res, err := sq.Update("accounts").
		Set("balance", sq.Expr("balance - ?", amount)).
		Where(sq.And{sq.Eq{"id": id}, sq.GtOrEq{"balance": amount}}).
		RunWith(db).Exec()
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return errNotEnough
	}
	return nil
}

func caseExpression(db *sql.DB, id int64) error {
	_, err := sq.Update("accounts").
		Set("balance", sq.Case().When("balance > 10", "balance - 10").Else("0")).
		Where(sq.Eq{"id": id}).RunWith(db).Exec()
	return err
}

func lockBySuffix(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var balance int64
	err = psql.Select("balance").From("accounts").Where(sq.Eq{"id": id}).Suffix("FOR UPDATE").RunWith(tx).QueryRowContext(ctx).Scan(&balance)
	if err != nil {
		return err
	}
	if _, err := psql.Update("accounts").Set("balance", balance-amount).Where(sq.Eq{"id": id}).RunWith(tx).ExecContext(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func compareOldValue(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := sq.Select("balance").From("accounts").Where(sq.Eq{"id": id}).RunWith(db).Scan(&balance); err != nil {
		return err
	}
	_, err := sq.Update("accounts").Set("balance", balance-amount).Where(sq.Eq{"id": id, "balance": balance}).RunWith(db).Exec()
	return err
}

func upsertBySuffix(db *sql.DB, day string) error {
	_, err := sq.Insert("counters").Columns("day", "hits").Values(day, 1).
		Suffix("ON CONFLICT (day) DO UPDATE SET hits = counters.hits + 1").RunWith(db).Exec()
	return err
}

func insertDerived(db *sql.DB, id int64) error {
	var balance int64
	if err := sq.Select("balance").From("accounts").Where(sq.Eq{"id": id}).RunWith(db).Scan(&balance); err != nil {
		return err
	}
	_, err := sq.Insert("accounts").Columns("balance").Values(balance + 1).RunWith(db).Exec()
	return err
}

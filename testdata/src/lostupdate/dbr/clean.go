package bank

import (
	"context"

	"github.com/gocraft/dbr/v2"
)

func decrementInDatabase(sess *dbr.Session, id, amount int64) error {
	var a account
	if err := sess.Select("*").From("accounts").Where("id = ?", id).LoadOne(&a); err != nil {
		return err
	}
	_, err := sess.Update("accounts").DecrBy("balance", amount).Where("id = ?", a.ID).Exec()
	return err
}

func computeWithExpression(sess *dbr.Session, id, amount int64) error {
	_, err := sess.Update("accounts").Set("balance", dbr.Expr("balance - ?", amount)).Where("id = ?", id).Exec()
	return err
}

func lockThenSet(ctx context.Context, sess *dbr.Session, id, amount int64) error {
	tx, err := sess.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.RollbackUnlessCommitted()
	var a account
	if err := tx.Select("*").From("accounts").Where("id = ?", id).Suffix("FOR UPDATE").LoadOneContext(ctx, &a); err != nil {
		return err
	}
	if _, err := tx.Update("accounts").Set("balance", a.Balance-amount).Where("id = ?", id).ExecContext(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func compareAndSet(sess *dbr.Session, id, amount int64) error {
	var balance int64
	if err := sess.Select("balance").From("accounts").Where("id = ?", id).LoadOne(&balance); err != nil {
		return err
	}
	_, err := sess.Update("accounts").Set("balance", balance-amount).Where("id = ? AND balance = ?", id, balance).Exec()
	return err
}

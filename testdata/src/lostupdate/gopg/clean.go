package store

import (
	"context"

	"github.com/go-pg/pg/v10"
)

func setExpression(db *pg.DB, id, amount int64) error {
	res, err := db.Model((*Account)(nil)).Set("balance = balance - ?", amount).Where("id = ? AND balance >= ?", id, amount).Update()
	if err == nil && res.RowsAffected() == 0 {
		return errNotEnough
	}
	return err
}

func lockForUpdate(ctx context.Context, db *pg.DB, id, amount int64) error {
	return db.RunInTransaction(ctx, func(tx *pg.Tx) error {
		a := &Account{ID: id}
		if err := tx.Model(a).WherePK().For("UPDATE").Select(); err != nil {
			return err
		}
		a.Balance -= amount
		_, err := tx.Model(a).WherePK().Update()
		return err
	})
}

func lockBetweenBeginAndCommit(db *pg.DB, id, amount int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Close()
	var balance int64
	if _, err := tx.QueryOne(pg.Scan(&balance), "SELECT balance FROM accounts WHERE id = ? FOR UPDATE", id); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE accounts SET balance = ? WHERE id = ?", balance-amount, id); err != nil {
		return err
	}
	return tx.Commit()
}

func compareVersion(db *pg.DB, id, amount int64) error {
	var a Account
	if err := db.Model(&a).Where("id = ?", id).Select(); err != nil {
		return err
	}
	_, err := db.Model(&a).Set("balance = ?", a.Balance-amount).Set("version = ?", a.Version+1).
		WherePK().Where("version = ?", a.Version).Update()
	return err
}

func upsert(db *pg.DB, a *Account) error {
	_, err := db.Model(a).OnConflict("(id) DO UPDATE").Set("balance = a.balance + EXCLUDED.balance").Insert()
	return err
}

func insertDerived(db *pg.DB, id int64) error {
	var a Account
	if err := db.Model(&a).Where("id = ?", id).Select(); err != nil {
		return err
	}
	_, err := db.Model(&Account{Balance: a.Balance / 2}).Insert()
	return err
}

func writeOtherColumn(db *pg.DB, id int64) (int64, error) {
	var a Account
	if err := db.Model(&a).Where("id = ?", id).Select(); err != nil {
		return 0, err
	}
	a.Balance++
	a.Credit = 0
	_, err := db.Model(&a).Column("credit_cents").WherePK().Update()
	return a.Balance, err
}

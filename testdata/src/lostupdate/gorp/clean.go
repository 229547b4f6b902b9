package bank

import "github.com/go-gorp/gorp/v3"

func subtractInSQL(m *gorp.DbMap, id, amount int64) error {
	_, err := m.Exec("UPDATE accounts SET balance = balance - $1 WHERE id = $2 AND balance >= $1", amount, id)
	return err
}

func selectForUpdate(m *gorp.DbMap, id, amount int64) error {
	tx, err := m.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var a Account
	if err := tx.SelectOne(&a, "SELECT * FROM accounts WHERE id = $1 FOR UPDATE", id); err != nil {
		return err
	}
	a.Balance -= amount
	if _, err := tx.Update(&a); err != nil {
		return err
	}
	return tx.Commit()
}

func versionColumn(m *gorp.DbMap, id, cents int64) error {
	obj, err := m.Get(Invoice{}, id)
	if err != nil {
		return err
	}
	inv := obj.(*Invoice)
	inv.Cents += cents
	_, err = m.Update(inv) // an OptimisticLockError, if someone was faster
	return err
}

func insertDerived(m *gorp.DbMap, id int64) error {
	obj, err := m.Get(Account{}, id)
	if err != nil {
		return err
	}
	old := obj.(*Account)
	return m.Insert(&Account{Balance: old.Balance + 1})
}

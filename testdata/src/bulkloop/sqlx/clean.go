package bank

import "github.com/jmoiron/sqlx"

func insertSlice(db *sqlx.DB, accounts []Account) error {
	for i := range accounts {
		accounts[i].Balance = 0
	}
	_, err := db.NamedExec(`INSERT INTO accounts (owner, balance) VALUES (:owner, :balance)`, accounts)
	return err
}

func deleteAtOnce(db *sqlx.DB, ids []int64) error {
	query, args, err := sqlx.In("DELETE FROM accounts WHERE id IN (?)", ids)
	if err != nil {
		return err
	}
	_, err = db.Exec(db.Rebind(query), args...)
	return err
}

func readEach(db *sqlx.DB, ids []int64) (all []Account, err error) {
	for _, id := range ids {
		var a Account
		if err := db.Get(&a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

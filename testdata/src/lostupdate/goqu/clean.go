package bank

import "github.com/doug-martin/goqu/v9"

func literal(db *goqu.Database, id, amount int64) error {
	_, err := db.Update("accounts").
		Set(goqu.Record{"balance": goqu.L("balance - ?", amount)}).
		Where(goqu.C("id").Eq(id), goqu.C("balance").Gte(amount)).
		Executor().Exec()
	return err
}

func lockForUpdate(db *goqu.Database, id, amount int64) error {
	return db.WithTx(func(tx *goqu.TxDatabase) error {
		var a Account
		if _, err := tx.From("accounts").Where(goqu.Ex{"id": id}).ForUpdate(goqu.Wait).ScanStruct(&a); err != nil {
			return err
		}
		_, err := tx.Update("accounts").Set(goqu.Record{"balance": a.Balance - amount}).Where(goqu.Ex{"id": id}).Executor().Exec()
		return err
	})
}

func compareVersion(db *goqu.Database, id, amount int64) error {
	var a Account
	if _, err := db.From("accounts").Where(goqu.Ex{"id": id}).ScanStruct(&a); err != nil {
		return err
	}
	_, err := db.Update("accounts").
		Set(goqu.Record{"balance": a.Balance - amount, "version": a.Version + 1}).
		Where(goqu.C("id").Eq(id), goqu.C("version").Eq(a.Version)).
		Executor().Exec()
	return err
}

func upsert(db *goqu.Database, day string) error {
	_, err := db.Insert("counters").
		Rows(goqu.Record{"day": day, "hits": 1}).
		OnConflict(goqu.DoUpdate("day", goqu.Record{"hits": goqu.L("counters.hits + 1")})).
		Executor().Exec()
	return err
}

func absolute(db *goqu.Database, id, balance int64) error {
	var a Account
	if _, err := db.From("accounts").Where(goqu.Ex{"id": id}).ScanStruct(&a); err != nil {
		return err
	}
	_, err := db.Update("accounts").Set(goqu.Record{"balance": balance}).Where(goqu.Ex{"id": a.ID}).Executor().Exec()
	return err
}

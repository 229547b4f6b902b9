package bulk

import "github.com/jmoiron/sqlx"

func insertNamed(db *sqlx.DB, entries []Entry) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, e := range entries {
		if _, err := tx.NamedExec("INSERT INTO entries (sku, count) VALUES (:sku, :count)", &e); err != nil { // want "insert"
			return err
		}
	}
	return tx.Commit()
}

func insertNamedPointers(db *sqlx.DB, entries []*Entry) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, e := range entries {
		_, err := tx.NamedExec("INSERT INTO entries (sku, count) VALUES (:sku, :count)", e) // want "insert"
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

func sqlxRepeatsPlainValuesOnly(db *sqlx.DB, entries []*Entry) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, e := range entries {
		if _, err := tx.NamedExec("INSERT INTO entries (sku, count) VALUES (lower(:sku), :count)", e); err != nil { // want "insert"
			return err
		}
	}
	return tx.Commit()
}

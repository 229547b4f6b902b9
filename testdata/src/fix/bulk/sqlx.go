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

func insertNamedTextInLoop(db *sqlx.DB, entries []*Entry) error {
	for _, e := range entries {
		q := "INSERT INTO entries (sku, count) VALUES (:sku, :count)"
		if _, err := db.NamedExec(q, e); err != nil { // want "insert"
			return err
		}
	}
	return nil
}

func insertNamedTextAfterMore(db *sqlx.DB, entries []*Entry) error {
	for _, e := range entries {
		e.Count++
		q := "INSERT INTO entries (sku, count) VALUES (:sku, :count)"
		if _, err := db.NamedExec(q, e); err != nil { // want "insert"
			return err
		}
	}
	return nil
}

func insertNamedTextBeforeMore(db *sqlx.DB, entries []*Entry) error {
	for _, e := range entries {
		q := "INSERT INTO entries (sku, count) VALUES (:sku, :count)"
		e.Count++
		if _, err := db.NamedExec(q, e); err != nil { // want "insert"
			return err
		}
	}
	return nil
}

func insertNamedTextBeforeLoop(db *sqlx.DB, entries []*Entry) error {
	q := "INSERT INTO entries (sku, count) VALUES (:sku, :count)"
	for _, e := range entries {
		if _, err := db.NamedExec(q, e); err != nil { // want "insert"
			return err
		}
	}
	return nil
}

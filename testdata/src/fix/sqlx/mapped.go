package bank

import "github.com/jmoiron/sqlx"

// Purse is a row of a table that its type names.
type Purse struct {
	ID     int64 `db:"id"`
	Points int   `db:"points"`
}

// TableName is for tools that ask.
func (Purse) TableName() string { return "purses" }

func spendOfPurse(tx *sqlx.Tx, id int64, n int) error {
	var p Purse
	if err := tx.Get(&p, "SELECT id, points FROM purses WHERE id = ?", id); err != nil {
		return err
	}
	if p.Points < n {
		return errNotEnough
	}
	p.Points -= n
	if _, err := tx.Exec("UPDATE purses SET points = ? WHERE id = ?", p.Points, p.ID); err != nil { // want "(?i)lost update: Purse.Points"
		return err
	}
	return nil
}

// Package bank is a bank on pop: bug.go loses updates, clean.go does not.
package bank

import (
	"errors"
	"time"

	"github.com/gobuffalo/pop/v6"
)

var errNotEnough = errors.New("not enough")

type Account struct {
	ID        int       `db:"id"`
	Owner     string    `db:"owner"`
	Balance   int       `db:"balance"`
	UpdatedAt time.Time `db:"updated_at"`
}

func findThenUpdate(c *pop.Connection, id, amount int) error {
	a := &Account{}
	if err := c.Find(a, id); err != nil {
		return err
	}
	a.Balance -= amount
	return c.Update(a) // want "lost update: Account.Balance "
}

func updateColumnsInTransaction(c *pop.Connection, owner string, amount int) error {
	return c.Transaction(func(tx *pop.Connection) error {
		var a Account
		if err := tx.Where("owner = ?", owner).First(&a); err != nil {
			return err
		}
		if a.Balance < amount {
			return errNotEnough
		}
		a.Balance -= amount
		return tx.UpdateColumns(&a, "balance", "updated_at") // want "lost update: Account.Balance "
	})
}

func saveEveryRow(c *pop.Connection) error {
	var all []Account
	if err := c.Where("balance > 0").All(&all); err != nil {
		return err
	}
	for i := range all {
		all[i].Balance--
		verrs, err := c.ValidateAndSave(&all[i]) // want "lost update: Account.Balance "
		if err != nil {
			return err
		}
		if verrs.HasAny() {
			return verrs
		}
	}
	return nil
}

func rawQuery(c *pop.Connection, id int) error {
	var a Account
	if err := c.RawQuery("SELECT * FROM accounts WHERE id = ?", id).First(&a); err != nil {
		return err
	}
	return c.RawQuery("UPDATE accounts SET balance = ? WHERE id = ?", a.Balance*2, id).Exec() // want "lost update: Account.Balance "
}

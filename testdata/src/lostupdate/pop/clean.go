package bank

import "github.com/gobuffalo/pop/v6"

func subtractInSQL(c *pop.Connection, id, amount int) error {
	n, err := c.RawQuery("UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?", amount, id, amount).ExecWithCount()
	if err == nil && n == 0 {
		return errNotEnough
	}
	return err
}

func lockWithRawQuery(c *pop.Connection, id, amount int) error {
	return c.Transaction(func(tx *pop.Connection) error {
		var a Account
		if err := tx.RawQuery("SELECT * FROM accounts WHERE id = ? FOR UPDATE", id).First(&a); err != nil {
			return err
		}
		a.Balance -= amount
		return tx.Update(&a)
	})
}

func updateOtherColumns(c *pop.Connection, id int, owner string) (int, error) {
	a := &Account{}
	if err := c.Find(a, id); err != nil {
		return 0, err
	}
	a.Owner = owner
	a.Balance++
	return a.Balance, c.UpdateColumns(a, "owner")
}

func excludeChangedColumn(c *pop.Connection, id int, owner string) error {
	a := &Account{}
	if err := c.Find(a, id); err != nil {
		return err
	}
	a.Owner = owner
	a.Balance++
	return c.Update(a, "balance")
}

func createDerived(c *pop.Connection, id int) error {
	a := &Account{}
	if err := c.Find(a, id); err != nil {
		return err
	}
	return c.Create(&Account{Owner: a.Owner, Balance: a.Balance + 1})
}

// Package ports is a service of a module whose path does not begin with a domain; what implements its ports is not in sight.
package ports

import "fixtures/lostupdate/ports/account"

type service struct {
	accounts account.Store
	balances account.Balances
}

func (s *service) topUpThroughThePort(userID uint, n int) error {
	a, err := s.accounts.GetByUserID(userID)
	if err != nil {
		return err
	}
	a.Balance += n
	return s.accounts.UpdateBalance(a) // want "lost update: Account.Balance .*assumed"
}

func (s *service) topUpByDelta(userID uint, n int) error {
	a, err := s.accounts.GetByUserID(userID)
	if err != nil {
		return err
	}
	return s.accounts.AddBalance(a.ID, n)
}

func (s *service) replaceBalance(userID uint, n int) error {
	a, err := s.accounts.GetByUserID(userID)
	if err != nil {
		return err
	}
	a.Balance = n
	return s.accounts.UpdateBalance(a)
}

func (s *service) payThroughThePort(userID uint, price float64) error {
	have, err := s.balances.GetBalance(userID)
	if err != nil || have < price {
		return err
	}
	return s.balances.UpdateBalance(have-price, userID) // want "lost update: Balances.Balance is read at line .*assumed"
}

func (s *service) payAnother(userID, seller uint, price float64) error {
	have, err := s.balances.GetBalance(userID)
	if err != nil || have < price {
		return err
	}
	return s.balances.UpdateBalance(have-price, seller) // not the row that was read
}

func (s *service) payInTheDatabase(userID uint, price float64) error {
	have, err := s.balances.GetBalance(userID)
	if err != nil || have < price {
		return err
	}
	return s.balances.AddToBalance(-price, userID)
}

func (s *service) setBalance(userID uint, balance float64) error {
	if have, err := s.balances.GetBalance(userID); err != nil || have == balance {
		return err
	}
	return s.balances.UpdateBalance(balance, userID)
}

func (s *service) number(userID uint) error {
	last, err := s.balances.LastEntry(userID)
	if err != nil {
		return err
	}
	return s.balances.UpdateEntry(last+1, userID) // a number, not a column
}

func (s *service) payWithDiscount(userID uint, price float64) error {
	discount, err := s.balances.GetDiscount(userID)
	if err != nil {
		return err
	}
	have, err := s.balances.GetBalance(userID)
	if err != nil {
		return err
	}
	return s.balances.UpdateBalance(have-(price-discount), userID) // want "lost update: Balances.Balance is read at line .*assumed"
}

func (s *service) topUpOverWhatWasRead(userID uint, n int) error {
	a, err := s.accounts.GetByUserID(userID)
	if err != nil {
		return err
	}
	a.Balance += n
	return s.accounts.SaveWithOptimisticLock(&a)
}

func (s *service) topUpBesideTheRow(userID uint, n int) (account.Account, error) {
	a, err := s.accounts.GetByUserID(userID)
	if err != nil {
		return a, err
	}
	return s.accounts.UpdateBalanceOf(a, a.Balance+n) // want "lost update: Account.Balance is read at line .*assumed"
}

func (s *service) replaceBesideTheRow(userID uint, n int) (account.Account, error) {
	a, err := s.accounts.GetByUserID(userID)
	if err != nil {
		return a, err
	}
	return s.accounts.UpdateBalanceOf(a, n)
}

func (s *service) topUpAtAVersion(userID uint, n, version int) error {
	a, err := s.accounts.GetByUserID(userID)
	if err != nil {
		return err
	}
	a.Balance += n
	return s.accounts.UpdateAt(a, version)
}

type cashier struct{ purses account.Purses }

func (c *cashier) payInAStructOfUpdates(id string, n int64) error {
	p, err := c.purses.Get(id)
	if err != nil {
		return err
	}
	left := p.Coins - n
	return c.purses.Update(id, account.PurseUpdate{Coins: &left}) // want "lost update: Purse.Coins is read at line .*assumed"
}

func (c *cashier) payFromAnother(id, other string, n int64) error {
	p, err := c.purses.Get(id)
	if err != nil {
		return err
	}
	left := p.Coins - n
	return c.purses.Update(other, account.PurseUpdate{Coins: &left})
}

func (c *cashier) payOverAVersion(id string, n int64) error {
	p, err := c.purses.Get(id)
	if err != nil {
		return err
	}
	left := p.Coins - n
	return c.purses.UpdateOver(id, account.PurseChange{Coins: &left, ExpectedVersion: p.Version})
}

func (c *cashier) labelByWhatIsThere(id string) error {
	p, err := c.purses.Get(id)
	if err != nil {
		return err
	}
	label := "empty"
	if p.Coins > 0 {
		label = "full"
	}
	return c.purses.Update(p.ID, account.PurseUpdate{Label: &label})
}

func (c *cashier) book(id string, n int64) error {
	p, err := c.purses.Get(id)
	if err != nil {
		return err
	}
	return c.purses.SaveEntry(p.ID, account.PurseEntry{Amount: p.Coins - n})
}

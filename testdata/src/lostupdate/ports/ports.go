// Package ports is a service of a module whose path does not begin with a domain; what implements its ports is not in sight.
package ports

import "fixtures/lostupdate/ports/account"

type service struct{ accounts account.Store }

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

// Package account is a domain without tags: its store is implemented in a package that imports it.
package account

// Account is what services see of the row.
type Account struct {
	ID      uint
	UserID  uint
	Balance int
}

// Store keeps accounts.
type Store interface {
	GetByUserID(id uint) (Account, error)
	UpdateBalance(a Account) error
	UpdateBalanceOf(a Account, balance int) (Account, error)
	AddBalance(id uint, n int) error
	SaveWithOptimisticLock(a *Account) error
}

// Balances hands out and takes back a column.
type Balances interface {
	GetBalance(userID uint) (float64, error)
	GetDiscount(userID uint) (float64, error)
	LastEntry(userID uint) (int, error)
	UpdateBalance(balance float64, userID uint) error
	UpdateEntry(entry int, userID uint) error
	AddToBalance(n float64, userID uint) error
}

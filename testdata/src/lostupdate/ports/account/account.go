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
	UpdateAt(a Account, version int) error
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

// Purse is what the port of purses loads …
type Purse struct {
	ID      string
	Coins   int64
	Version int
	Label   string
}

// PurseUpdate is what it saves: the fields that are given, …
type PurseUpdate struct {
	Coins *int64
	Label *string
}

// PurseChange … over the version that was read.
type PurseChange struct {
	Coins           *int64
	ExpectedVersion int
}

// PurseEntry is a booking.
type PurseEntry struct {
	Amount int64
}

// Purses is a port with a struct for each direction.
type Purses interface {
	Get(id string) (*Purse, error)
	Update(id string, u PurseUpdate) error
	UpdateOver(id string, u PurseChange) error
	SaveEntry(id string, e PurseEntry) error
}

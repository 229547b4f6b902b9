// Package money is a value object of a domain that knows no database.
package money

// Money is an amount in a currency.
type Money struct {
	amount   int64
	currency string
}

// New is an amount.
func New(amount int64, currency string) Money { return Money{amount, currency} }

// Add is the sum.
func (m Money) Add(n int64) Money { return Money{m.amount + n, m.currency} }

// Amount is the number.
func (m Money) Amount() int64 { return m.amount }

// Currency is its currency.
func (m Money) Currency() string { return m.currency }

// Purse is what services see of a row.
type Purse struct {
	Key   uint
	Coins int64
}

// Columns are what is written of it.
func (p Purse) Columns() map[string]any { return map[string]any{"coins": p.Coins} }

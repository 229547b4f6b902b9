// Package lists has rows that go through generic functions, iterators and lists that are put together.
package lists

// Item is in stock.
type Item struct {
	ID    uint
	SKU   string
	Stock int
	State string
}

// Line is of an order.
type Line struct {
	SKU string
	Qty int
}

// Package stock is a domain whose rows have no key of their own; who implements its ports is not in sight.
package stock

import "context"

// Level is how much of a product a warehouse has.
type Level struct {
	Product, Warehouse string
	Quantity           int
}

// Levels keeps them.
type Levels interface {
	Get(ctx context.Context, product, warehouse string) (*Level, error)
	GetForUpdate(ctx context.Context, product, warehouse string) (*Level, error)
	Find(ctx context.Context, product string, lock bool) (*Level, error)
	Upsert(ctx context.Context, l *Level) error
}

// Settings are kept without a key: one for all.
type Settings struct{ Runs int }

// Configuration keeps them in a file.
type Configuration interface {
	Load() (*Settings, error)
	Save(*Settings) error
}

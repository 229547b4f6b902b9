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

// Good is what is sold.
type Good struct {
	ID   string
	Cost int
}

// Goods keeps them.
type Goods interface {
	GetGood(ctx context.Context, id string) (*Good, error)
	UpdateCost(ctx context.Context, id string, cost int) error
}

// Average is what a piece costs, once more have come in.
func Average(have, cost, more, price int) int {
	if have+more <= 0 {
		return 0
	}
	return (have*cost + more*price) / (have + more)
}

// Delivery is what comes in.
type Delivery struct {
	ID      string
	Product string
	Pieces  int
	Status  string
}

// Deliveries keeps them.
type Deliveries interface {
	GetByID(ctx context.Context, id string) (*Delivery, error)
	List(ctx context.Context, warehouse string) ([]*Delivery, error)
	UpdateStatus(ctx context.Context, id, status string) error
}

// Runner runs a function in a transaction.
type Runner interface {
	Run(ctx context.Context, fn func(levels Levels) error) error
}

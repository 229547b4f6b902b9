// Package domain is a part of a program that spells its types through aliases.
package domain

import "context"

type Customer struct {
	ID      int64
	Balance float64
}

type Repository interface {
	FindById(ctx context.Context, id int64) (*Customer, error)
	SetBalance(ctx context.Context, id int64, v float64) error
}

type Plain interface {
	PlainFind(ctx context.Context, id int64) (*Customer, error)
	PlainSet(ctx context.Context, id int64, v float64) error
}

// Package app changes aggregates through a port.
package app

import (
	"context"

	"fixtures/lostupdate/aggregates/domain"
)

type service struct{ orders domain.Orders }

// close records an event, which is no column.
func (s *service) close(ctx context.Context, id string) error {
	o, err := s.orders.FindByID(ctx, id)
	if err != nil {
		return err
	}
	o.Close()
	return s.orders.Save(ctx, o)
}

func (s *service) debit(ctx context.Context, id string, n int64) error {
	o, err := s.orders.FindByID(ctx, id)
	if err != nil {
		return err
	}
	o.Debit(n)
	return s.orders.Save(ctx, o) // want "lost update: Order.balance is read at line 23, decremented"
}

func (s *service) tag(ctx context.Context, id, tag string) error {
	o, err := s.orders.FindByID(ctx, id)
	if err != nil {
		return err
	}
	o.Tag(tag)
	return s.orders.Save(ctx, o) // want "lost update: Order.Tags is read at line 32, appended to"
}

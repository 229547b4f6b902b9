// Package domain has aggregates that record what happened to them. Its ports are implemented elsewhere.
package domain

import "context"

// Event is something that happened.
type Event interface{ Name() string }

// Closed is one.
type Closed struct{ ID string }

// Name implements Event.
func (Closed) Name() string { return "closed" }

// Root records events.
type Root struct{ events []Event }

// Record keeps an event for who publishes it.
func (r *Root) Record(e Event) { r.events = append(r.events, e) }

// Order is an aggregate.
type Order struct {
	Root
	id      string
	status  string
	balance int64
	Tags    []string
	log     []*Closed
}

// Close changes the state and records it.
func (o *Order) Close() {
	o.status = "closed"
	o.Record(Closed{o.id})
	o.log = append(o.log, &Closed{o.id})
}

// Debit takes from the balance and records it.
func (o *Order) Debit(n int64) {
	o.balance -= n
	o.Record(Closed{o.id})
}

// Tag adds a tag.
func (o *Order) Tag(t string) { o.Tags = append(o.Tags, t) }

// Orders is the port.
type Orders interface {
	FindByID(ctx context.Context, id string) (*Order, error)
	Save(ctx context.Context, o *Order) error
}

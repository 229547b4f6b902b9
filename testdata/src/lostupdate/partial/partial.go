// Package partial updates the columns that it gives, and keeps the others.
package partial

import (
	"context"
	"errors"

	"fixtures/lostupdate/partial/db"
)

var errNotPending = errors.New("not pending")

type server struct{ store db.Store }

func (s *server) cancel(ctx context.Context, id int64) error {
	r, err := s.store.GetRequest(ctx, id)
	if err != nil {
		return err
	}
	if r.Status != "pending" {
		return errNotPending
	}
	_, err = s.store.CancelTx(ctx, db.CancelParams{Request: r}) // want "lost update: requests.status is tested with the value read at line 16, and set here"
	return err
}

func (s *server) cancelPlain(ctx context.Context, id int64) error {
	r, err := s.store.GetRequest(ctx, id)
	if err != nil {
		return err
	}
	if r.Status != "pending" {
		return errNotPending
	}
	return s.store.CancelPlain(ctx, db.CancelParams{Request: r}) // want "lost update: requests.status is tested with the value read at line 28, and set here"
}

func raise(ctx context.Context, q *db.Queries, id, by int64) error {
	r, err := q.GetRequest(ctx, id)
	if err != nil {
		return err
	}
	amount := r.Amount + by
	_, err = q.UpdateRequest(ctx, db.UpdateParams{ID: id, Amount: &amount}) // want "lost update: requests.amount is read at line 39, incremented"
	return err
}

// keepsAmount tests a column that the statement leaves as it is.
func keepsAmount(ctx context.Context, q *db.Queries, id, total int64) error {
	r, err := q.GetRequest(ctx, id)
	if err != nil {
		return err
	}
	if r.Amount != total {
		return errNotPending
	}
	if err := q.AddBalance(ctx, r.UserID, total); err != nil {
		return err
	}
	_, err = q.UpdateRequest(ctx, db.UpdateParams{ID: id, Status: db.NullStatus{Status: "open", Valid: true}})
	return err
}

// setsIfOther spares a write.
func setsIfOther(ctx context.Context, q *db.Queries, id int64, status db.Status) error {
	r, err := q.GetRequest(ctx, id)
	if err != nil || r.Status == status {
		return err
	}
	_, err = q.UpdateRequest(ctx, db.UpdateParams{ID: id, Status: db.NullStatus{Status: status, Valid: true}})
	return err
}

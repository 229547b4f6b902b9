// Package db sets what it is given and keeps the rest: the queries are of the form that sqlc makes of sqlc.narg.
package db

import (
	"context"
	"database/sql"
)

type Status string
type NullStatus struct {
	Status Status
	Valid  bool
}

func (s NullStatus) Value() (any, error) { return string(s.Status), nil }
func (s *NullStatus) Scan(any) error     { return nil }

type Request struct {
	ID     int64
	UserID int64
	Amount int64
	Status Status
}
type DBTX interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}
type Queries struct{ db DBTX }

func (q *Queries) GetRequest(ctx context.Context, id int64) (Request, error) {
	var i Request
	err := q.db.QueryRowContext(ctx, `SELECT id, user_id, amount, status FROM requests WHERE id = $1`, id).Scan(&i.ID, &i.UserID, &i.Amount, &i.Status)
	return i, err
}

type UpdateParams struct {
	Status NullStatus
	Amount *int64
	ID     int64
}

func (q *Queries) UpdateRequest(ctx context.Context, arg UpdateParams) (Request, error) {
	row := q.db.QueryRowContext(ctx, `-- name: U :one
UPDATE requests SET status = COALESCE($1, status), amount = COALESCE($2, amount) WHERE id = $3 RETURNING id, user_id, amount, status`, arg.Status, arg.Amount, arg.ID)
	var i Request
	err := row.Scan(&i.ID, &i.UserID, &i.Amount, &i.Status)
	return i, err
}
func (q *Queries) AddBalance(ctx context.Context, id, n int64) error {
	_, err := q.db.ExecContext(ctx, `UPDATE wallets SET balance = balance + $1 WHERE user_id = $2`, n, id)
	return err
}

type Store interface {
	GetRequest(ctx context.Context, id int64) (Request, error)
	CancelTx(ctx context.Context, arg CancelParams) (Request, error)
	CancelPlain(ctx context.Context, arg CancelParams) error
}
type SQLStore struct {
	*Queries
	pool *sql.DB
}
type CancelParams struct{ Request Request }

func (s *SQLStore) ExecTx(ctx context.Context, fn func(*Queries) error) error {
	tx, err := s.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(&Queries{tx}); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}
func (s *SQLStore) CancelTx(ctx context.Context, arg CancelParams) (Request, error) {
	var out Request
	err := s.ExecTx(ctx, func(q *Queries) error {
		var err error
		out, err = q.UpdateRequest(ctx, UpdateParams{ID: arg.Request.ID, Status: NullStatus{Status: "canceled", Valid: true}})
		if err != nil {
			return err
		}
		return q.AddBalance(ctx, arg.Request.UserID, arg.Request.Amount)
	})
	return out, err
}
func (s *SQLStore) CancelPlain(ctx context.Context, arg CancelParams) error {
	if _, err := s.UpdateRequest(ctx, UpdateParams{ID: arg.Request.ID, Status: NullStatus{Status: "canceled", Valid: true}}); err != nil {
		return err
	}
	return s.AddBalance(ctx, arg.Request.UserID, arg.Request.Amount)
}

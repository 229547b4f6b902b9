// Package bank is a bank on sqlc's queries: bug.go loses updates, clean.go does not. The packages db and pgdb are written in
// the style of sqlc's output.
package bank

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"fixtures/lostupdate/sqlc/db"
)

var errNotEnough = errors.New("not enough")

// Store runs queries, alone and in transactions.
type Store interface {
	db.Querier
	execTx(ctx context.Context, fn func(*db.Queries) error) error
}

// SQLStore is the Store on a database.
type SQLStore struct {
	*db.Queries
	conn *sql.DB
}

// NewStore makes a Store.
func NewStore(conn *sql.DB) Store {
	return &SQLStore{conn: conn, Queries: db.New(conn)}
}

func (s *SQLStore) execTx(ctx context.Context, fn func(*db.Queries) error) error {
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(db.New(tx)); err != nil {
		if rbErr := tx.Rollback(); rbErr != nil {
			return fmt.Errorf("tx err: %v, rb err: %v", err, rbErr)
		}
		return err
	}
	return tx.Commit()
}

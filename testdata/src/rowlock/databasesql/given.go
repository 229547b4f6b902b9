package bank

import (
	"context"
	"database/sql"
)

type stock struct{ db *sql.DB }

func (s stock) setBesideTheGivenTransaction(ctx context.Context, tx *sql.Tx, id, n int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE products SET in_stock = $1 WHERE id = $2", n, id) // want "handed in as tx"
	return err
}

func (s stock) setInTheGivenTransaction(ctx context.Context, tx *sql.Tx, id, n int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE products SET in_stock = $1 WHERE id = $2", n, id)
	return err
}

func (s stock) setWhereNoTransactionIsAsked(ctx context.Context, _ *sql.Tx, id, n int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE products SET in_stock = $1 WHERE id = $2", n, id)
	return err
}

func (s stock) setOnEither(ctx context.Context, tx *sql.Tx, id, n int64) (err error) {
	const text = "UPDATE products SET in_stock = $1 WHERE id = $2"
	if tx == nil {
		_, err = s.db.ExecContext(ctx, text, n, id)
	} else {
		_, err = tx.ExecContext(ctx, text, n, id)
	}
	return err
}

func (s stock) noteBesideTheGivenTransaction(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO audit_log (product) VALUES ($1)", id)
	return err
}

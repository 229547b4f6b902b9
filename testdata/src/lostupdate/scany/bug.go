// Package scany scans what pgx and database/sql read: bug.go loses updates, clean.go none.
package scany

import (
	"context"
	"database/sql"

	"github.com/georgysavva/scany/v2/dbscan"
	"github.com/georgysavva/scany/v2/pgxscan"
	"github.com/georgysavva/scany/v2/sqlscan"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type Product struct {
	ID      int64
	InStock int64
	Price   float64 `db:"unit_price"`
}

func getThenSet(ctx context.Context, db *pgxpool.Pool, id, n int64) error {
	var p Product
	if err := pgxscan.Get(ctx, db, &p, `SELECT id, in_stock, unit_price FROM product WHERE id = $1`, id); err != nil {
		return err
	}
	_, err := db.Exec(ctx, `UPDATE product SET in_stock = $1 WHERE id = $2`, p.InStock-n, id) // want "lost update: Product.InStock "
	return err
}

func selectThenSetEach(ctx context.Context, db *sql.DB, factor float64) error {
	var all []*Product
	if err := sqlscan.Select(ctx, db, &all, `SELECT id, in_stock, unit_price FROM product`); err != nil {
		return err
	}
	for _, p := range all {
		if _, err := db.ExecContext(ctx, `UPDATE product SET unit_price = $1 WHERE id = $2`, p.Price*factor, p.ID); err != nil { // want "lost update: Product.Price "
			return err
		}
	}
	return nil
}

func scanOneOfRows(ctx context.Context, tx pgx.Tx, id, n int64) error {
	rows, err := tx.Query(ctx, `SELECT id, in_stock FROM product WHERE id = $1`, id)
	if err != nil {
		return err
	}
	var p Product
	if err := pgxscan.ScanOne(&p, rows); err != nil {
		return err
	}
	p.InStock -= n
	_, err = tx.Exec(ctx, `UPDATE product SET in_stock = $1 WHERE id = $2`, p.InStock, p.ID) // want "lost update: Product.InStock "
	return err
}

func scanRowByRow(ctx context.Context, db *sql.DB, n int64) error {
	rows, err := db.QueryContext(ctx, `SELECT id, in_stock FROM product`)
	if err != nil {
		return err
	}
	defer rows.Close()
	scanner := dbscan.NewRowScanner(rows)
	for rows.Next() {
		var p Product
		if err := scanner.Scan(&p); err != nil {
			return err
		}
		if _, err := db.ExecContext(ctx, `UPDATE product SET in_stock = $1 WHERE id = $2`, p.InStock+n, p.ID); err != nil { // want "lost update: Product.InStock "
			return err
		}
	}
	return rows.Err()
}

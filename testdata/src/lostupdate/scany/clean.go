package scany

import (
	"context"

	"github.com/georgysavva/scany/v2/pgxscan"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func lockedThenSet(ctx context.Context, tx pgx.Tx, id, n int64) error {
	var p Product
	if err := pgxscan.Get(ctx, tx, &p, `SELECT id, in_stock FROM product WHERE id = $1 FOR UPDATE`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE product SET in_stock = $1 WHERE id = $2`, p.InStock-n, id)
	return err
}

func setInTheDatabase(ctx context.Context, db *pgxpool.Pool, id, n int64) (int64, error) {
	var p Product
	err := pgxscan.Get(ctx, db, &p, `UPDATE product SET in_stock = in_stock - $1 WHERE id = $2 RETURNING id, in_stock`, n, id)
	return p.InStock, err
}

func comparedAndSet(ctx context.Context, db *pgxpool.Pool, id, n int64) error {
	var p Product
	if err := pgxscan.Get(ctx, db, &p, `SELECT id, in_stock FROM product WHERE id = $1`, id); err != nil {
		return err
	}
	_, err := db.Exec(ctx, `UPDATE product SET in_stock = $1 WHERE id = $2 AND in_stock = $3`, p.InStock-n, id, p.InStock)
	return err
}

func anotherColumn(ctx context.Context, db *pgxpool.Pool, id int64) error {
	var p Product
	if err := pgxscan.Get(ctx, db, &p, `SELECT id, in_stock FROM product WHERE id = $1`, id); err != nil {
		return err
	}
	_, err := db.Exec(ctx, `UPDATE product SET unit_price = $1 WHERE id = $2`, float64(p.InStock)*2, id)
	return err
}

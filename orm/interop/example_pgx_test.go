package interop_test

import (
	"database/sql"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/rmwlint/rmwlint/orm"
)

const createStock = "CREATE TEMPORARY TABLE product (id BIGSERIAL PRIMARY KEY, name TEXT, in_stock INTEGER)"

// pgx's stdlib opens a *sql.DB.
func Example_pgxStdlib() {
	pool, err := sql.Open("pgx", os.Getenv("RMWLINT_POSTGRES_DSN"))
	must(err)
	defer pool.Close()
	pool.SetMaxOpenConns(1) // for the table is this connection's own
	_, err = pool.Exec(createStock)
	must(err)

	p := Product{Name: "atlas", InStock: 5}
	db := orm.New(pool)
	must(orm.Save(ctx, db, &p))
	must(orm.Update(ctx, db, &p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(2))))
	fmt.Println(p.InStock, "left")
	// Output: 3 left
}

// A *pgxpool.Pool that the program has: OpenDBFromPool takes its connections from it.
func Example_pgxPool() {
	cfg, err := pgxpool.ParseConfig(os.Getenv("RMWLINT_POSTGRES_DSN"))
	must(err)
	cfg.MaxConns = 1
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	must(err)
	defer pool.Close()
	_, err = pool.Exec(ctx, createStock)
	must(err)

	db := orm.New(stdlib.OpenDBFromPool(pool))
	must(orm.BulkCreate(ctx, db, []*Product{{Name: "atlas", InStock: 5}, {Name: "globe", InStock: 1}}))
	must(orm.Atomic(ctx, db, func(tx *orm.DB) error {
		p, err := orm.Objects[Product](tx).SelectForUpdate(orm.NoKey).First(ctx)
		if err != nil {
			return err
		}
		p.InStock *= 2
		return orm.Save(ctx, tx, p)
	}))
	var stock int
	must(pool.QueryRow(ctx, "SELECT sum(in_stock) FROM product").Scan(&stock))
	fmt.Println(stock)
	// Output: 11
}

// A transaction of pgx itself: begin it on a connection that database/sql has from the pool, and tell orm of it.
func Example_pgxTx() {
	pool, err := pgxpool.New(ctx, os.Getenv("RMWLINT_POSTGRES_DSN"))
	must(err)
	defer pool.Close()
	conn, err := stdlib.OpenDBFromPool(pool).Conn(ctx)
	must(err)
	defer conn.Close()
	var tx pgx.Tx
	must(conn.Raw(func(c any) (err error) {
		tx, err = c.(*stdlib.Conn).Conn().Begin(ctx)
		return err
	}))
	_, err = tx.Exec(ctx, createStock)
	must(err)

	p := Product{Name: "atlas", InStock: 5}
	must(orm.Save(ctx, orm.New(conn, orm.InTransaction()), &p))
	var stock int
	must(tx.QueryRow(ctx, "SELECT in_stock FROM product WHERE id = $1", p.ID).Scan(&stock))
	fmt.Println(stock)
	must(tx.Rollback(ctx))
	// Output: 5
}

package stock

import (
	"context"
	"database/sql"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"race/ent/shop"
	"race/op"
)

// on opens a client on the connection. Ent knows the databases by its own names, of which that of SQLite is another.
func on(f func(ctx context.Context, client *shop.Client) error) func(context.Context, *sql.DB, string) error {
	names := map[string]string{"sqlite": dialect.SQLite, "postgres": dialect.Postgres, "mysql": dialect.MySQL}
	return func(ctx context.Context, db *sql.DB, name string) error {
		return f(ctx, shop.NewClient(shop.Driver(entsql.OpenDB(names[name], db))))
	}
}

// Ops are the fixtures on ent.
func Ops() []op.Op {
	return []op.Op{
		{Name: "ent/sell", Native: true, Column: "articles.stock", By: -6, Run: on(func(ctx context.Context, c *shop.Client) error { return sell(ctx, c, 1, 6) })},
		{Name: "ent/sellOne", Native: true, Column: "articles.stock", By: -1, Run: on(func(ctx context.Context, c *shop.Client) error {
			_, err := sellOne(ctx, c, "comic")
			return err
		})},
		{Name: "ent/restock", Native: true, Column: "articles.stock", By: 4, Run: on(func(ctx context.Context, c *shop.Client) error { return restock(ctx, c, 1, 3) })},
		{Name: "ent/countSale", Native: true, Column: "articles.version", By: 1, Run: on(func(ctx context.Context, c *shop.Client) error {
			countSale(ctx, c, 1)
			return nil
		})},
		{Name: "ent/sellOfMany", Native: true, Column: "articles.stock", By: -6, Run: on(func(ctx context.Context, c *shop.Client) error { return sellOfMany(ctx, c, 1, 6) })},
	}
}

package depot

import (
	"context"
	"database/sql"

	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/mysqldialect"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"

	"race/op"
)

func open(db *sql.DB, dialect string) *bun.DB {
	var d schema.Dialect
	switch dialect {
	case "postgres":
		d = pgdialect.New()
	case "mysql":
		d = mysqldialect.New()
	default:
		d = sqlitedialect.New()
	}
	return bun.NewDB(db, d)
}

// simple is an operation that takes a key and an amount.
func simple(name, column string, by float64, f func(context.Context, *bun.DB, int64, int) error, n int) op.Op {
	return keyed(name, column, by, func(ctx context.Context, db *bun.DB, id int64) error { return f(ctx, db, id, n) })
}

// keyed is an operation that takes a key.
func keyed(name, column string, by float64, f func(context.Context, *bun.DB, int64) error) op.Op {
	return op.Op{Name: "bun/" + name, Column: column, By: by, Run: func(ctx context.Context, db *sql.DB, dialect string) error {
		return f(ctx, open(db, dialect), 1)
	}}
}

func inTx(o op.Op) op.Op {
	o.InTx = true
	return o
}

// once is a check: bun's own form repairs it, in the sense that the second of two is refused.
func once(o op.Op) op.Op {
	o.Once = true
	return native(o)
}

func native(o op.Op) op.Op {
	o.Native = true
	return o
}

func flag(o op.Op) op.Op {
	o.Flag = true
	return o
}

// Ops are the fixtures on bun.
func Ops() []op.Op {
	return []op.Op{
		simple("subtractThenSave", "products.stock", -3, subtractThenSave, 3),
		simple("subtractIfEnough", "products.stock", -6, subtractIfEnough, 6),
		simple("severalColumns", "products.sold", 3, func(ctx context.Context, db *bun.DB, id int64, n int) error {
			return severalColumns(ctx, db, id, n)
		}, 3),
		native(simple("namedColumns", "products.stock", -6, namedColumns, 6)),
		simple("wordOfSQL", "products.limit", -6, wordOfSQL, 6),
		inTx(simple("inTransaction", "products.stock", -6, inTransaction, 6)),
		native(simple("embeddedColumn", "wallets.quota", -3, func(ctx context.Context, db *bun.DB, id int64, n int) error {
			_, err := embeddedColumn(ctx, db, id, n)
			return err
		}, 3)),
		keyed("decimals", "wallets.balance", -6.5, func(ctx context.Context, db *bun.DB, id int64) error {
			return decimals(ctx, db, id, decimal.NewFromFloat(6.5))
		}),
		native(flag(keyed("toggle", "products.active", 1, toggle))),
		keyed("eachCart", "carts.quantity", -1, eachCart),
		native(simple("setComputedValue", "products.stock", -6, setComputedValue, 6)),
		native(simple("setOnRow", "products.weight", -3, setOnRow, 3)),
		native(simple("setScannedColumn", "products.stock", 3, setScannedColumn, 3)),
		native(simple("rawText", "products.sold", 3, rawText, 3)),
		once(simple("activateOnceThenPay", "wallets.points", 5, activateOnceThenPay, 5)),
		once(simple("subtractInDatabaseIfEnough", "products.stock", -6, subtractInDatabaseIfEnough, 6)),
		inTx(once(simple("sellOnceThenPay", "wallets.points", 5, sellOnceThenPay, 5))),
	}
}

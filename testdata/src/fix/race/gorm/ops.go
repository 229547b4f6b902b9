package shop

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/shopspring/decimal"
	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/rmwlint/rmwlint/examples/gormsqlite"

	"race/op"
)

func open(ctx context.Context, db *sql.DB, dialect string) (*gorm.DB, error) {
	config := &gorm.Config{Logger: logger.Discard}
	var d gorm.Dialector = gormsqlite.On(db)
	switch dialect {
	case "postgres":
		d = postgres.New(postgres.Config{Conn: db})
	case "mysql":
		d = mysql.New(mysql.Config{Conn: db, SkipInitializeWithVersion: true})
	}
	g, err := gorm.Open(d, config)
	if err != nil {
		return nil, fmt.Errorf("opening gorm: %w", err)
	}
	return g.WithContext(ctx), nil
}

func on(f func(ctx context.Context, db *gorm.DB) error) func(context.Context, *sql.DB, string) error {
	return func(ctx context.Context, db *sql.DB, dialect string) error {
		g, err := open(ctx, db, dialect)
		if err != nil {
			return err
		}
		return f(ctx, g)
	}
}

// simple is an operation that takes a key and an amount.
func simple(name, column string, by float64, f func(*gorm.DB, uint, int) error, n int) op.Op {
	return op.Op{Name: "gorm/" + name, Column: column, By: by, Run: on(func(_ context.Context, db *gorm.DB) error { return f(db, 1, n) })}
}

func inTx(o op.Op) op.Op {
	o.InTx = true
	return o
}

// once is a check: the library's own form repairs it, in the sense that the second of two is refused.
func once(o op.Op) op.Op {
	o.Once, o.Native = true, true
	return o
}

func native(o op.Op) op.Op {
	o.Native = true
	return o
}

// locking is an operation that a row lock repairs: SQLite has none, and the dialector says so.
func locking(o op.Op) op.Op {
	o.Native = true
	return lockingOr(o)
}

// lockingOr is locking where the orm style writes an expression.
func lockingOr(o op.Op) op.Op {
	o.InTx, o.On = true, []string{"postgres", "mysql"}
	return o
}

// idle is an operation that takes nothing: MySQL does not count the row, and yet nothing is sold out.
func idle(o op.Op) op.Op {
	o.Name, o.By, o.Idle = o.Name+"/nothing", 0, true
	return o
}

// Ops are the fixtures on GORM.
func Ops() []op.Op {
	return []op.Op{
		once(simple("subtractIfEnough", "products.stock", -6, subtractIfEnough, 6)),
		once(simple("subtractIfEnoughInBlock", "wallets.points", -6, subtractIfEnoughInBlock, 6)),
		inTx(once(simple("activateOnceThenPay", "wallets.points", 5, activateOnceThenPay, 5))),
		once(simple("sellOnceThenPay", "wallets.points", 5, sellOnceThenPay, 5)),
		simple("takePoints", "wallets.points", -3, takePoints, 3),
		simple("freeze", "wallets.frozen", 3, freeze, 3),
		once(simple("nobodyLooks", "wallets.points", 5, nobodyLooks, 5)),
		once(simple("closeOnceThenPay", "wallets.points", 5, closeOnceThenPay, 5)),
		simple("subtractThenSave", "products.stock", -3, subtractThenSave, 3),
		simple("guardedSubtractThenSave", "products.stock", -6, guardedSubtractThenSave, 6),
		{Name: "gorm/shelf/subtractThenSave", Column: "products.stock", By: -6, Run: on(func(ctx context.Context, db *gorm.DB) error {
			return (&shelf{db}).subtractThenSave(ctx, 1, 6)
		})},
		{Name: "gorm/shelf/subtractThenSet", Column: "products.stock", By: -3, Run: on(func(_ context.Context, db *gorm.DB) error {
			return (&shelf{db}).subtractThenSet(1, 3)
		})},
		{Name: "gorm/shelf/addThenSetPoints", Column: "wallets.points", By: 3, Run: on(func(_ context.Context, db *gorm.DB) error {
			return addThenSetPoints(&shelf{db}, 1, 3)
		})},
		{Name: "gorm/priceOfReserved", Column: "products.stock", By: -6, Run: on(func(ctx context.Context, db *gorm.DB) error {
			_, err := priceOfReserved(ctx, db, 1, 6)
			return err
		})},
		{Name: "gorm/incrementPointer", Column: "products.sold", By: 1, Run: on(func(_ context.Context, db *gorm.DB) error {
			return incrementPointer(db, 1)
		})},
		{Name: "gorm/severalColumns", Column: "products.sold", By: 2, Run: on(func(_ context.Context, db *gorm.DB) error {
			_, err := severalColumns(db, 1, 2)
			return err
		})},
		{Name: "gorm/decimalInTransaction", Column: "wallets.balance", By: -6, InTx: true, Run: on(func(_ context.Context, db *gorm.DB) error {
			return decimalInTransaction(db, 1, decimal.NewFromInt(6))
		})},
		inTx(simple("rollBackWhenSoldOut", "wallets.points", -6, rollBackWhenSoldOut, 6)),
		{Name: "gorm/resultInVariable", Native: true, Column: "products.stock", By: -6, Run: on(func(_ context.Context, db *gorm.DB) error {
			if !resultInVariable(db, 1, 6) {
				return errSoldOut
			}
			return nil
		})},
		{Name: "gorm/errorIgnored", Column: "products.weight", By: 1.5, Times: true, Run: on(func(_ context.Context, db *gorm.DB) error {
			errorIgnored(db, 1)
			return nil
		})},
		simple("association", "wallets.points", 3, association, 3),
		{Name: "gorm/eachOfSeveral", Column: "carts.quantity", By: 1, Run: on(func(_ context.Context, db *gorm.DB) error { return eachOfSeveral(db, 1) })},
		{Name: "gorm/compensate", Column: "products.stock", By: -3, Run: on(func(_ context.Context, db *gorm.DB) error {
			return compensate(db, 1, 3, func() error { return nil })
		})},
		{Name: "gorm/toggle", Native: true, Column: "products.active", Flag: true, Run: on(func(_ context.Context, db *gorm.DB) error { return toggle(db, 1) })},
		simple("wordOfSQL", "products.limit", -6, wordOfSQL, 6),
		simple("oneColumn", "products.stock", -3, oneColumn, 3),
		native(simple("oneColumnOfComputedVariable", "products.stock", -3, oneColumnOfComputedVariable, 3)),
		{Name: "gorm/guardOnComputedVariable", Column: "products.stock", By: -6, Run: on(func(_ context.Context, db *gorm.DB) error {
			_, err := guardOnComputedVariable(db, 1, 6)
			return err
		})},
		simple("inChainOfSeveralLines", "products.stock", -6, inChainOfSeveralLines, 6),
		simple("mapOfColumns", "products.sold", 3, mapOfColumns, 3),
		simple("structOfColumns", "products.stock", -3, structOfColumns, 3),
		{Name: "gorm/selectedColumn", Column: "products.sold", By: 1, Run: on(func(_ context.Context, db *gorm.DB) error { return selectedColumn(db, 1) })},
		{Name: "gorm/scalarOfTable", Native: true, Column: "wallets.balance", By: -6, Run: on(func(_ context.Context, db *gorm.DB) error {
			return scalarOfTable(db, 1, 6)
		})},
		idle(simple("guardedSubtractThenSave", "products.stock", 0, guardedSubtractThenSave, 0)),
		idle(simple("subtractIfEnough", "products.stock", 0, subtractIfEnough, 0)),
		idle(native(op.Op{Name: "gorm/scalarOfTable", Column: "wallets.balance", Run: on(func(_ context.Context, db *gorm.DB) error {
			return scalarOfTable(db, 1, 0)
		})})),
		idle(inTx(simple("rollBackWhenSoldOut", "wallets.points", 0, rollBackWhenSoldOut, 0))),
		native(simple("structAlone", "products.stock", -3, structAlone, 3)),
		{Name: "gorm/textInRaw", Native: true, Column: "products.stock", By: -1, On: []string{"sqlite", "mysql"}, Run: on(func(_ context.Context, db *gorm.DB) error {
			textInRaw(db, 1)
			return nil
		})},
		locking(simple("encodedInTransaction", "products.name", 3, encodedInTransaction, 3)),
		locking(simple("namedErrorInTransaction", "products.name", 3, namedErrorInTransaction, 3)),
		lockingOr(simple("helperWrites", "products.stock", 3, helperWrites, 3)),
		locking(op.Op{Name: "gorm/documentInTransaction", Column: "products.name", By: 3, Run: on(func(_ context.Context, db *gorm.DB) error {
			return documentInTransaction(db, 1, 3)
		})}),
		locking(simple("readBeside", "products.name", 3, readBeside, 3)),
		locking(simple("renameBeside", "products.name", 3, func(db *gorm.DB, id uint, n int) error { return (&rack{db}).renameBeside(id, n) }, 3)),
		locking(simple("renameBegun", "products.name", 3, func(db *gorm.DB, id uint, n int) error { return (&rack{db}).renameBegun(id, n) }, 3)),
		locking(once(simple("soldOnce", "wallets.points", 3, soldOnce, 3))),
		locking(simple("behindPort", "products.stock", 3, behindPort, 3)),
		locking(simple("helperReads", "products.name", 3, helperReads, 3)),
		locking(simple("deadLock", "products.name", 3, deadLock, 3)),
		simple("addPoints", "users.points", 3, func(db *gorm.DB, id uint, n int) error { return (&store{db}).addPoints(id, n) }, 3),
	}
}

package orm_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/rmwlint/rmwlint/orm"
)

// where prints the WHERE of a condition on products, as PostgreSQL gets it.
func where(q orm.Q) {
	text, args, err := orm.Objects[Product](orm.New(nil, orm.DialectNamed("postgres"))).Filter(q).SQL()
	must(err)
	_, text, _ = strings.Cut(text, "WHERE ")
	fmt.Println(text, args)
}

func ExampleExpr_arithmetic() {
	x := orm.Objects[Product](orm.New(nil, orm.DialectNamed("postgres"))).Fields()
	stock := orm.F(&x.InStock)
	where(stock.Add(1).Mul(2).Eq(stock.Div(2).Sub(stock.Mod(3))))
	where(stock.Neg().Ne(orm.Val(5)))
	where(orm.Abs(orm.F(&x.Price)).Lte(orm.Col[float64]("price")))
	fmt.Println(stock.Add(1).String())
	// Output:
	// (("in_stock" + $1) * $2) = (("in_stock" / $3) - ("in_stock" % $4)) [1 2 2 3]
	// (-"in_stock") <> $1::bigint [5]
	// ABS("price") <= "price" []
	// Product.InStock + 1
}

func ExampleExpr_Between() {
	x := orm.Objects[Product](orm.New(nil, orm.DialectNamed("postgres"))).Fields()
	name, stock := orm.F(&x.Name), orm.F(&x.InStock)
	where(stock.Between(1, orm.F(&x.Reserved)))
	where(stock.In(1, 2, 3))
	where(stock.IsNull().Or(name.NotNull()))
	where(orm.And(stock.Gt(1), stock.Gte(2), stock.Lt(3)))
	// Output:
	// "in_stock" BETWEEN $1 AND "reserved" [1]
	// "in_stock" IN ($1, $2, $3) [1 2 3]
	// ("in_stock" IS NULL OR "name" IS NOT NULL) []
	// "in_stock" > $1 AND "in_stock" >= $2 AND "in_stock" < $3 [1 2 3]
}

func ExampleExpr_Contains() {
	x := orm.Objects[Product](orm.New(nil, orm.DialectNamed("postgres"))).Fields()
	name := orm.F(&x.Name)
	where(orm.Or(name.Contains("100%"), name.StartsWith("a"), name.EndsWith("z")))
	where(orm.Lower(name).Eq("atlas"))
	where(name.Regex("^[ab]"))
	// Output:
	// ("name" LIKE $1 ESCAPE '!' OR "name" LIKE $2 ESCAPE '!' OR "name" LIKE $3 ESCAPE '!') [%100!%% a% %z]
	// LOWER("name") = $1 [atlas]
	// "name" ~ $1 [^[ab]]
}

func ExampleQ_combined() {
	x := orm.Objects[Product](orm.New(nil, orm.DialectNamed("postgres"))).Fields()
	scarce, dear := orm.F(&x.InStock).Lt(2), orm.F(&x.Price).Gt(100)
	where(scarce.And(dear))
	where(scarce.Xor(dear))
	where(orm.Not(scarce).And(dear.Not()))
	where(orm.RawQ("? % 2 = 0", orm.F(&x.ID)))
	// Output:
	// "in_stock" < $1 AND "price" > $2 [2 100]
	// (("in_stock" < $1) <> ("price" > $2)) [2 100]
	// (NOT ("in_stock" < $1)) AND (NOT ("price" > $2)) [2 100]
	// ("id" % 2 = 0) []
}

func ExampleCoalesce() {
	x := orm.Objects[Product](orm.New(nil, orm.DialectNamed("postgres"))).Fields()
	where(orm.Coalesce(orm.F(&x.InStock), 0).Eq(orm.Least(orm.F(&x.Reserved), 5)))
	where(orm.Concat(orm.F(&x.Name), " ", orm.Upper(orm.F(&x.Name))).Eq("a A"))
	where(orm.Length(orm.F(&x.Name)).Gt(10))
	// Output:
	// COALESCE("in_stock", $1::bigint) = LEAST("reserved", $2::bigint) [0 5]
	// ("name" || $1::text || UPPER("name")) = $2 [  a A]
	// LENGTH("name") > $1 [10]
}

func ExampleNow() {
	db := exampleDB()
	defer db.Close()
	a := Account{Owner: "haddock"}
	must(orm.Save(ctx, db, &a))
	must(orm.Update(ctx, db, &a, orm.Set(&a.UpdatedAt, orm.Now()))) // the database's clock
	accounts := orm.Objects[Account](db)
	ok, err := accounts.Filter(orm.F(&accounts.Fields().UpdatedAt).Lte(orm.Now())).Exists(ctx)
	fmt.Println(ok, err)
	// Output: true <nil>
}

func ExampleSetCol() {
	db := exampleDB()
	defer db.Close()
	column := "price" // known when the program runs
	n, err := orm.Objects[Product](db).Update(ctx, orm.SetCol(column, orm.Col[float64](column).Mul(2)))
	fmt.Println(n, err, product(db, "atlas").Price)
	_, err = orm.Objects[Product](db).Update(ctx, orm.SetCol("prize", 1))
	fmt.Println(err)
	// Output:
	// 3 <nil> 20
	// orm: orm_test.Product has no column "prize"
}

func ExampleSum() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	x := products.Fields()
	least, err := orm.Aggregate(ctx, products, orm.Min(orm.F(&x.Price)))
	must(err)
	most, err := orm.Aggregate(ctx, products, orm.Max(orm.F(&x.Price)))
	must(err)
	mean, err := orm.Aggregate(ctx, products, orm.Avg(orm.F(&x.Price)))
	must(err)
	kinds, err := orm.Aggregate(ctx, products, orm.CountDistinct(orm.F(&x.Reserved)))
	must(err)
	named, err := orm.Aggregate(ctx, products, orm.CountOf(orm.F(&x.Name)))
	must(err)
	fmt.Println(least, most, mean, kinds, named)
	// Output: 10 300 110 2 3
}

func ExampleQuerySet_First() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	x := products.Fields()
	p, err := products.OrderBy(orm.F(&x.Price).Desc()).First(ctx)
	fmt.Println(p.Name, err)
	second, err := products.OrderBy(orm.F(&x.Price)).Offset(1).Limit(1).Get(ctx)
	fmt.Println(second.Name, err)
	_, err = products.Get(ctx)
	fmt.Println(errors.Is(err, orm.ErrMultiple))
	_, err = products.Exclude(orm.F(&x.Price).Gt(0)).First(ctx)
	fmt.Println(errors.Is(err, orm.ErrNotFound))
	// Output:
	// compass <nil>
	// book <nil>
	// true
	// true
}

func ExampleQuerySet_Delete() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	n, err := products.Filter(orm.F(&products.Fields().Price).Lt(100)).Delete(ctx)
	fmt.Println(n, err)
	// Output: 2 <nil>
}

func ExampleQuerySet_WithDeleted() {
	db := exampleDB()
	defer db.Close()
	_, err := db.ExecContext(ctx, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT, deleted_at DATETIME)")
	must(err)
	n := Note{Text: "tagged deleted: marked, not deleted"}
	must(orm.Save(ctx, db, &n))
	must(orm.Delete(ctx, db, &n))
	notes := orm.Objects[Note](db)
	left, err := notes.Count(ctx)
	must(err)
	all, err := notes.WithDeleted().Count(ctx)
	fmt.Println(left, all, err)
	// Output: 0 1 <nil>
}

func ExampleSelectOnSave() {
	db := exampleDB()
	defer db.Close()
	p := product(db, "atlas")
	fmt.Println(orm.Save(ctx, db, p, orm.SelectOnSave), orm.Save(ctx, db, p, orm.ForceUpdate))
	fmt.Println(orm.Save(ctx, db, p, orm.ForceInsert) != nil) // the key is taken
	// Output:
	// <nil> <nil>
	// true
}

func ExampleLock() {
	products := orm.Objects[Product](orm.New(nil, orm.DialectNamed("postgres"), orm.InTransaction()))
	for _, locks := range [][]orm.LockOption{{orm.ForUpdate}, {orm.NoKey, orm.NoWait}, {orm.Share}, {orm.SkipLocked, orm.Of("product")}} {
		text, _, err := products.SelectForUpdate(locks...).SQL()
		_, text, _ = strings.Cut(text, `"product"`)
		fmt.Println(text, err)
	}
	_, _, err := orm.Objects[Product](orm.New(nil, orm.DialectNamed("mysql"), orm.InTransaction())).SelectForUpdate(orm.NoKey).SQL()
	fmt.Println(err)
	// Output:
	//  FOR UPDATE <nil>
	//  FOR NO KEY UPDATE NOWAIT <nil>
	//  FOR SHARE <nil>
	//  FOR UPDATE OF "product" SKIP LOCKED <nil>
	// orm: not supported by this database: the lock NoKey on mysql
}

func ExampleDurable() {
	db := exampleDB()
	defer db.Close()
	err := orm.Atomic(ctx, db, func(tx *orm.DB) error {
		return orm.Atomic(ctx, tx, func(*orm.DB) error { return nil }, orm.Durable()) // would be a savepoint
	})
	fmt.Println(errors.Is(err, orm.ErrDurable))
	err = orm.Atomic(ctx, db, func(tx *orm.DB) error {
		_, err := orm.Objects[Product](tx).All(ctx)
		return err
	}, orm.Durable(), orm.ReadOnly(), orm.Isolation(sql.LevelRepeatableRead))
	fmt.Println(err)
	// Output:
	// true
	// <nil>
}

func ExampleOnConflict() {
	db := exampleDB()
	defer db.Close()
	x := orm.Objects[Product](db).Fields()
	rows := []*Product{{Name: "atlas", Price: 1}, {Name: "globe", Price: 2}}
	must(orm.BulkCreate(ctx, db, rows, orm.OnConflict(&x.Name).Ignore(), orm.BatchSize(100)))
	must(orm.BulkCreate(ctx, db, rows, orm.IgnoreConflicts()))
	fmt.Println(product(db, "atlas").Price, product(db, "globe").Price)
	must(orm.BulkCreate(ctx, db, rows, orm.OnConflict(&x.Name).Update(&x.Price)))
	fmt.Println(product(db, "atlas").Price)
	// Output:
	// 10 2
	// 1
}

func ExampleStatementCache() {
	db := exampleDB()
	defer db.Close()
	pooled := orm.New(db.SQL(), orm.StatementCache(0)) // behind a pooler that hands each statement to another session
	n, err := orm.Objects[Product](pooled).Count(ctx)
	fmt.Println(n, err, pooled.Close()) // closes its statements; the pool is not its own
	// Output: 3 <nil> <nil>
}

func ExampleInTransaction() {
	db := exampleDB()
	defer db.Close()
	conn, err := db.SQL().Conn(ctx)
	must(err)
	defer conn.Close()
	_, err = conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	must(err)
	rows, err := orm.Objects[Product](orm.New(conn, orm.InTransaction())).SelectForUpdate().All(ctx)
	fmt.Println(len(rows), err)
	_, err = conn.ExecContext(ctx, "COMMIT")
	must(err)
	// Output: 3 <nil>
}

func ExampleStatementError() {
	db := exampleDB()
	defer db.Close()
	_, err := orm.Objects[Product](db).Filter(orm.Col[int]("no such column").Eq(1)).Count(context.Background())
	var stmt *orm.StatementError
	fmt.Println(errors.As(err, &stmt))
	fmt.Println(stmt.SQL)
	// Output:
	// true
	// SELECT COUNT(*) FROM `product` WHERE `no such column` = ?
}

func ExampleNaming() {
	type OrderItem struct { // of a program that uses GORM, without a tag that shows it
		ID      uint
		InStock int
	}
	for _, n := range []orm.Naming{orm.NamingORM, orm.NamingGORM, orm.NamingXorm} {
		text, _, err := orm.Objects[OrderItem](orm.New(nil, orm.DialectNamed("postgres"), n)).SQL()
		fmt.Println(text, err)
	}
	// Output:
	// SELECT "id", "in_stock" FROM "order_item" <nil>
	// SELECT "id", "in_stock" FROM "order_items" <nil>
	// SELECT "i_d", "in_stock" FROM "order_item" <nil>
}

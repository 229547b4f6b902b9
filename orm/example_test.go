package orm_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/rmwlint/rmwlint/orm"
)

// exampleDB is a database with three products in it.
func exampleDB() *orm.DB {
	db, err := orm.Open("sqlite", ":memory:")
	must(err)
	_, err = db.ExecContext(ctx, `CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT UNIQUE, price REAL, in_stock INTEGER, reserved INTEGER)`)
	must(err)
	_, err = db.ExecContext(ctx, `CREATE TABLE account (id INTEGER PRIMARY KEY, owner TEXT, balance INTEGER, version INTEGER, created_at DATETIME, updated_at DATETIME)`)
	must(err)
	must(orm.BulkCreate(ctx, db, []*Product{{Name: "atlas", Price: 10, InStock: 5}, {Name: "book", Price: 20, InStock: 1, Reserved: 3}, {Name: "compass", Price: 300, InStock: 7}}))
	return db
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func product(db *orm.DB, name string) *Product {
	products := orm.Objects[Product](db)
	p, err := products.Get(ctx, orm.F(&products.Fields().Name).Eq(name))
	must(err)
	return p
}

func ExampleUpdate() {
	db := exampleDB()
	defer db.Close()
	p := product(db, "atlas")
	other := product(db, "atlas") // another request has read the same row

	must(orm.Update(ctx, db, other, orm.Set(&other.InStock, orm.F(&other.InStock).Sub(2))))
	must(orm.Update(ctx, db, p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(1))))
	fmt.Println(p.InStock, "left") // none of the two sales is lost
	// Output: 2 left
}

func ExampleIf() {
	db := exampleDB()
	defer db.Close()
	p := product(db, "book")
	qty := 2
	err := orm.Update(ctx, db, p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(qty)), orm.If(orm.F(&p.InStock).Gte(qty)))
	fmt.Println("sold out:", errors.Is(err, orm.ErrConflict))
	fmt.Println("in stock:", product(db, "book").InStock)
	// Output:
	// sold out: true
	// in stock: 1
}

func ExampleF() {
	db := orm.New(nil, orm.DialectNamed("postgres"))
	products := orm.Objects[Product](db)
	x := products.Fields()
	text, args, err := products.
		Filter(orm.F(&x.InStock).Sub(orm.F(&x.Reserved)).Lt(5)).
		OrderBy(orm.F(&x.Price).Mul(orm.F(&x.InStock)).Desc()).SQL()
	fmt.Println(text)
	fmt.Println(args, err)
	// Output:
	// SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE ("in_stock" - "reserved") < $1 ORDER BY "price" * "in_stock" DESC
	// [5] <nil>
}

func ExampleQ() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	x := products.Fields()
	scarce := orm.F(&x.InStock).Lt(orm.F(&x.Reserved)) // kept, and used twice
	dear := orm.F(&x.Price).Gt(100)
	fmt.Println(scarce.Or(dear))
	n, err := products.Filter(scarce.Or(dear)).Count(ctx)
	fmt.Println(n, err)
	n, err = products.Exclude(scarce).Count(ctx)
	fmt.Println(n, err)
	// Output:
	// Product.InStock < Product.Reserved OR Product.Price > 100
	// 2 <nil>
	// 2 <nil>
}

func ExampleSave() {
	db := exampleDB()
	defer db.Close()
	var did orm.Did
	p := Product{Name: "globe", Price: 12.5, InStock: 3}
	must(orm.Save(ctx, db, &p, orm.Report(&did)))
	fmt.Println(did, p.ID)
	p.InStock = 0
	must(orm.Save(ctx, db, &p, orm.Report(&did)))
	fmt.Println(did, product(db, "globe").InStock)

	must(orm.Delete(ctx, db, &p))
	err := orm.Save(ctx, db, &p, orm.UpdateFields(&p.Price)) // does not bring the row back
	fmt.Println(errors.Is(err, orm.ErrNotFound))
	// Output:
	// inserted 4
	// updated 0
	// true
}

func ExampleSave_expression() {
	db := exampleDB()
	defer db.Close()
	p := product(db, "atlas")
	must(orm.Save(ctx, db, p, orm.Set(&p.InStock, orm.F(&p.InStock).Add(10))))
	must(orm.Save(ctx, db, p)) // the field holds the result: it is not applied again
	fmt.Println(p.InStock)
	// Output: 15
}

func ExampleSave_version() {
	db := exampleDB()
	defer db.Close()
	a := Account{Owner: "haddock", Balance: 10}
	must(orm.Save(ctx, db, &a))
	stale := a
	a.Balance = 20
	must(orm.Save(ctx, db, &a))
	stale.Balance = 5
	fmt.Println(errors.Is(orm.Save(ctx, db, &stale), orm.ErrConflict), "at version", a.Version)
	// Output: true at version 2
}

func ExampleQuerySet_Update() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	x := products.Fields()
	n, err := products.Filter(orm.F(&x.InStock).Lt(orm.F(&x.Reserved)).Or(orm.F(&x.Price).Gt(100))).
		Update(ctx, orm.Set(&x.Price, orm.F(&x.Price).Mul(1.5)))
	fmt.Println(n, err, product(db, "compass").Price)
	// Output: 2 <nil> 450
}

func ExampleQuerySet_Iter() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	for p, err := range products.OrderBy(orm.F(&products.Fields().Price).Desc()).Limit(2).Iter(ctx) {
		must(err)
		fmt.Println(p.Name)
	}
	// Output:
	// compass
	// book
}

func ExampleQuerySet_GetOrCreate() {
	db := exampleDB()
	defer db.Close()
	p := Product{Name: "atlas", Price: 99}
	created, err := orm.Objects[Product](db).GetOrCreate(ctx, &p, &p.Name)
	fmt.Println(created, err, p.Price)
	// Output: false <nil> 10
}

func ExampleQuerySet_UpdateOrCreate() {
	db := exampleDB()
	defer db.Close()
	p := Product{Name: "atlas", Price: 99}
	created, err := orm.Objects[Product](db).UpdateOrCreate(ctx, &p, &p.Name)
	fmt.Println(created, err, p.ID, product(db, "atlas").Price)
	// Output: false <nil> 1 99
}

func ExampleQuerySet_SelectForUpdate() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	x := products.Fields()
	_, err := products.SelectForUpdate().All(ctx)
	fmt.Println(errors.Is(err, orm.ErrNoTransaction))

	must(orm.Atomic(ctx, db, func(tx *orm.DB) error {
		p, err := orm.Objects[Product](tx).SelectForUpdate().Get(ctx, orm.F(&x.Name).Eq("atlas"))
		if err != nil {
			return err
		}
		p.Price = float64(len(p.Name)) // computed in Go, while nobody else can write the row
		return orm.Save(ctx, tx, p, orm.UpdateFields(&p.Price))
	}))
	fmt.Println(product(db, "atlas").Price)
	// Output:
	// true
	// 5
}

func ExampleAtomic() {
	db := exampleDB()
	defer db.Close()
	from, to := product(db, "compass"), product(db, "book")
	err := orm.Atomic(ctx, db, func(tx *orm.DB) error {
		if err := orm.OnCommit(tx, func() { fmt.Println("moved") }); err != nil {
			return err
		}
		if err := orm.Update(ctx, tx, from, orm.Set(&from.InStock, orm.F(&from.InStock).Sub(2)), orm.If(orm.F(&from.InStock).Gte(2))); err != nil {
			return err
		}
		return orm.Update(ctx, tx, to, orm.Set(&to.InStock, orm.F(&to.InStock).Add(2)))
	})
	fmt.Println(err, from.InStock, to.InStock)
	// Output:
	// moved
	// <nil> 5 3
}

func ExampleAtomic_savepoint() {
	db := exampleDB()
	defer db.Close()
	must(orm.Atomic(ctx, db, func(tx *orm.DB) error {
		must(orm.Save(ctx, tx, &Product{Name: "globe"}))
		err := orm.Atomic(ctx, tx, func(tx *orm.DB) error {
			return orm.Save(ctx, tx, &Product{Name: "atlas"}) // the name is taken
		})
		fmt.Println(err != nil)
		return nil // the globe stays
	}, orm.Isolation(sql.LevelSerializable), orm.Retries(3)))
	n, err := orm.Objects[Product](db).Count(ctx)
	fmt.Println(n, err)
	// Output:
	// true
	// 4 <nil>
}

func ExampleBulkCreate() {
	db := exampleDB()
	defer db.Close()
	rows := make([]*Product, 10_000)
	for i := range rows {
		rows[i] = &Product{Name: fmt.Sprint("p", i), Price: 1}
	}
	must(orm.BulkCreate(ctx, db, rows))
	fmt.Println(rows[0].ID, rows[9999].ID)

	x := orm.Objects[Product](db).Fields()
	again := []*Product{{Name: "p0", Price: 7}, {Name: "new", Price: 8}}
	must(orm.BulkCreate(ctx, db, again, orm.OnConflict(&x.Name).Update(&x.Price)))
	fmt.Println(product(db, "p0").Price, product(db, "new").Price)
	// Output:
	// 4 10003
	// 7 8
}

func ExampleBulkUpdate() {
	db := exampleDB()
	defer db.Close()
	rows, err := orm.Objects[Product](db).All(ctx)
	must(err)
	for i, p := range rows {
		p.Price = float64(i)
	}
	n, err := orm.BulkUpdate(ctx, db, rows, orm.UpdateFields(&rows[0].Price))
	fmt.Println(n, err, product(db, "compass").Price)
	// Output: 3 <nil> 2
}

func ExampleAggregate() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	x := products.Fields()
	worth, err := orm.Aggregate(ctx, products, orm.Sum(orm.F(&x.Price).Mul(orm.F(&x.InStock))))
	fmt.Println(worth, err)
	// Output: 2170 <nil>
}

func ExampleValues() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	x := products.Fields()
	type line struct {
		Name string
		Free int
	}
	free := orm.As("free", orm.Greatest(orm.F(&x.InStock).Sub(orm.F(&x.Reserved)), 0))
	lines, err := orm.Values[line](ctx, products.Annotate(free).Filter(orm.Col[int]("free").Lt(6)).OrderBy(orm.Col[int]("free")))
	fmt.Println(lines, err)
	// Output: [{book 0} {atlas 5}] <nil>
}

func ExampleCase() {
	db := exampleDB()
	defer db.Close()
	products := orm.Objects[Product](db)
	x := products.Fields()
	_, err := products.Update(ctx, orm.Set(&x.Price, orm.Case[float64](
		orm.When(orm.F(&x.InStock).Gt(6), orm.F(&x.Price).Mul(0.5)),
		orm.When(orm.F(&x.InStock).Lt(orm.F(&x.Reserved)), 25),
		orm.Else(orm.F(&x.Price)))))
	fmt.Println(err, product(db, "atlas").Price, product(db, "book").Price, product(db, "compass").Price)
	// Output: <nil> 10 25 150
}

func ExampleRaw() {
	db := exampleDB()
	defer db.Close()
	p := product(db, "atlas")
	must(orm.Update(ctx, db, p, orm.Set(&p.Price, orm.Raw[float64]("ROUND(? * ?, 1)", orm.F(&p.Price), 1.234))))
	fmt.Println(p.Price)
	// Output: 12.3
}

func ExampleRefreshFromDB() {
	db := exampleDB()
	defer db.Close()
	p := product(db, "atlas")
	_, err := db.ExecContext(ctx, "UPDATE product SET in_stock = 99, price = 1")
	must(err)
	must(orm.RefreshFromDB(ctx, db, p, orm.UpdateFields(&p.InStock)))
	fmt.Println(p.InStock, p.Price)
	// Output: 99 10
}

func ExampleNew() {
	// A connection and a transaction that the program already has.
	pool, err := sql.Open("sqlite", "file:/example-new?vfs=memdb")
	must(err)
	defer pool.Close()
	_, err = pool.Exec(`CREATE TABLE users (id INTEGER PRIMARY KEY, credit_points INTEGER)`)
	must(err)
	type User struct { // a model of another library: its tags are read, its names are kept
		ID           uint `gorm:"primaryKey"`
		CreditPoints int
	}
	u := User{CreditPoints: 5}
	must(orm.Save(ctx, orm.New(pool), &u))
	tx, err := pool.Begin()
	must(err)
	must(orm.Update(ctx, orm.New(tx, orm.DialectNamed("sqlite")), &u, orm.Set(&u.CreditPoints, orm.F(&u.CreditPoints).Add(1))))
	must(tx.Commit())
	fmt.Println(u.ID, u.CreditPoints)
	// Output: 1 6
}

// printer is a hook that prints.
type printer struct{}

func (printer) Before(ctx context.Context, _ *orm.Statement) context.Context { return ctx }
func (printer) After(_ context.Context, s *orm.Statement) {
	fmt.Println(s.SQL, s.Args, s.Rows, s.Err, s.Duration < time.Minute)
}

func ExampleWithHook() {
	db := exampleDB()
	defer db.Close()
	p := product(db, "atlas")
	traced := orm.New(db.SQL(), orm.WithHook(printer{}))
	must(orm.Save(ctx, traced, p, orm.UpdateFields(&p.Price)))
	// Output: UPDATE `product` SET `price` = ? WHERE `id` = ? 2 1 <nil> true
}

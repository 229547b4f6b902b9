package interop_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"

	"github.com/jmoiron/sqlx"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"xorm.io/xorm"
	"xorm.io/xorm/core"
	xormnames "xorm.io/xorm/names"

	"github.com/rmwlint/rmwlint/orm"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// openPool opens an in-memory database with a table product, in which there are five of the first product.
func openPool() *sql.DB {
	db, err := orm.Open("sqlite", ":memory:")
	must(err)
	_, err = db.ExecContext(ctx, "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT, in_stock INTEGER)")
	must(err)
	_, err = db.ExecContext(ctx, "INSERT INTO product VALUES (1, 'atlas', 5)")
	must(err)
	return db.SQL()
}

// Product is a model without the tags of any library.
type Product struct {
	ID      int64
	Name    string
	InStock int
}

// A *sql.DB: make the handle once, for it keeps prepared statements.
func Example_sqlDB() {
	pool := openPool()
	defer pool.Close()
	db := orm.New(pool)
	p := Product{ID: 1}
	must(orm.Update(ctx, db, &p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(2))))
	fmt.Println(p.InStock, "left")
	// Output: 3 left
}

// A *sql.Tx: make the handle where it is needed. The transaction's end is yours.
func Example_sqlTx() {
	pool := openPool()
	defer pool.Close()
	tx, err := pool.Begin()
	must(err)
	db := orm.New(tx, orm.DialectNamed("sqlite")) // a transaction does not tell its driver; it is asked if you do not say
	p, err := orm.Objects[Product](db).SelectForUpdate().Get(ctx)
	must(err)
	p.InStock--
	must(orm.Save(ctx, db, p))
	must(tx.Rollback())

	var left int
	must(pool.QueryRow("SELECT in_stock FROM product").Scan(&left))
	fmt.Println(p.InStock, "in memory,", left, "in the database")
	// Output: 4 in memory, 5 in the database
}

// A *sql.Conn: Atomic begins its transactions on this connection. A transaction begun by SQL text has to be told.
func Example_sqlConn() {
	pool := openPool()
	defer pool.Close()
	conn, err := pool.Conn(ctx)
	must(err)
	defer conn.Close()
	sell := func(tx *orm.DB) error {
		p := Product{ID: 1}
		return orm.Update(ctx, tx, &p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(1)))
	}
	must(orm.Atomic(ctx, orm.New(conn), sell))

	_, err = conn.ExecContext(ctx, "BEGIN")
	must(err)
	must(orm.Atomic(ctx, orm.New(conn, orm.InTransaction()), sell)) // a savepoint
	_, err = conn.ExecContext(ctx, "COMMIT")
	must(err)

	var left int
	must(pool.QueryRow("SELECT in_stock FROM product").Scan(&left))
	fmt.Println(left, "left")
	// Output: 3 left
}

// Article is a model of GORM, whose names are kept: table articles, column in_stock.
type Article struct {
	gorm.Model
	Title   string `gorm:"uniqueIndex"`
	InStock int
}

func openArticles() *gorm.DB {
	g, err := gorm.Open(sqlite.Dialector{Conn: openPool()}, &gorm.Config{})
	must(err)
	must(g.AutoMigrate(&Article{}))
	must(g.Create(&Article{Title: "atlas", InStock: 5}).Error)
	return g
}

// GORM's handle, for a program that has it: bulk updates, of which GORM has none.
func Example_gormDB() {
	g := openArticles()
	db := orm.New(g.Statement.ConnPool, orm.DialectNamed(g.Name()))
	var articles []*Article
	must(g.Find(&articles).Error)
	articles[0].InStock = 0 // a zero is written, too
	n, err := orm.BulkUpdate(ctx, db, articles, orm.UpdateFields(&articles[0].InStock))
	fmt.Println(n, err)

	var again Article
	must(g.First(&again, "title = ?", "atlas").Error)
	fmt.Println(again.InStock, "left")
	// Output:
	// 1 <nil>
	// 0 left
}

// GORM's transaction: what orm writes is rolled back and committed with the rest.
func Example_gormTx() {
	g := openArticles()
	sell := func(qty int) error {
		return g.Transaction(func(tx *gorm.DB) error {
			var a Article
			if err := tx.First(&a).Error; err != nil {
				return err
			}
			db := orm.New(tx.Statement.ConnPool, orm.DialectNamed(tx.Name()))
			return orm.Update(ctx, db, &a, orm.Set(&a.InStock, orm.F(&a.InStock).Sub(qty)), orm.If(orm.F(&a.InStock).Gte(qty)))
		})
	}
	fmt.Println(sell(3))
	fmt.Println("sold out:", errors.Is(sell(3), orm.ErrConflict))
	// Output:
	// <nil>
	// sold out: true
}

// Novel is a model of bun.
type Novel struct {
	bun.BaseModel `bun:"table:novels,alias:n"`
	ID            int64 `bun:",pk,autoincrement"`
	Title         string
	Reads         int
}

func openNovels() *bun.DB {
	b := bun.NewDB(openPool(), sqlitedialect.New())
	_, err := b.NewCreateTable().Model((*Novel)(nil)).Exec(ctx)
	must(err)
	_, err = b.NewInsert().Model(&Novel{Title: "Tintin in Tibet"}).Exec(ctx)
	must(err)
	return b
}

// bun's handle, as it is.
func Example_bunDB() {
	b := openNovels()
	defer b.Close()
	s := Novel{ID: 1}
	must(orm.Update(ctx, orm.New(b), &s, orm.Set(&s.Reads, orm.F(&s.Reads).Add(1))))
	fmt.Println(s.Reads)
	// Output: 1
}

// bun's transaction, as it is.
func Example_bunTx() {
	b := openNovels()
	defer b.Close()
	must(b.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		s, err := orm.Objects[Novel](orm.New(tx)).SelectForUpdate().First(ctx)
		if err != nil {
			return err
		}
		s.Title += " (read)"
		_, err = tx.NewUpdate().Model(s).Column("title").WherePK().Exec(ctx)
		return err
	}))
	var title string
	must(b.NewSelect().Model((*Novel)(nil)).Column("title").Scan(ctx, &title))
	fmt.Println(title)
	// Output: Tintin in Tibet (read)
}

// Account is a model of sqlx, which writes names without a tag in small letters.
type Account struct {
	ID      int64  `db:"id"`
	Owner   string `db:"owner_name"`
	Balance int64
}

func openAccounts() *sqlx.DB {
	x := sqlx.NewDb(openPool(), "sqlite")
	x.MustExec("CREATE TABLE account (id INTEGER PRIMARY KEY, owner_name TEXT, balance INTEGER)")
	x.MustExec("INSERT INTO account VALUES (1, 'haddock', 10), (2, 'castafiore', 0)")
	return x
}

// sqlx's handle, as it is.
func Example_sqlxDB() {
	x := openAccounts()
	defer x.Close()
	must(orm.BulkCreate(ctx, orm.New(x), []*Account{{Owner: "tintin"}, {Owner: "milou", Balance: 3}}))
	var list []Account
	must(x.Select(&list, "SELECT * FROM account WHERE id > 2"))
	fmt.Println(list)
	// Output: [{3 tintin 0} {4 milou 3}]
}

// sqlx's transaction, as it is.
func Example_sqlxTx() {
	x := openAccounts()
	defer x.Close()
	from, to := Account{ID: 1}, Account{ID: 2}
	tx := x.MustBegin()
	db := orm.New(tx)
	must(orm.Update(ctx, db, &from, orm.Set(&from.Balance, orm.F(&from.Balance).Sub(4)), orm.If(orm.F(&from.Balance).Gte(4))))
	must(orm.Update(ctx, db, &to, orm.Set(&to.Balance, orm.F(&to.Balance).Add(4))))
	must(tx.Commit())
	var balances []int64
	must(x.Select(&balances, "SELECT balance FROM account ORDER BY id"))
	fmt.Println(balances)
	// Output: [6 4]
}

// Coupon is a model of xorm: its version column is compared by both.
type Coupon struct {
	Id   int64
	Uses int
	Rev  int `xorm:"version"`
}

func openCoupons() *xorm.Engine {
	x, err := xorm.NewEngineWithDB("sqlite3", ":memory:", core.FromDB(openPool()))
	must(err)
	x.SetMapper(xormnames.GonicMapper{})
	must(x.Sync(new(Coupon)))
	_, err = x.Insert(&Coupon{Uses: 1})
	must(err)
	return x
}

// xorm's pool, and its way to write names.
func Example_xormDB() {
	x := openCoupons()
	defer x.Close()
	db := orm.New(x.DB().DB, orm.NamingXormGonic)
	c, err := orm.Objects[Coupon](db).Get(ctx)
	must(err)
	stale := *c
	_, err = x.ID(c.Id).Incr("uses").Update(c) // someone else, by xorm
	must(err)
	stale.Uses = 7
	fmt.Println(errors.Is(orm.Save(ctx, db, &stale), orm.ErrConflict))
	// Output: true
}

// xorm's transaction: the *sql.Tx of the session.
func Example_xormTx() {
	x := openCoupons()
	defer x.Close()
	session := x.NewSession()
	defer session.Close()
	must(session.Begin())
	var c Coupon
	_, err := session.Get(&c)
	must(err)
	must(orm.Update(ctx, orm.New(session.Tx().Tx, orm.NamingXormGonic), &c, orm.Set(&c.Uses, orm.F(&c.Uses).Add(1))))
	must(session.Commit())

	var after Coupon
	_, err = x.Get(&after)
	must(err)
	fmt.Println(after.Uses, "uses, version", after.Rev)
	// Output: 2 uses, version 2
}

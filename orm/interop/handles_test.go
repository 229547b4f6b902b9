package interop_test

import (
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
	"github.com/stretchr/testify/require"
	"github.com/uptrace/bun"
	"gorm.io/gorm"

	"github.com/rmwlint/rmwlint/orm"
)

// library is another library's way to a database.
type library struct {
	conn    orm.Conn // its handle outside of a transaction
	dialect string   // what it calls the database
	balance reader   // reads a wallet's balance with its own means
	begin   func(t *testing.T) transaction
}

// transaction is one that the library has begun, and ends.
type transaction struct {
	conn     orm.Conn
	options  []orm.Option
	balance  reader
	rollback func() error
}

type reader func(id int64) (int64, error)

// handle is a way to a database that orm takes.
type handle struct {
	name    string
	servers []string
	open    func(t *testing.T, s server) *library
}

func handles() []handle {
	return []handle{
		{"sql.DB", allServers, withTx},
		{"sql.Conn", allServers, withConn},
		{"gorm", allServers, func(t *testing.T, s server) *library { return withGORM(t, s, gorm.Config{}) }},
		{"gorm prepared", allServers, func(t *testing.T, s server) *library { return withGORM(t, s, gorm.Config{PrepareStmt: true}) }},
		{"bun", allServers, withBun},
		{"bun nested", allServers, withBunNested},
		{"sqlx", allServers, withSQLX},
		{"xorm", allServers, withXorm},
		{"pgx stdlib", []string{"postgres"}, withPgx},
		{"pgx pool", []string{"postgres"}, withPgxPool},
		{"pgx transaction", []string{"postgres"}, withPgxTx},
	}
}

// row reads one number from a *sql.DB, *sql.Tx or *sql.Conn.
func row(s server, c interface {
	QueryRow(query string, args ...any) *sql.Row
}) reader {
	return func(id int64) (n int64, err error) { return n, c.QueryRow(s.query(), id).Scan(&n) }
}

// query reads a wallet's balance by its key.
func (s server) query() string {
	if s.name == "postgres" {
		return "SELECT balance FROM wallet WHERE id = $1"
	}
	return "SELECT balance FROM wallet WHERE id = ?"
}

func withTx(t *testing.T, s server) *library {
	return &library{s.pool, s.name, row(s, s.pool), func(t *testing.T) transaction {
		tx, err := s.pool.Begin()
		require.NoError(t, err)
		return transaction{tx, nil, row(s, tx), tx.Rollback}
	}}
}

// withConn has a transaction that only its owner knows of.
func withConn(t *testing.T, s server) *library {
	conn, err := s.pool.Conn(ctx)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	read := func(id int64) (n int64, err error) { return n, conn.QueryRowContext(ctx, s.query(), id).Scan(&n) }
	exec := func(query string) error { _, err := conn.ExecContext(ctx, query); return err }
	return &library{conn, s.name, read, func(t *testing.T) transaction {
		require.NoError(t, exec("BEGIN"))
		return transaction{conn, []orm.Option{orm.InTransaction()}, read, func() error { return exec("ROLLBACK") }}
	}}
}

func withGORM(t *testing.T, s server, cfg gorm.Config) *library {
	g := openGORM(t, s, &cfg)
	read := func(g *gorm.DB) reader {
		return func(id int64) (n int64, err error) {
			return n, g.Raw("SELECT balance FROM wallet WHERE id = ?", id).Scan(&n).Error
		}
	}
	return &library{g.Statement.ConnPool, g.Name(), read(g), func(t *testing.T) transaction {
		tx := g.Begin()
		require.NoError(t, tx.Error)
		return transaction{tx.Statement.ConnPool, nil, read(tx), func() error { return tx.Rollback().Error }}
	}}
}

func readBun(b bun.IDB) reader {
	return func(id int64) (n int64, err error) {
		return n, b.NewRaw("SELECT balance FROM wallet WHERE id = ?", id).Scan(ctx, &n)
	}
}

func withBun(t *testing.T, s server) *library {
	b := openBun(s)
	return &library{b, b.Dialect().Name().String(), readBun(b), func(t *testing.T) transaction {
		tx, err := b.BeginTx(ctx, nil)
		require.NoError(t, err)
		return transaction{tx, nil, readBun(tx), tx.Rollback}
	}}
}

// withBunNested writes in a transaction of bun within a transaction of bun: a savepoint.
func withBunNested(t *testing.T, s server) *library {
	b := openBun(s)
	return &library{b, b.Dialect().Name().String(), readBun(b), func(t *testing.T) transaction {
		outer, err := b.BeginTx(ctx, nil)
		require.NoError(t, err)
		tx, err := outer.BeginTx(ctx, nil)
		require.NoError(t, err)
		return transaction{tx, nil, readBun(tx), func() error {
			if err := tx.Commit(); err != nil {
				return err
			}
			return outer.Rollback()
		}}
	}}
}

func withSQLX(t *testing.T, s server) *library {
	x := sqlx.NewDb(s.pool, s.driver)
	read := func(x interface {
		sqlx.Queryer
		Rebind(query string) string
	}) reader {
		return func(id int64) (n int64, err error) {
			return n, sqlx.Get(x, &n, x.Rebind("SELECT balance FROM wallet WHERE id = ?"), id)
		}
	}
	return &library{x, x.DriverName(), read(x), func(t *testing.T) transaction {
		tx, err := x.Beginx()
		require.NoError(t, err)
		return transaction{tx, nil, read(tx), tx.Rollback}
	}}
}

func withXorm(t *testing.T, s server) *library {
	x := openXorm(t, s)
	read := func(id int64) (n int64, err error) { _, err = x.SQL(s.query(), id).Get(&n); return n, err }
	return &library{x.DB().DB, x.DriverName(), read, func(t *testing.T) transaction {
		session := x.NewSession()
		require.NoError(t, session.Begin())
		t.Cleanup(func() { session.Close() })
		read := func(id int64) (n int64, err error) { _, err = session.SQL(s.query(), id).Get(&n); return n, err }
		return transaction{session.Tx().Tx, nil, read, session.Rollback}
	}}
}

// native reads by pgx itself, on the connection that database/sql has from it.
func native(s server, conn *sql.Conn) reader {
	return func(id int64) (n int64, err error) {
		return n, onPgx(conn, func(c *pgx.Conn) error { return c.QueryRow(ctx, s.query(), id).Scan(&n) })
	}
}

func onPgx(conn *sql.Conn, do func(*pgx.Conn) error) error {
	return conn.Raw(func(driverConn any) error { return do(driverConn.(*stdlib.Conn).Conn()) })
}

func withPgx(t *testing.T, s server) *library {
	pool, err := sql.Open("pgx", s.dsn)
	require.NoError(t, err)
	t.Cleanup(func() { pool.Close() })
	return pgxLibrary(t, s, pool, row(s, pool))
}

func withPgxPool(t *testing.T, s server) *library {
	pool := openPgxPool(t, s)
	return pgxLibrary(t, s, stdlib.OpenDBFromPool(pool), func(id int64) (n int64, err error) {
		return n, pool.QueryRow(ctx, s.query(), id).Scan(&n)
	})
}

// pgxLibrary writes in a transaction of database/sql, and reads by pgx in the same.
func pgxLibrary(t *testing.T, s server, pool *sql.DB, read reader) *library {
	return &library{pool, "pgx", read, func(t *testing.T) transaction {
		conn, err := pool.Conn(ctx)
		require.NoError(t, err)
		t.Cleanup(func() { conn.Close() })
		tx, err := conn.BeginTx(ctx, nil)
		require.NoError(t, err)
		return transaction{tx, nil, native(s, conn), tx.Rollback}
	}}
}

// withPgxTx begins and ends the transaction by pgx itself, on a connection of the pool.
func withPgxTx(t *testing.T, s server) *library {
	pool := openPgxPool(t, s)
	db := stdlib.OpenDBFromPool(pool)
	read := func(id int64) (n int64, err error) { return n, pool.QueryRow(ctx, s.query(), id).Scan(&n) }
	return &library{db, "pgx", read, func(t *testing.T) transaction {
		conn, err := db.Conn(ctx)
		require.NoError(t, err)
		t.Cleanup(func() { conn.Close() })
		var tx pgx.Tx
		require.NoError(t, onPgx(conn, func(c *pgx.Conn) (err error) { tx, err = c.Begin(ctx); return err }))
		read := func(id int64) (n int64, err error) { return n, tx.QueryRow(ctx, s.query(), id).Scan(&n) }
		return transaction{conn, []orm.Option{orm.InTransaction()}, read, func() error { return tx.Rollback(ctx) }}
	}}
}

func openPgxPool(t *testing.T, s server) *pgxpool.Pool {
	pool, err := pgxpool.New(ctx, s.dsn)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}

// Wallet has no tag of any library.
type Wallet struct {
	ID      int64
	Owner   string
	Balance int64
}

func createWallets(t *testing.T, s server) {
	_, err := s.pool.Exec("CREATE TABLE wallet (id " + s.key() + ", owner VARCHAR(40), balance BIGINT)")
	require.NoError(t, err)
}

// onEachHandle runs the test with each library on each database that it knows, once with the dialect told and once with the
// dialect left to be found out.
func onEachHandle(t *testing.T, test func(t *testing.T, s server, lib *library, told []orm.Option)) {
	for _, h := range handles() {
		for _, told := range []string{"told", "asked"} {
			t.Run(h.name+"/"+told, func(t *testing.T) {
				onServers(t, h.servers, func(t *testing.T, s server) {
					createWallets(t, s)
					lib := h.open(t, s)
					var options []orm.Option
					if told == "told" {
						options = append(options, orm.DialectNamed(lib.dialect))
					}
					test(t, s, lib, options)
				})
			})
		}
	}
}

// What orm writes in the library's transaction is what the library reads there, nobody else sees it, and the library takes
// it back.
func TestTransactions(t *testing.T) {
	onEachHandle(t, func(t *testing.T, s server, lib *library, told []orm.Option) {
		w := Wallet{Owner: "haddock", Balance: 10}
		require.NoError(t, orm.Save(ctx, orm.New(s.pool), &w))
		tx := lib.begin(t)
		t.Cleanup(func() { _ = tx.rollback() }) // of a test that fails: what drops the table would wait for it
		db := orm.New(tx.conn, append(told, tx.options...)...)
		require.NoError(t, orm.Update(ctx, db, &w, orm.Set(&w.Balance, orm.F(&w.Balance).Sub(3))))
		require.EqualValues(t, 7, w.Balance)
		requireBalance(t, 7, tx.balance, w.ID)
		requireBalance(t, 10, row(s, s.pool), w.ID)

		require.ErrorIs(t, orm.Atomic(ctx, db, func(tx *orm.DB) error { // a savepoint
			if _, err := orm.Objects[Wallet](tx).SelectForUpdate().Get(ctx); err != nil {
				return err
			}
			if err := orm.BulkCreate(ctx, tx, []*Wallet{{Owner: "a"}, {Owner: "b"}}); err != nil {
				return err
			}
			if err := orm.Update(ctx, tx, &w, orm.Set(&w.Balance, 1000)); err != nil {
				return err
			}
			return errBoom
		}), errBoom)
		requireBalance(t, 7, tx.balance, w.ID)

		fresh := Wallet{Owner: "castafiore", Balance: 1}
		require.NoError(t, orm.Save(ctx, db, &fresh))
		requireBalance(t, 1, tx.balance, fresh.ID)
		require.NoError(t, tx.rollback())
		requireBalance(t, 10, row(s, s.pool), w.ID)
		n, err := orm.Objects[Wallet](orm.New(s.pool)).Count(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 1, n, "nothing is left")
	})
}

// On a handle outside of a transaction, a statement is committed by itself, Atomic begins a transaction, and a lock is an
// error.
func TestPools(t *testing.T) {
	onEachHandle(t, func(t *testing.T, s server, lib *library, told []orm.Option) {
		db := orm.New(lib.conn, told...)
		w := Wallet{Owner: "haddock", Balance: 10}
		require.NoError(t, orm.Save(ctx, db, &w))
		requireBalance(t, 10, row(s, s.pool), w.ID)
		_, err := orm.Objects[Wallet](db).SelectForUpdate().Get(ctx)
		require.ErrorIs(t, err, orm.ErrNoTransaction)

		spend := func(tx *orm.DB) error {
			if _, err := orm.Objects[Wallet](tx).SelectForUpdate().Get(ctx); err != nil {
				return err
			}
			return orm.Update(ctx, tx, &w, orm.Set(&w.Balance, orm.F(&w.Balance).Sub(4)))
		}
		require.ErrorIs(t, orm.Atomic(ctx, db, func(tx *orm.DB) error {
			if err := spend(tx); err != nil {
				return err
			}
			return errBoom
		}), errBoom)
		requireBalance(t, 10, lib.balance, w.ID)
		require.NoError(t, orm.Atomic(ctx, db, spend))
		requireBalance(t, 6, lib.balance, w.ID)
		rows := []*Wallet{{Owner: "a", Balance: 1}, {Owner: "b", Balance: 2}}
		require.NoError(t, orm.BulkCreate(ctx, db, rows))
		requireBalance(t, 2, lib.balance, rows[1].ID)
	})
}

func requireBalance(t *testing.T, want int64, read reader, id int64) {
	t.Helper()
	got, err := read(id)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

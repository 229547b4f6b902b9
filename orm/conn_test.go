package orm_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

func TestDialects(t *testing.T) {
	for name, ok := range map[string]bool{"sqlite": true, "sqlite3": true, "postgres": true, "PostgreSQL": true, "pgx": true, "pg": true, "mysql": true,
		"mariadb": true, "oracle": false, "": false} {
		_, _, err := orm.Objects[Product](orm.New(nil, orm.DialectNamed(name))).SQL()
		if ok {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, orm.ErrDialect, name)
	}
}

// wrapped hides the driver, as a tracing wrapper does.
type wrapped struct{ orm.Conn }

func TestTheDialectIsAskedForOnce(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		require.NoError(t, orm.Save(ctx, db.DB, &Product{Name: "a"}))
		for _, conn := range []orm.Conn{wrapped{db.SQL()}, db.DB} {
			got, err := orm.Objects[Product](orm.New(conn)).Get(ctx)
			require.NoError(t, err)
			require.Equal(t, "a", got.Name)
		}
		conn, err := db.SQL().Conn(ctx)
		require.NoError(t, err)
		defer conn.Close()
		h := orm.New(conn)
		require.NoError(t, orm.Atomic(ctx, h, func(tx *orm.DB) error {
			_, err := orm.Objects[Product](tx).SelectForUpdate().Get(ctx)
			return err
		}))
		std, err := db.SQL().Begin()
		require.NoError(t, err)
		defer std.Rollback()
		p := Product{Name: "b"}
		require.NoError(t, orm.Save(ctx, orm.New(std), &p))
		require.NoError(t, orm.Save(ctx, orm.New(std), &p), "the probe has not spoiled the transaction")
		require.ErrorContains(t, orm.Atomic(ctx, orm.New(wrapped{db.SQL()}), func(*orm.DB) error { return nil }), "cannot begin")
	})
}

// tracer notes what it is told.
type tracer struct {
	mu   sync.Mutex
	seen []orm.Statement
}

type traceKey struct{}

func (h *tracer) Before(ctx context.Context, s *orm.Statement) context.Context {
	return context.WithValue(ctx, traceKey{}, s.SQL)
}

func (h *tracer) After(ctx context.Context, s *orm.Statement) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if ctx.Value(traceKey{}) != s.SQL {
		panic("After has another context than Before gave")
	}
	h.seen = append(h.seen, *s)
}

func TestHooks(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		h := &tracer{}
		traced := orm.New(db.SQL(), orm.WithHook(h))
		p := Product{Name: "a"}
		require.NoError(t, orm.Save(ctx, traced, &p))
		require.NoError(t, orm.Atomic(ctx, traced, func(tx *orm.DB) error {
			p.Name = "b"
			return orm.Save(ctx, tx, &p)
		}))
		_, err := orm.Objects[Product](traced).Filter(orm.Col[int]("nope").Eq(1)).All(ctx)
		require.Error(t, err)
		var stmt *orm.StatementError
		require.ErrorAs(t, err, &stmt)
		require.Contains(t, stmt.SQL, "nope")
		require.Len(t, h.seen, 3)
		require.Contains(t, h.seen[0].SQL, "INSERT")
		require.Equal(t, 4, h.seen[0].Args)
		require.EqualValues(t, 1, h.seen[1].Rows)
		require.Positive(t, h.seen[1].Duration)
		require.Error(t, h.seen[2].Err)
	})
}

// Statements are prepared, kept, and not left behind: neither by Close nor by an inline handle that is dropped.
func TestPreparedStatementsAreNotLeftBehind(t *testing.T) {
	db := servers()[0].open(t)
	defer db.Close()
	d := database{db, servers()[0]}
	d.create(t, productDDL)
	p := Product{Name: "a"}
	require.NoError(t, orm.Save(ctx, db, &p))
	for range 200 {
		h := orm.New(db.SQL(), orm.StatementCache(4))
		for i := range 12 { // more texts than the cache holds
			x := orm.Objects[Product](h).Fields()
			for range 3 {
				_, err := orm.Objects[Product](h).Filter(orm.F(&x.InStock).In(make([]int, i+1)...)).All(ctx)
				require.NoError(t, err)
			}
		}
	}
	for range 5 {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	require.Less(t, m.HeapObjects, uint64(400_000))
	require.Zero(t, db.SQL().Stats().InUse, "no connection is left busy")
}

func TestTheStatementCacheUnderConcurrentUse(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		small := orm.New(db.SQL(), orm.StatementCache(3))
		require.NoError(t, insertProducts(small, &Product{Name: "a"}, &Product{Name: "b"}))
		products := orm.Objects[Product](small)
		x := products.Fields()
		race(t, 8, func(w int) error {
			for i := range 60 {
				list := make([]int64, 1+(w+i)%9)
				list[0] = 1
				got, err := products.Filter(orm.F(&x.ID).In(list...)).All(ctx)
				if err != nil {
					return err
				}
				if len(got) != 1 {
					return fmt.Errorf("%d rows", len(got))
				}
			}
			return nil
		})
		require.NoError(t, small.Close())
		_, err := products.All(ctx)
		require.NoError(t, err, "a closed cache only prepares anew; the pool is not ours")
		require.Zero(t, db.SQL().Stats().InUse)
	})
}

func TestInMemoryDatabaseIsSharedByThePool(t *testing.T) {
	db, err := orm.Open("sqlite", ":memory:")
	require.NoError(t, err)
	defer db.Close()
	other, err := orm.Open("sqlite", ":memory:")
	require.NoError(t, err)
	defer other.Close()
	d := database{db, servers()[0]}
	d.create(t, productDDL)
	race(t, 4, func(int) error { return orm.Save(ctx, db, &Product{Name: "a"}) })
	require.EqualValues(t, 4, d.one(t, "SELECT COUNT(*) FROM product"))
	_, err = other.ExecContext(ctx, "SELECT * FROM product")
	require.ErrorContains(t, err, "no such table")
	_, err = orm.Open("no such driver", "")
	require.ErrorContains(t, err, "orm/sqlite")
}

// A cancelled context ends the statement with its error, and leaves the connection usable.
func TestCancelledContexts(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		p := Product{Name: "a"}
		require.ErrorIs(t, orm.Save(gone, db.DB, &p), context.Canceled)
		_, err := orm.Objects[Product](db.DB).All(gone)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, orm.BulkCreate(gone, db.DB, []*Product{&p}), context.Canceled)
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		require.Zero(t, db.SQL().Stats().InUse)
	})
}

func TestInTransaction(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		conn, err := db.SQL().Conn(ctx)
		require.NoError(t, err)
		defer conn.Close()
		_, err = conn.ExecContext(ctx, "BEGIN")
		require.NoError(t, err)
		tx := orm.New(conn, orm.InTransaction())
		require.NoError(t, orm.Save(ctx, tx, &Product{Name: "a"}))
		_, err = orm.Objects[Product](tx).SelectForUpdate().All(ctx)
		require.NoError(t, err)
		require.ErrorIs(t, orm.Atomic(ctx, tx, func(tx *orm.DB) error {
			require.NoError(t, orm.Save(ctx, tx, &Product{Name: "b"}))
			return errBoom
		}), errBoom)
		_, err = conn.ExecContext(ctx, "COMMIT")
		require.NoError(t, err)
		require.EqualValues(t, 1, db.one(t, "SELECT COUNT(*) FROM product"))
	})
}

func TestOpenFillsInParameters(t *testing.T) {
	dsn := os.Getenv("RMWLINT_MYSQL_DSN")
	if dsn == "" {
		dsn = "root@tcp(127.0.0.1:1)/none" // not connected to
	}
	for driver, name := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "o.db"), "mysql": dsn} {
		db, err := orm.Open(driver, name)
		require.NoError(t, err)
		defer db.Close()
		if driver == "mysql" && os.Getenv("RMWLINT_MYSQL_DSN") == "" {
			continue
		}
		d := database{db, servers()[0]}
		table := map[string]string{"sqlite": "opened", "mysql": schema + ".opened"}[driver]
		d.exec(t, "CREATE TABLE IF NOT EXISTS "+table+" (id INTEGER PRIMARY KEY, name VARCHAR(20), at TIMESTAMP)")
		d.exec(t, "INSERT INTO "+table+" (id, name) VALUES (99, 'a')")
		res, err := db.ExecContext(ctx, "UPDATE "+table+" SET name = 'a' WHERE id = 99")
		require.NoError(t, err)
		n, err := res.RowsAffected()
		require.NoError(t, err)
		require.EqualValues(t, 1, n, "rows that match are counted, not rows that change")
		d.exec(t, "DROP TABLE "+table)
	}
	lite, err := orm.Open("sqlite", filepath.Join(t.TempDir(), "p.db")+"?_pragma=busy_timeout(77)&_pragma=journal_mode(DELETE)")
	require.NoError(t, err)
	defer lite.Close()
	d := database{lite, servers()[0]}
	require.EqualValues(t, 77, d.one(t, "PRAGMA busy_timeout"), "what the name says stays")
	require.EqualValues(t, 1, d.one(t, "PRAGMA foreign_keys"))
}

func TestNoGoroutineIsLeftBehind(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		require.NoError(t, insertProducts(db.DB, &Product{Name: "a"}, &Product{Name: "b"}))
		before := runtime.NumGoroutine()
		products := orm.Objects[Product](db.DB)
		for range 50 {
			for range products.Iter(ctx) {
				break
			}
			_, _ = products.Get(ctx) // two match
			_ = orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
				_, _ = orm.Objects[Product](tx).First(ctx)
				return errBoom
			})
			func() {
				defer func() { _ = recover() }()
				_ = orm.Atomic(ctx, db.DB, func(*orm.DB) error { panic("x") })
			}()
		}
		require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+2 }, 5*time.Second, 10*time.Millisecond)
		require.Zero(t, db.SQL().Stats().InUse)
		require.LessOrEqual(t, db.SQL().Stats().OpenConnections, 2)
	})
}

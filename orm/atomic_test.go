package orm_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

var errBoom = errors.New("boom")

func TestAtomicCommitsAndRollsBack(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		done := []string{}
		note := func(tx *orm.DB, s string) {
			require.NoError(t, orm.OnCommit(tx, func() { done = append(done, s) }))
		}
		err := orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
			note(tx, "outer")
			require.NoError(t, orm.Save(ctx, tx, &Product{Name: "kept"}))
			err := orm.Atomic(ctx, tx, func(tx *orm.DB) error {
				note(tx, "inner, rolled back")
				require.NoError(t, orm.Save(ctx, tx, &Product{Name: "dropped"}))
				return errBoom
			})
			require.ErrorIs(t, err, errBoom)
			err = orm.Atomic(ctx, tx, func(tx *orm.DB) error {
				// A failing statement inside a savepoint leaves the transaction usable.
				return orm.Save(ctx, tx, &Product{ID: 1, Name: "twice"}, orm.ForceInsert)
			})
			require.Error(t, err)
			require.NoError(t, orm.Atomic(ctx, tx, func(tx *orm.DB) error {
				note(tx, "inner")
				return orm.Save(ctx, tx, &Product{Name: "kept too"})
			}))
			require.Empty(t, done, "not before the commit")
			require.ErrorIs(t, orm.Atomic(ctx, tx, func(*orm.DB) error { return nil }, orm.Durable()), orm.ErrDurable)
			return nil
		}, orm.Durable())
		require.NoError(t, err)
		require.Equal(t, []string{"outer", "inner"}, done)
		require.EqualValues(t, 2, db.one(t, "SELECT COUNT(*) FROM product"))

		done = nil
		err = orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
			note(tx, "never")
			require.NoError(t, orm.Save(ctx, tx, &Product{Name: "dropped"}))
			return errBoom
		})
		require.ErrorIs(t, err, errBoom)
		require.Empty(t, done)
		require.PanicsWithValue(t, "oh", func() {
			_ = orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
				return orm.Atomic(ctx, tx, func(tx *orm.DB) error {
					require.NoError(t, orm.Save(ctx, tx, &Product{Name: "dropped"}))
					panic("oh")
				})
			})
		})
		require.EqualValues(t, 2, db.one(t, "SELECT COUNT(*) FROM product"))
		note(db.DB, "at once")
		require.Equal(t, []string{"at once"}, done)
	})
}

func TestAtomicInATransactionOfTheCaller(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		std, err := db.SQL().Begin()
		require.NoError(t, err)
		tx := orm.New(std) // asks the server for its dialect
		require.ErrorIs(t, orm.Atomic(ctx, tx, func(tx *orm.DB) error {
			require.NoError(t, orm.Save(ctx, tx, &Product{Name: "dropped"}))
			return errBoom
		}), errBoom)
		require.NoError(t, orm.Atomic(ctx, tx, func(tx *orm.DB) error { return orm.Save(ctx, tx, &Product{Name: "kept"}) }))
		require.ErrorIs(t, orm.OnCommit(tx, func() {}), orm.ErrNoTransaction)
		rows, err := orm.Objects[Product](tx).SelectForUpdate().All(ctx)
		require.NoError(t, err)
		require.Equal(t, "kept", names(rows))
		require.NoError(t, std.Commit())
		require.EqualValues(t, 1, db.one(t, "SELECT COUNT(*) FROM product"))
	})
}

func TestAtomicRetriesWhatTheDatabaseEnds(t *testing.T) {
	onEach(t, accountDDL, func(t *testing.T, db database) {
		a, b := &Account{Owner: "a"}, &Account{Owner: "b"}
		require.NoError(t, orm.Save(ctx, db.DB, a))
		require.NoError(t, orm.Save(ctx, db.DB, b))
		// Each worker locks the rows in its own order: a deadlock, which one of them has to run again.
		tries := make([]int, 2)
		meet := make(chan struct{}, 2)
		race(t, 2, func(w int) error {
			first, second := *a, *b
			if w == 1 {
				first, second = second, first
			}
			return orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
				tries[w]++
				accounts := orm.Objects[Account](tx)
				x := accounts.Fields()
				if _, err := accounts.Filter(orm.F(&x.ID).Eq(first.ID)).Update(ctx, orm.Set(&x.Balance, orm.F(&x.Balance).Add(1))); err != nil {
					return err
				}
				if tries[w] == 1 && db.name != "sqlite" { // SQLite has one writer: the other waits before its first row
					meet <- struct{}{}
					for len(meet) < 2 {
						time.Sleep(time.Millisecond)
					}
				}
				_, err := accounts.Filter(orm.F(&x.ID).Eq(second.ID)).Update(ctx, orm.Set(&x.Balance, orm.F(&x.Balance).Add(1)))
				return err
			})
		})
		require.EqualValues(t, 4, db.one(t, "SELECT SUM(balance) FROM account"))
		if db.name != "sqlite" {
			require.GreaterOrEqual(t, tries[0]+tries[1], 3, "at least one of the two ran again")
		}
	})
}

func TestSerializableWithRetries(t *testing.T) {
	onEach(t, accountDDL, func(t *testing.T, db database) {
		a := &Account{Owner: "a"}
		require.NoError(t, orm.Save(ctx, db.DB, a))
		race(t, 4, func(int) error {
			for range 5 {
				err := orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
					got, err := orm.Objects[Account](tx).Get(ctx)
					if err != nil {
						return err
					}
					got.Balance++ // read-modify-write: the isolation level protects it
					return orm.Save(ctx, tx, got)
				}, orm.Isolation(sql.LevelSerializable), orm.Retries(100))
				if err != nil {
					return err
				}
			}
			return nil
		})
		require.EqualValues(t, 20, db.one(t, "SELECT balance FROM account"))
	})
}

func TestAtomicHeedsTheContext(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		short, cancel := context.WithCancel(ctx)
		err := orm.Atomic(short, db.DB, func(tx *orm.DB) error {
			require.NoError(t, orm.Save(short, tx, &Product{Name: "dropped"}))
			cancel()
			return orm.Save(short, tx, &Product{Name: "dropped"})
		})
		require.ErrorIs(t, err, context.Canceled)
		require.Eventually(t, func() bool { return db.one(t, "SELECT COUNT(*) FROM product") == 0 }, 5*time.Second, 10*time.Millisecond)
	})
}

func TestLocksNeedATransaction(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "a"}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		products := orm.Objects[Product](db.DB)
		_, err := products.SelectForUpdate().All(ctx)
		require.ErrorIs(t, err, orm.ErrNoTransaction)
		_, err = products.SelectForUpdate().Get(ctx)
		require.ErrorIs(t, err, orm.ErrNoTransaction)
		require.ErrorIs(t, orm.RefreshFromDB(ctx, db.DB, &p, orm.ForUpdate), orm.ErrNoTransaction)
		conn, err := db.SQL().Conn(ctx)
		require.NoError(t, err)
		defer conn.Close()
		_, err = orm.Objects[Product](orm.New(conn)).SelectForUpdate().All(ctx)
		require.ErrorIs(t, err, orm.ErrNoTransaction)
	})
}

func TestLockOptionsThatTheDatabaseLacksAreErrors(t *testing.T) {
	lacks := map[string][]orm.LockOption{
		"sqlite":   {orm.NoWait, orm.SkipLocked, orm.Of("product")},
		"postgres": {},
		"mysql":    {orm.NoKey, orm.Share | orm.NoWait, orm.Of("product")},
	}
	has := map[string][]orm.LockOption{
		"sqlite":   {orm.ForUpdate, orm.Share, orm.NoKey},
		"postgres": {orm.ForUpdate, orm.NoKey, orm.Share, orm.NoKey | orm.Share, orm.NoWait, orm.SkipLocked, orm.Of("product"), orm.Share | orm.SkipLocked},
		"mysql":    {orm.ForUpdate, orm.Share, orm.NoWait, orm.SkipLocked},
	}
	onEach(t, productDDL, func(t *testing.T, db database) {
		require.NoError(t, orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
			for _, o := range has[db.name] {
				_, err := orm.Objects[Product](tx).SelectForUpdate(o).All(ctx)
				require.NoError(t, err, "%v", o)
			}
			for _, o := range lacks[db.name] {
				_, err := orm.Objects[Product](tx).SelectForUpdate(o).All(ctx)
				require.ErrorIs(t, err, orm.ErrUnsupported, "%v", o)
			}
			return nil
		}))
	})
}

func TestSelectForUpdateBlocksUntilTheTransactionEnds(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "a"}
		q := Product{Name: "b"}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		require.NoError(t, orm.Save(ctx, db.DB, &q))
		x := orm.Objects[Product](db.DB).Fields()
		locked, release := make(chan struct{}), make(chan struct{})
		holder := make(chan error, 1)
		go func() {
			holder <- orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
				_, err := orm.Objects[Product](tx).Filter(orm.F(&x.ID).Eq(p.ID)).SelectForUpdate().Get(ctx)
				close(locked)
				<-release
				return err
			})
		}()
		<-locked
		if db.name != "sqlite" {
			require.NoError(t, orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
				free, err := orm.Objects[Product](tx).SelectForUpdate(orm.SkipLocked).All(ctx)
				require.NoError(t, err)
				require.Equal(t, "b", names(free))
				return nil
			}))
			require.Error(t, orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
				_, err := orm.Objects[Product](tx).SelectForUpdate(orm.NoWait).All(ctx)
				return err
			}, orm.Retries(0)))
		}
		waited := make(chan error, 1)
		go func() { waited <- orm.Update(ctx, db.DB, &p, orm.Set(&p.InStock, 1)) }()
		select {
		case err := <-waited:
			t.Fatalf("the writer did not wait: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
		close(release)
		require.NoError(t, <-holder)
		require.NoError(t, <-waited)
	})
}

// A transaction of SQLite that was begun without the write lock takes it by SelectForUpdate, before it reads.
func TestSelectForUpdateTakesTheWriteLockOfADeferredTransaction(t *testing.T) {
	pool, err := sql.Open("sqlite", "file:"+t.TempDir()+"/d.db?_pragma=busy_timeout(50)&_pragma=journal_mode(WAL)")
	require.NoError(t, err)
	defer pool.Close()
	db := orm.New(pool)
	_, err = db.ExecContext(ctx, "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT, price REAL, in_stock INTEGER, reserved INTEGER)")
	require.NoError(t, err)
	p := Product{Name: "a"}
	require.NoError(t, orm.Save(ctx, db, &p))

	std, err := pool.Begin()
	require.NoError(t, err)
	_, err = orm.Objects[Product](orm.New(std)).All(ctx)
	require.NoError(t, err)
	require.NoError(t, orm.Update(ctx, db, &p, orm.Set(&p.InStock, 1)), "a reader holds no lock")
	require.NoError(t, std.Rollback())

	std, err = pool.Begin()
	require.NoError(t, err)
	_, err = orm.Objects[Product](orm.New(std)).SelectForUpdate().All(ctx)
	require.NoError(t, err)
	require.ErrorContains(t, orm.Update(ctx, db, &p, orm.Set(&p.InStock, 2)), "locked")
	require.NoError(t, std.Rollback())
	require.NoError(t, orm.Update(ctx, db, &p, orm.Set(&p.InStock, 3)))
}

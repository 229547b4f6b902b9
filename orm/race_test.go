package orm_test

import (
	"database/sql"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

// A pool of SQLite whose transactions begin without the write lock, as most programs open it: Atomic takes the lock before
// the first read, and nothing is lost.
func TestAtomicOnADeferredSQLitePool(t *testing.T) {
	pool, err := sql.Open("sqlite", "file:"+t.TempDir()+"/d.db?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)")
	require.NoError(t, err)
	defer pool.Close()
	db := database{orm.New(pool), servers()[0]}
	db.create(t, purseDDL)
	db.exec(t, "INSERT INTO purse (id, balance) VALUES (1, 0)")
	var tries atomic.Int64
	race(t, 8, func(int) error {
		for range 20 {
			err := orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
				tries.Add(1)
				a, err := orm.Objects[Plain](tx).Get(ctx)
				if err != nil {
					return err
				}
				a.Balance++
				return orm.Save(ctx, tx, a)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	require.EqualValues(t, 160, db.one(t, "SELECT balance FROM purse"))
	require.EqualValues(t, 160, tries.Load(), "none had to run again")
}

// The guard of the tests above: without protection the same work does lose updates, so the test can fail.
func TestUnprotectedIncrementsAreLost(t *testing.T) {
	onEach(t, purseDDL, func(t *testing.T, db database) {
		a := Plain{}
		db.exec(t, "INSERT INTO purse (balance) VALUES (0)")
		a.ID = db.one(t, "SELECT id FROM purse")
		var read atomic.Int64
		race(t, 2, func(int) error {
			mine := Plain{ID: a.ID}
			if err := orm.RefreshFromDB(ctx, db.DB, &mine); err != nil {
				return err
			}
			for read.Add(1); read.Load() < 2; { // both have read before either writes
				time.Sleep(time.Millisecond)
			}
			mine.Balance++
			return orm.Save(ctx, db.DB, &mine)
		})
		require.EqualValues(t, 1, db.one(t, "SELECT balance FROM purse"))
	})
}

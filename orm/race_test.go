package orm_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

const workers = 16

// rounds is how often each worker works: few in everyday runs, RMWLINT_ORM_ROUNDS for the figures in the README.
func rounds(everyday int) int {
	if n, err := strconv.Atoi(os.Getenv("RMWLINT_ORM_ROUNDS")); err == nil {
		return n
	}
	return everyday
}

// increment adds 1 to the account, protected in a way of its own.
type increment struct {
	name string
	run  func(db *orm.DB, id int64) error
}

var increments = []increment{
	{"F update", func(db *orm.DB, id int64) error {
		a := Plain{ID: id}
		return orm.Update(ctx, db, &a, orm.Set(&a.Balance, orm.F(&a.Balance).Add(1)))
	}},
	{"query update", func(db *orm.DB, id int64) error {
		accounts := orm.Objects[Plain](db)
		x := accounts.Fields()
		_, err := accounts.Filter(orm.F(&x.ID).Eq(id)).Update(ctx, orm.Set(&x.Balance, orm.F(&x.Balance).Add(1)))
		return err
	}},
	{"locked read", func(db *orm.DB, id int64) error {
		return orm.Atomic(ctx, db, func(tx *orm.DB) error {
			accounts := orm.Objects[Plain](tx)
			a, err := accounts.SelectForUpdate().Get(ctx, orm.F(&accounts.Fields().ID).Eq(id))
			if err != nil {
				return err
			}
			a.Balance++
			return orm.Save(ctx, tx, a)
		})
	}},
	{"version column", func(db *orm.DB, id int64) error {
		for {
			accounts := orm.Objects[Versioned](db)
			a, err := accounts.Get(ctx, orm.F(&accounts.Fields().ID).Eq(id))
			if err != nil {
				return err
			}
			a.Balance++
			if err = orm.Save(ctx, db, a); !errors.Is(err, orm.ErrConflict) {
				return err
			}
		}
	}},
	{"serializable", func(db *orm.DB, id int64) error {
		return orm.Atomic(ctx, db, func(tx *orm.DB) error {
			accounts := orm.Objects[Plain](tx)
			a, err := accounts.Get(ctx, orm.F(&accounts.Fields().ID).Eq(id))
			if err != nil {
				return err
			}
			a.Balance++
			return orm.Save(ctx, tx, a)
		}, orm.Isolation(sql.LevelSerializable), orm.Retries(1000))
	}},
}

// Plain and Versioned are two views of one table.
type Plain struct {
	ID      int64 `orm:",pk,auto"`
	Balance int64
}

func (Plain) TableName() string { return "purse" }

type Versioned struct {
	ID      int64 `orm:",pk,auto"`
	Balance int64
	Version int `orm:",version"`
}

func (Versioned) TableName() string { return "purse" }

const purseDDL = `CREATE TABLE purse (id {auto}, balance {int} NOT NULL, version {int} NOT NULL DEFAULT 1)`

func TestIncrementsAreNotLost(t *testing.T) {
	onEach(t, purseDDL, func(t *testing.T, db database) {
		db.SQL().SetMaxOpenConns(workers)
		for _, inc := range increments {
			t.Run(inc.name, func(t *testing.T) {
				a := Versioned{}
				require.NoError(t, orm.Save(ctx, db.DB, &a))
				n := rounds(10)
				race(t, workers, func(int) error {
					for range n {
						if err := inc.run(db.DB, a.ID); err != nil {
							return err
						}
					}
					return nil
				})
				require.NoError(t, orm.RefreshFromDB(ctx, db.DB, &a))
				require.EqualValues(t, workers*n, a.Balance)
			})
		}
	})
}

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

func TestTransfersKeepTheSum(t *testing.T) {
	onEach(t, purseDDL, func(t *testing.T, db database) {
		const accounts, start = 4, 100
		var ids []int64
		for range accounts {
			a := Versioned{Balance: start}
			require.NoError(t, orm.Save(ctx, db.DB, &a))
			ids = append(ids, a.ID)
		}
		n := rounds(10)
		var refused atomic.Int64
		race(t, workers, func(w int) error {
			for i := range n {
				from, to := ids[(w+i)%accounts], ids[(w+i*3+1)%accounts]
				err := transfer(db.DB, from, to, int64(1+(w*i)%40))
				if errors.Is(err, orm.ErrConflict) {
					refused.Add(1) // too little in the purse
					continue
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		require.EqualValues(t, accounts*start, db.one(t, "SELECT SUM(balance) FROM purse"))
		require.Zero(t, db.one(t, "SELECT COUNT(*) FROM purse WHERE balance < 0"))
		t.Logf("%d transfers, %d refused", workers*n, refused.Load())
	})
}

// transfer takes the rows in the order of their keys: in any order they would deadlock, which is run again as well, but
// PostgreSQL takes a second to see each one.
func transfer(db *orm.DB, from, to, amount int64) error {
	return orm.Atomic(ctx, db, func(tx *orm.DB) error {
		a, b := Plain{ID: from}, Plain{ID: to}
		take := func() error {
			return orm.Update(ctx, tx, &a, orm.Set(&a.Balance, orm.F(&a.Balance).Sub(amount)), orm.If(orm.F(&a.Balance).Gte(amount)))
		}
		give := func() error { return orm.Update(ctx, tx, &b, orm.Set(&b.Balance, orm.F(&b.Balance).Add(amount))) }
		if from > to {
			take, give = give, take
		}
		if err := take(); err != nil {
			return err
		}
		return give()
	}, orm.Retries(1000))
}

// While a killer ends connections at random, each piece of work is done once or not at all, and a nil error means done.
func TestKilledConnections(t *testing.T) {
	const ddl = purseDDL + `; CREATE TABLE ledger (op {text} NOT NULL UNIQUE, amount {int} NOT NULL)`
	type Ledger struct {
		Op     string `orm:",pk"`
		Amount int64
	}
	onEach(t, ddl, func(t *testing.T, db database) {
		a := Versioned{}
		require.NoError(t, orm.Save(ctx, db.DB, &a))
		stop, cancel := context.WithCancel(ctx)
		killed := make(chan int, 1)
		go func() { killed <- kill(stop, t, db) }()
		var acked, failed atomic.Int64
		race(t, 8, func(w int) error {
			for i := range rounds(30) {
				op := Ledger{Op: fmt.Sprintf("%d/%d", w, i), Amount: 1}
				err := orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
					if err := orm.Save(ctx, tx, &op, orm.ForceInsert); err != nil {
						return err
					}
					mine := Plain{ID: a.ID}
					return orm.Update(ctx, tx, &mine, orm.Set(&mine.Balance, orm.F(&mine.Balance).Add(1)))
				})
				if err == nil {
					acked.Add(1)
				} else {
					failed.Add(1)
					require.NotEmpty(t, err.Error())
				}
			}
			return nil
		})
		cancel()
		n := <-killed
		applied := db.one(t, "SELECT COUNT(*) FROM ledger")
		require.Equal(t, applied, db.one(t, "SELECT balance FROM purse"), "the ledger and the balance agree")
		require.GreaterOrEqual(t, applied, acked.Load(), "what was acknowledged is there")
		require.LessOrEqual(t, applied, acked.Load()+failed.Load())
		t.Logf("%d killed, %d acknowledged, %d errors, %d applied", n, acked.Load(), failed.Load(), applied)
	})
}

// kill ends connections of this test until ctx ends, and gives their number.
func kill(ctx context.Context, t *testing.T, db database) (n int) {
	var find, end string
	switch db.name {
	case "postgres":
		find = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%purse%' AND query NOT LIKE '%pg_stat_activity%' ORDER BY random() LIMIT 1"
		end = "SELECT pg_terminate_backend(%d)"
	case "mysql":
		find = "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND db = '" + schema + "' ORDER BY RAND() LIMIT 1"
		end = "KILL %d"
	default: // an embedded database has no sessions to kill: its idle handles are closed instead
		for ctx.Err() == nil {
			db.SQL().SetMaxIdleConns(0)
			db.SQL().SetMaxIdleConns(2)
			n++
			time.Sleep(2 * time.Millisecond)
		}
		return n
	}
	for ctx.Err() == nil {
		var id int64
		if err := db.SQL().QueryRow(find).Scan(&id); err == nil {
			if _, err := db.SQL().Exec(fmt.Sprintf(end, id)); err == nil {
				n++
			}
		}
		time.Sleep(3 * time.Millisecond)
	}
	return n
}

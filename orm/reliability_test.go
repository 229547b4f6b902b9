package orm_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
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

// errPoor: the purse would fall below zero.
var errPoor = errors.New("too little in the purse")

// protection is a way to change a balance that loses nothing.
type protection struct {
	name string
	opts []orm.AtomicOption
	add  func(tx *orm.DB, id, amount int64) error // to the balance; errPoor if that is below zero then
}

var protections = []protection{
	{name: "F update", add: func(tx *orm.DB, id, amount int64) error {
		p := Plain{ID: id}
		balance := orm.F(&p.Balance)
		err := orm.Update(ctx, tx, &p, orm.Set(&p.Balance, balance.Add(amount)), orm.If(balance.Gte(-amount)))
		if errors.Is(err, orm.ErrConflict) {
			return errPoor
		}
		return err
	}},
	{name: "locked read", add: func(tx *orm.DB, id, amount int64) error {
		purses := orm.Objects[Plain](tx)
		p, err := purses.SelectForUpdate().Get(ctx, orm.F(&purses.Fields().ID).Eq(id))
		if err != nil {
			return err
		}
		if p.Balance += amount; p.Balance < 0 {
			return errPoor
		}
		return orm.Save(ctx, tx, p)
	}},
	{name: "version column", add: func(tx *orm.DB, id, amount int64) error {
		purses := orm.Objects[Versioned](tx)
		p, err := purses.Get(ctx, orm.F(&purses.Fields().ID).Eq(id))
		if err != nil {
			return err
		}
		if p.Balance += amount; p.Balance < 0 {
			return errPoor
		}
		return orm.Save(ctx, tx, p)
	}},
	{name: "Atomic with retry", opts: []orm.AtomicOption{orm.Isolation(sql.LevelSerializable)}, add: func(tx *orm.DB, id, amount int64) error {
		purses := orm.Objects[Plain](tx)
		p, err := purses.Get(ctx, orm.F(&purses.Fields().ID).Eq(id))
		if err != nil {
			return err
		}
		if p.Balance += amount; p.Balance < 0 {
			return errPoor
		}
		return orm.Save(ctx, tx, p)
	}},
}

// run does the work in a transaction. A version that has moved on is no failure of the transaction, but one of the work: it
// begins anew, and reads again.
func (p protection) run(db *orm.DB, work func(tx *orm.DB) error) error {
	for {
		err := orm.Atomic(ctx, db, work, append(p.opts, orm.Retries(1000))...)
		if !errors.Is(err, orm.ErrConflict) {
			return err
		}
	}
}

// each runs the test for each protection on each database, with a pool that is large enough.
func each(t *testing.T, ddl string, test func(t *testing.T, db database, p protection)) {
	onEach(t, ddl, func(t *testing.T, db database) {
		db.SQL().SetMaxOpenConns(workers + 4)
		db.dropIdle()
		for _, p := range protections {
			t.Run(p.name, func(t *testing.T) { test(t, db, p) })
		}
	})
}

func (d database) dropIdle() {
	d.SQL().SetMaxIdleConns(0)
	d.SQL().SetMaxIdleConns(workers + 4)
}

func newPurse(t *testing.T, db database, balance int64) int64 {
	p := Versioned{Balance: balance}
	require.NoError(t, orm.Save(ctx, db.DB, &p))
	return p.ID
}

func (d database) balance(t *testing.T, id int64) int64 {
	return d.one(t, fmt.Sprintf("SELECT balance FROM purse WHERE id = %d", id))
}

func TestIncrementsAreNotLost(t *testing.T) {
	each(t, purseDDL, func(t *testing.T, db database, p protection) {
		id, n := newPurse(t, db, 0), rounds(10)
		start := time.Now()
		race(t, workers, func(int) error {
			for range n {
				if err := p.run(db.DB, func(tx *orm.DB) error { return p.add(tx, id, 1) }); err != nil {
					return err
				}
			}
			return nil
		})
		got := db.balance(t, id)
		t.Logf("%d increments by %d, lost %d, in %v", workers*n, workers, int64(workers*n)-got, time.Since(start).Round(time.Millisecond))
		require.EqualValues(t, workers*n, got)
	})
}

// Without a transaction of its own, an expression is as safe: it is one statement.
func TestIncrementsOutsideOfTransactions(t *testing.T) {
	onEach(t, purseDDL, func(t *testing.T, db database) {
		id, n := newPurse(t, db, 0), rounds(10)
		race(t, workers, func(w int) error {
			for range n {
				if w%2 == 0 {
					p := Plain{ID: id}
					if err := orm.Update(ctx, db.DB, &p, orm.Set(&p.Balance, orm.F(&p.Balance).Add(1))); err != nil {
						return err
					}
					continue
				}
				purses := orm.Objects[Plain](db.DB)
				x := purses.Fields()
				if _, err := purses.Filter(orm.F(&x.ID).Eq(id)).Update(ctx, orm.Set(&x.Balance, orm.F(&x.Balance).Add(1))); err != nil {
					return err
				}
			}
			return nil
		})
		require.EqualValues(t, workers*n, db.balance(t, id))
	})
}

// transfer takes the rows in the order of their keys: in any order they would deadlock, which is run again as well (see
// TestAtomicRetriesWhatTheDatabaseEnds), but PostgreSQL takes a second to see each one.
func (p protection) transfer(tx *orm.DB, from, to, amount int64) error {
	if from > to {
		from, to, amount = to, from, -amount
	}
	if err := p.add(tx, from, -amount); err != nil {
		return err
	}
	return p.add(tx, to, amount)
}

func TestTransfersKeepTheSum(t *testing.T) {
	each(t, purseDDL, func(t *testing.T, db database, p protection) {
		const accounts, start = 4, 100
		var ids []int64
		for range accounts {
			ids = append(ids, newPurse(t, db, start))
		}
		n := rounds(10)
		var refused atomic.Int64
		began := time.Now()
		race(t, workers, func(w int) error {
			for i := range n {
				from, to := ids[(w+i)%accounts], ids[(w+i+1+i%3)%accounts]
				err := p.run(db.DB, func(tx *orm.DB) error { return p.transfer(tx, from, to, int64(1+(w*i)%40)) })
				if errors.Is(err, errPoor) {
					refused.Add(1)
				} else if err != nil {
					return err
				}
			}
			return nil
		})
		var sum int64
		for _, id := range ids {
			b := db.balance(t, id)
			require.GreaterOrEqual(t, b, int64(0))
			sum += b
		}
		t.Logf("%d transfers by %d, %d refused, sum %d of %d, in %v", workers*n, workers, refused.Load(), sum, accounts*start, time.Since(began).Round(time.Millisecond))
		require.EqualValues(t, accounts*start, sum)
	})
}

// While a killer ends connections at random, each transfer is done once or not at all, and a nil error means done.
func TestKilledConnections(t *testing.T) {
	const ddl = purseDDL + `; CREATE TABLE ledger (op {text} NOT NULL UNIQUE, amount {int} NOT NULL)`
	type Ledger struct {
		Op     string `orm:",pk"`
		Amount int64
	}
	each(t, ddl, func(t *testing.T, db database, p protection) {
		kills := killer(kill)
		if db.name == "sqlite" {
			var m *mortal
			db, m = openMortal(t, db.server)
			db.create(t, ddl)
			kills = m.kill
		}
		db.exec(t, "DELETE FROM ledger")
		from, to := newPurse(t, db, 1_000_000), newPurse(t, db, 0)
		stop, cancel := context.WithCancel(ctx)
		killed := make(chan int, 1)
		go func() { killed <- kills(stop, db) }()
		var acked, failed atomic.Int64
		var causes causes
		race(t, workers, func(w int) error {
			for i := range rounds(10) {
				op := Ledger{Op: fmt.Sprintf("%d/%d", w, i), Amount: 1}
				err := p.run(db.DB, func(tx *orm.DB) error {
					if err := orm.Save(ctx, tx, &op, orm.ForceInsert); err != nil {
						return err
					}
					return p.transfer(tx, from, to, 1)
				})
				if err == nil {
					acked.Add(1)
					continue
				}
				failed.Add(1)
				causes.note(err)
			}
			return nil
		})
		cancel()
		n := <-killed
		db.dropIdle() // one that was killed when nobody used it would fail what is asked now
		applied := db.one(t, "SELECT COUNT(*) FROM ledger")
		t.Logf("%d transfers by %d, %d kills: %d acknowledged, %d errors, %d applied; %s", workers*rounds(10), workers, n, acked.Load(), failed.Load(), applied, &causes)
		require.Equal(t, applied, db.balance(t, to), "nothing is applied twice, and nothing by half")
		require.Equal(t, 1_000_000-applied, db.balance(t, from))
		require.GreaterOrEqual(t, applied, acked.Load(), "what was acknowledged is there")
		require.LessOrEqual(t, applied, acked.Load()+failed.Load())
		require.Zero(t, db.SQL().Stats().InUse)
	})
}

// killer ends connections until ctx ends, and gives their number.
type killer func(ctx context.Context, db database) int

// kill is by pg_terminate_backend and KILL.
func kill(ctx context.Context, db database) (n int) {
	find := "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = '" + schema + "' AND query LIKE '%purse%' ORDER BY random() LIMIT 1"
	end := "SELECT pg_terminate_backend(%d)"
	if db.name == "mysql" {
		find = "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND db = '" + schema + "' ORDER BY RAND() LIMIT 1"
		end = "KILL %d"
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

// kill closes handles of SQLite.
func (m *mortal) kill(ctx context.Context, _ database) int {
	m.armed.Store(true)
	<-ctx.Done()
	m.armed.Store(false)
	return int(m.closed.Load())
}

// causes counts errors by what the driver says.
type causes struct {
	mu   sync.Mutex
	seen map[string]int
}

func (c *causes) note(err error) {
	text := err.Error()
	var stmt *orm.StatementError
	if errors.As(err, &stmt) {
		text = stmt.Err.Error()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil {
		c.seen = make(map[string]int)
	}
	text, _, _ = strings.Cut(text, "127.0.0.1:") // the ports differ
	c.seen[text]++
}

func (c *causes) String() string {
	if len(c.seen) == 0 {
		return "no error"
	}
	return fmt.Sprintf("causes: %v", c.seen)
}

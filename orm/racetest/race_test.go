package racetest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var all = []database{sqlite, postgres, mariadb}
var servers = []database{postgres, mariadb}

func TestNaiveLosesExactlyOneAlways(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		for range 100 {
			s.reset(t)
			result := s.db.Race(t, s.take, s.take)
			require.NoError(t, result.Err(), result)
			require.True(t, result.Interleaved(), result)
			require.False(t, result.Held(), result)
			require.Equal(t, 4, s.stock(t), result)
		}
	})
}

func TestNaiveLosesAllButOne(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		result := s.db.Race(t, s.take, s.take, s.take, s.take, s.take)
		require.NoError(t, result.Err(), result)
		require.True(t, result.Interleaved(), result)
		require.Equal(t, 4, s.stock(t), result)
	})
}

func TestPlainTransactionLosesExactlyOneAlways(t *testing.T) {
	on(t, servers, func(t *testing.T, s shop) {
		for range 100 {
			s.reset(t)
			result := s.db.Race(t, s.takeInTx, s.takeInTx)
			require.NoError(t, result.Err(), result)
			require.True(t, result.Interleaved(), result)
			require.Equal(t, 4, s.stock(t), result)
		}
	})
}

// SQLite refuses to write in a transaction whose snapshot is old: an error, and no update lost.
func TestPlainTransactionOnSQLiteIsRefused(t *testing.T) {
	s := open(t, sqlite)
	for range 20 {
		s.reset(t)
		result := s.db.Race(t, s.takeInTx, s.takeInTx)
		require.NoError(t, result.Errs[0], result)
		require.ErrorContains(t, result.Errs[1], "database is locked", result)
		require.True(t, result.Interleaved(), result)
		require.Equal(t, 4, s.stock(t), result)
	}
}

// Without a write-ahead log a writer waits for readers when it commits, and a reader that wants to write gets an error.
func TestPlainTransactionOnSQLiteWithRollbackJournal(t *testing.T) {
	s := open(t, sqliteJournal)
	result := s.db.Race(t, s.takeInTx, s.takeInTx)
	require.NoError(t, result.Errs[0], result)
	require.ErrorContains(t, result.Errs[1], "database is locked", result)
	require.True(t, result.Held(), result)
	require.Equal(t, 4, s.stock(t), result)
}

func TestLockedReadLosesNothing(t *testing.T) {
	on(t, servers, func(t *testing.T, s shop) {
		for range 10 {
			s.reset(t)
			result := s.db.Race(t, s.takeLocked, s.takeLocked)
			require.NoError(t, result.Err(), result)
			require.True(t, result.Held(), result)
			require.False(t, result.Interleaved(), result)
			require.Equal(t, 3, s.stock(t), result)
		}
	})
}

func TestLockedReadOfThree(t *testing.T) {
	on(t, servers, func(t *testing.T, s shop) {
		result := s.db.Race(t, s.takeLocked, s.takeLocked, s.takeLocked)
		require.NoError(t, result.Err(), result)
		require.Equal(t, 2, s.stock(t), result)
	})
}

// One side alone that locks protects nothing: the other reads past the lock.
func TestLockOfOneSideLoses(t *testing.T) {
	on(t, servers, func(t *testing.T, s shop) {
		result := s.db.Race(t, s.take, s.takeLocked)
		require.NoError(t, result.Err(), result)
		require.Equal(t, 4, s.stock(t), result)
	})
}

func TestImmediateTransactionLosesNothing(t *testing.T) {
	s := open(t, sqlite)
	for range 10 {
		s.reset(t)
		result := s.db.Race(t, s.takeImmediate, s.takeImmediate)
		require.NoError(t, result.Err(), result)
		require.True(t, result.Held(), result)
		require.Equal(t, 3, s.stock(t), result)
	}
}

// A busy_timeout below the limit: the one that is held back fails before the other goes on.
func TestImmediateTransactionWithShortTimeout(t *testing.T) {
	s := open(t, sqlite)
	result := s.db.Race(t, s.takeImmediate, func(ctx context.Context) error {
		conn, err := s.db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 10"); err != nil {
			return err
		}
		_, err = conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		return err
	})
	require.NoError(t, result.Errs[0], result)
	require.ErrorContains(t, result.Errs[1], "database is locked", result)
	require.False(t, result.Held(), result)
	require.Equal(t, 4, s.stock(t), result)
}

func TestCompareAndSetLosesNothing(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		for range 100 {
			s.reset(t)
			result := s.db.Race(t, s.takeCompared, s.takeCompared)
			require.NoError(t, result.Err(), result)
			require.True(t, result.Interleaved(), result)
			require.Len(t, result.Steps, 6, "two reads, two writes, and both again for the one that found no row: %v", result)
			require.Equal(t, 3, s.stock(t), result)
		}
	})
}

func TestExpressionLosesNothing(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		for range 100 {
			s.reset(t)
			result := s.db.Race(t, s.takeByExpression, s.takeByExpression)
			require.NoError(t, result.Err(), result)
			require.False(t, result.Held(), result)
			require.Equal(t, 3, s.stock(t), result)
		}
	})
}

func TestExpressionSellsOut(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		ops := make([]func(context.Context) error, 6)
		for i := range ops {
			ops[i] = s.takeByExpression
		}
		result := s.db.Race(t, ops...)
		require.ErrorIs(t, result.Err(), errSoldOut)
		require.ErrorIs(t, result.Errs[5], errSoldOut)
		require.Equal(t, 0, s.stock(t), result)
	})
}

func TestSerializableRefusesOne(t *testing.T) {
	on(t, servers, func(t *testing.T, s shop) {
		result := s.db.Race(t, s.takeSerializable, s.takeSerializable)
		failed := 0
		for _, err := range result.Errs {
			if err != nil {
				failed++
			}
		}
		require.Equal(t, 1, failed, result)
		require.Equal(t, 4, s.stock(t), result)
	})
}

// An update by expression is undone by one that read before it and writes after it.
func TestReaderOverwritesExpression(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		for range 20 {
			for _, ops := range [][]func(context.Context) error{{s.take, s.takeByExpression}, {s.takeByExpression, s.take}} {
				s.reset(t)
				result := s.db.Race(t, ops...)
				require.NoError(t, result.Err(), result)
				require.Equal(t, 4, s.stock(t), result)
			}
		}
	})
}

// A write before the read, as of an audit log, does not spoil the race.
func TestWriteBeforeRead(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		audited := func(ctx context.Context) error {
			if _, err := s.db.ExecContext(ctx, "INSERT INTO racetest_audit VALUES ('take')"); err != nil {
				return err
			}
			return s.take(ctx)
		}
		for _, ops := range [][]func(context.Context) error{{audited, audited}, {audited, s.take}, {s.take, audited}} {
			s.reset(t)
			result := s.db.Race(t, ops...)
			require.NoError(t, result.Err(), result)
			require.True(t, result.Interleaved(), result)
			require.Equal(t, 4, s.stock(t), result)
		}
	})
}

// A flow of two steps, each of which reads and writes, loses in both.
func TestEveryStepIsRaced(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		sell := func(ctx context.Context) error {
			if err := s.take(ctx); err != nil {
				return err
			}
			var sold int
			if err := s.db.QueryRowContext(ctx, "SELECT sold FROM racetest_product").Scan(&sold); err != nil {
				return err
			}
			_, err := s.db.ExecContext(ctx, fmt.Sprintf("UPDATE racetest_product SET sold = %d", sold+1))
			return err
		}
		result := s.db.Race(t, sell, sell)
		require.NoError(t, result.Err(), result)
		require.Equal(t, 4, s.stock(t), result)
		var sold int
		require.NoError(t, s.db.QueryRow("SELECT sold FROM racetest_product").Scan(&sold))
		require.Equal(t, 1, sold, result)
	})
}

// What UPDATE ... RETURNING gave is a read: what is computed from it can be stale.
func TestReturningIsARead(t *testing.T) {
	on(t, []database{sqlite, postgres}, func(t *testing.T, s shop) {
		sell := func(ctx context.Context) error {
			var sold int
			err := s.db.QueryRowContext(ctx, "UPDATE racetest_product SET stock = stock - 1 RETURNING sold").Scan(&sold)
			if err != nil {
				return err
			}
			_, err = s.db.ExecContext(ctx, s.bind("UPDATE racetest_product SET sold = ?"), sold+1)
			return err
		}
		result := s.db.Race(t, sell, sell)
		require.NoError(t, result.Err(), result)
		var sold int
		require.NoError(t, s.db.QueryRow("SELECT sold FROM racetest_product").Scan(&sold))
		require.Equal(t, 1, sold, result)
		require.Equal(t, 3, s.stock(t), result)
	})
}

func TestPreparedStatements(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		read, err := s.db.Prepare("SELECT stock FROM racetest_product")
		require.NoError(t, err)
		defer read.Close()
		write, err := s.db.Prepare(s.bind("UPDATE racetest_product SET stock = ?"))
		require.NoError(t, err)
		defer write.Close()
		take := func(context.Context) error {
			var stock int
			if err := read.QueryRow().Scan(&stock); err != nil {
				return err
			}
			_, err := write.Exec(stock - 1)
			return err
		}
		for range 20 {
			s.reset(t)
			result := s.db.Race(t, take, take)
			require.NoError(t, result.Err(), result)
			require.Len(t, result.Steps, 4, result)
			require.Equal(t, 4, s.stock(t), result)
		}
	})
}

// Nothing of the test reaches the handler but the request.
func TestHandlerOverHTTP(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		var mu sync.Mutex
		take := s.take
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/guarded" {
				mu.Lock()
				defer mu.Unlock()
			}
			if err := take(r.Context()); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		}))
		defer server.Close()
		post := func(path string) func(context.Context) error {
			return func(context.Context) error {
				resp, err := http.Post(server.URL+path, "", nil)
				if err == nil && resp.StatusCode != http.StatusOK {
					err = fmt.Errorf("status %s", resp.Status)
				}
				return err
			}
		}
		for range 20 {
			s.reset(t)
			result := s.db.Race(t, post("/"), post("/"))
			require.NoError(t, result.Err(), result)
			require.Equal(t, 4, s.stock(t), result)
		}
		for range 3 { // a mutex in the process holds the second one back, outside of the database
			s.reset(t)
			result := s.db.Race(t, post("/guarded"), post("/guarded"))
			require.NoError(t, result.Err(), result)
			require.False(t, result.Interleaved(), result)
			require.Equal(t, 3, s.stock(t), result)
		}
	})
}

// One connection for both: the second operation waits for it in database/sql.
func TestPoolOfOne(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		s.db.SetMaxOpenConns(1)
		result := s.db.Race(t, s.takeInTx, s.takeInTx)
		require.NoError(t, result.Err(), result)
		require.Equal(t, 3, s.stock(t), result)
	})
}

// Go code may take its time before it reads, if the limit allows for it.
func TestSlowBeforeRead(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		s.db.Limit = 2 * time.Second
		slow := func(ctx context.Context) error {
			time.Sleep(300 * time.Millisecond)
			return s.take(ctx)
		}
		result := s.db.Race(t, slow, slow)
		require.NoError(t, result.Err(), result)
		require.True(t, result.Interleaved(), result)
		require.Equal(t, 4, s.stock(t), result)
	})
}

// The program itself keeps the second one from reading until the first has ended.
func TestHeldBackInGo(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		done := make(chan struct{})
		result := s.db.Race(t,
			func(ctx context.Context) error { defer close(done); return s.take(ctx) },
			func(ctx context.Context) error { <-done; return s.take(ctx) },
		)
		require.NoError(t, result.Err(), result)
		require.False(t, result.Interleaved(), result)
		require.Equal(t, 3, s.stock(t), result)
	})
}

// One that polls for what the other one is to write is never idle, and must not keep the turn for ever.
func TestPollingOperation(t *testing.T) {
	s := open(t, sqlite)
	s.db.Limit = 10 * time.Millisecond
	result := s.db.Race(t, s.takeByExpression, func(ctx context.Context) error {
		for {
			var stock int
			err := s.db.QueryRowContext(ctx, "SELECT stock FROM racetest_product").Scan(&stock)
			if err != nil || stock == 4 {
				return err
			}
		}
	})
	require.NoError(t, result.Err())
}

// A statement whose context ends while it waits for its turn goes to the driver, which refuses it.
func TestContextEndsWhileWaiting(t *testing.T) {
	s := open(t, sqlite)
	s.db.Limit = time.Minute
	start := time.Now()
	result := s.db.Race(t,
		func(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			defer cancel()
			return s.takeByExpression(ctx)
		},
		func(ctx context.Context) error {
			time.Sleep(time.Second)
			return s.takeByExpression(ctx)
		},
	)
	require.ErrorIs(t, result.Errs[0], context.DeadlineExceeded, result)
	require.NoError(t, result.Errs[1], result)
	require.Less(t, time.Since(start), 10*time.Second)
	require.Equal(t, 4, s.stock(t), result)
}

func TestRaceFailsWithoutStatements(t *testing.T) {
	s := open(t, sqlite)
	other := open(t, sqlite)
	fake := &fakeTB{}
	s.db.Race(fake, s.take, other.take)
	require.Contains(t, fake.failure, "operation 1 issued no statement through this DB")
	fake = &fakeTB{}
	s.db.Race(fake, s.take, s.take)
	require.Empty(t, fake.failure)
}

type fakeTB struct{ failure string }

func (f *fakeTB) Helper()                           {}
func (f *fakeTB) Fatalf(format string, args ...any) { f.failure = fmt.Sprintf(format, args...) }

func TestOperationThatDoesNotReturn(t *testing.T) {
	s := open(t, sqlite)
	var inner testing.T
	result := s.db.Run(func(context.Context) error { inner.FailNow(); return nil }, s.take)
	require.ErrorContains(t, result.Errs[0], "did not return")
	require.NoError(t, result.Errs[1])
	require.Equal(t, 4, s.stock(t))
}

// Statements from several goroutines of one operation are told apart by its context.
func TestOperationsWithGoroutinesOfTheirOwn(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		take := func(ctx context.Context) error {
			var stock, sold int
			var wg sync.WaitGroup
			errs := make([]error, 2)
			wg.Go(func() { errs[0] = s.db.QueryRowContext(ctx, "SELECT stock FROM racetest_product").Scan(&stock) })
			wg.Go(func() { errs[1] = s.db.QueryRowContext(ctx, "SELECT sold FROM racetest_product").Scan(&sold) })
			wg.Wait()
			wg.Go(func() { _, errs[0] = s.db.ExecContext(ctx, s.bind("UPDATE racetest_product SET stock = ?"), stock-1) })
			wg.Go(func() { _, errs[1] = s.db.ExecContext(ctx, s.bind("UPDATE racetest_product SET sold = ?"), sold+1) })
			wg.Wait()
			if errs[0] != nil {
				return errs[0]
			}
			return errs[1]
		}
		for range 10 {
			s.reset(t)
			result := s.db.Race(t, take, take)
			require.NoError(t, result.Err(), result)
			require.Equal(t, 4, s.stock(t), result)
		}
	})
}

func TestResultAsText(t *testing.T) {
	s := open(t, sqlite)
	result := s.db.Race(t, s.takeInTx, s.takeInTx)
	require.Equal(t, `0 begin
0 read      SELECT stock FROM racetest_product WHERE id = ?
1 begin
1 read      SELECT stock FROM racetest_product WHERE id = ?
0 write     UPDATE racetest_product SET stock = ? WHERE id = ?
0 commit
1 write     UPDATE racetest_product SET stock = ? WHERE id = ? (error: database is locked (517))
1 rollback
1 returned  database is locked (517)
`, result.String())
	require.ErrorContains(t, result.Err(), "operation 1: database is locked")
}

// One race at a time; and none without operations.
func TestRacesQueue(t *testing.T) {
	s := open(t, sqlite)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { s.db.Run(s.take, s.take) })
	}
	wg.Wait()
	require.Equal(t, 2, s.stock(t))
	require.Empty(t, s.db.Run().Errs)
}

// Package racetest proves lost updates, and proves that their repair holds.
//
// Two requests read a stock of 5, each takes one away in Go, each writes 4. Run as they come, they do so once in
// thousands of times; a test that waits for it is worth little. Here they do so every time:
//
//	func TestBuy(t *testing.T) {
//		db, err := racetest.Open("pgx", dsn)                // as sql.Open
//		require.NoError(t, err)
//		defer db.Close()
//		shop := shop.New(db.DB)                             // your code, your ORM, on the *sql.DB inside
//		buy := func(ctx context.Context) error { return shop.Buy(ctx, productID, 1) }
//
//		result := db.Race(t, buy, buy)
//
//		require.NoError(t, result.Err())
//		require.Equal(t, 3, stock(db))                      // fails while an update is lost: 4
//	}
//
// An operation is any function; to race a whole handler, let it be an HTTP request:
//
//	get := func(context.Context) error { _, err := http.Post(server.URL+"/buy/1", "", nil); return err }
//
// # How operations take turns
//
// [DB] watches the statements that pass from database/sql to the driver, and lets one operation run at a time:
//
//  1. Each operation runs until it is about to write (INSERT, UPDATE, DELETE, MERGE, REPLACE, DDL, CALL), and waits there.
//     Reads, BEGIN, COMMIT and ROLLBACK do not wait.
//  2. When all of them wait or have ended, one goes on, and runs until it is about to write again, or ends. First one that
//     has read nothing since its last write, for nothing that it read can become stale; then the one that has written the
//     least, so that in a flow of several steps every step is raced; then in the order of the arguments.
//  3. An operation that stands still for [DB.Limit] is held back by something: a row lock, the one writer of SQLite, a mutex,
//     an empty connection pool. The next one goes on meanwhile, and the one held back takes its next turn when it is free.
//
// So all have read before any writes what it computed from its reads, unless something in the program or the database
// prevents it, which is what a repair does:
//
//   - SET stock = stock - 1: both write, nothing is lost.
//   - SELECT ... FOR UPDATE: the second read is held back until the first operation has committed ([Step.Held]).
//   - A condition in WHERE (compare-and-set, a version column) and a retry: the second write finds no row, and tries again.
//   - SERIALIZABLE, or two writers of SQLite: the second operation gets an error, found in [Result.Errs].
//
// [Result] has the statements in the order in which they ran; print it when a test fails. [Result.Interleaved] tells
// whether the race came about, that is whether the repair was put to the test or the lock made the race impossible.
//
// # Which operation a statement belongs to
//
// Only one operation runs at a time, so a statement belongs to the one whose turn it is. Nothing has to be passed along:
// global handles, ORMs without a context and HTTP servers between the test and the database all work. A transaction's
// statements belong to the operation that began it. An operation that issues statements from several goroutines at a time must pass
// its context on to them. Go code that takes longer than Limit between two statements needs a higher Limit.
//
// A statement outside of a race passes untouched: fill tables and check results through the same DB.
//
// # What it needs
//
// Any driver under database/sql, and any ORM that takes a *sql.DB. The ORM sees the driver itself (DB.Driver) and the
// driver's own rows; only (*sql.Conn).Raw meets a wrapper. The operations need a connection each: an SQLite database in memory,
// which is one a connection, must be a file instead. On SQLite set a busy_timeout above Limit, so that a writer that is held
// back waits rather than fails.
package racetest

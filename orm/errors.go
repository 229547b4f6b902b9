package orm

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// Errors that a caller tells apart with [errors.Is].
var (
	// ErrNotFound means that no row matched: Get and First found none, or an Update or a forced Save met no row with that key.
	ErrNotFound = errors.New("orm: no row matches")
	// ErrMultiple means that Get matched more than one row.
	ErrMultiple = errors.New("orm: more than one row matches")
	// ErrConflict means that a condition given with If did not hold, or that the row's version column has moved on.
	// Nothing was written. Read the row again and decide again.
	ErrConflict = errors.New("orm: the row has changed or does not meet the condition; nothing was written")
	// ErrLocked means that another transaction holds a row that was asked for with NoWait. It is the database's own error too
	// (55P03 on PostgreSQL, 3572 on MySQL, 1205 on MariaDB), and Atomic does not run again for it.
	ErrLocked = errors.New("orm: another transaction has locked the row")
	// ErrNoTransaction means that a row lock (or OnCommit on a borrowed connection) was asked for outside a transaction,
	// where the lock would end with the statement. Call it inside Atomic, or give New the transaction itself.
	ErrNoTransaction = errors.New("orm: not in a transaction")
	// ErrDurable means that Atomic was called with Durable inside another transaction.
	ErrDurable = errors.New("orm: a durable Atomic cannot run inside another transaction")
	// ErrUnsupported means that the database has no such feature; the message names both.
	ErrUnsupported = errors.New("orm: not supported by this database")
	// ErrDialect means that the kind of database could not be told from the connection. Give New an orm.DialectNamed.
	ErrDialect = errors.New("orm: unknown dialect")
)

// StatementError is the failure of one statement. Its text names the statement, never the values; Unwrap gives the driver's error.
type StatementError struct {
	SQL string // the statement as it was sent
	Err error  // the driver's error

	tx *txn // that it ran in
}

// Error says what failed and which statement it was.
func (e *StatementError) Error() string { return fmt.Sprintf("orm: %v (in %s)", e.Err, e.SQL) }

// Unwrap gives the driver's error.
func (e *StatementError) Unwrap() error { return e.Err }

// Is makes the refusal of a NoWait an [ErrLocked].
func (e *StatementError) Is(target error) bool {
	return target == ErrLocked && strings.HasSuffix(e.SQL, " NOWAIT") && classify(e.Err) == failRetry
}

// failure is what a database meant by an error, as far as this package acts on it.
type failure int

const (
	failOther     failure = iota
	failRetry             // serialization failure, lock timeout, busy: the whole transaction may be run again
	failDeadlock          // as failRetry, and the server has already rolled the transaction back
	failDuplicate         // a unique constraint or primary key refused the row
)

// sqlStates are the codes of PostgreSQL and its relatives.
var sqlStates = map[string]failure{
	"40001": failRetry,     // serialization_failure; CockroachDB's and YugabyteDB's restart
	"40P01": failDeadlock,  // deadlock_detected
	"55P03": failRetry,     // lock_not_available: lock_timeout has passed, or a NOWAIT is answered
	"23505": failDuplicate, // unique_violation
}

// mysqlNumbers are the codes of MySQL, MariaDB and TiDB.
var mysqlNumbers = map[int64]failure{
	1205: failRetry,     // lock wait timeout; MariaDB's answer to NOWAIT
	3572: failRetry,     // MySQL's answer to NOWAIT
	1213: failDeadlock,  // deadlock found
	1020: failRetry,     // record has changed since last read (MariaDB's snapshot isolation)
	1062: failDuplicate, // duplicate entry
	8002: failRetry,     // TiDB: FOR UPDATE could not be retried
	8022: failRetry,     // TiDB: commit failed, retryable
	9007: failRetry,     // TiDB: write conflict
}

// sqliteCodes are SQLite's primary result codes (the low byte of the extended ones).
var sqliteCodes = map[int64]failure{
	5: failRetry, // SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT
	6: failRetry, // SQLITE_LOCKED
}

// sqliteDuplicates are the extended codes that mean a unique constraint.
var sqliteDuplicates = map[int64]failure{
	1555: failDuplicate, // SQLITE_CONSTRAINT_PRIMARYKEY
	2067: failDuplicate, // SQLITE_CONSTRAINT_UNIQUE
	2579: failDuplicate, // SQLITE_CONSTRAINT_ROWID
}

// classify reads the codes of pgx, lib/pq, go-sql-driver, modernc and mattn without importing them: by method where the
// driver has one (SQLState, Code), else by the field's name.
func classify(err error) failure {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if s, ok := e.(interface{ SQLState() string }); ok {
			return sqlStates[s.SQLState()]
		}
		if c, ok := e.(interface{ Code() int }); ok {
			return sqliteFailure(int64(c.Code()))
		}
		if f := classifyFields(e); f != failOther {
			return f
		}
		if many, ok := e.(interface{ Unwrap() []error }); ok {
			for _, one := range many.Unwrap() {
				if f := classify(one); f != failOther {
					return f
				}
			}
		}
	}
	return failOther
}

func sqliteFailure(code int64) failure {
	if f := sqliteDuplicates[code]; f != failOther {
		return f
	}
	return sqliteCodes[code&0xff]
}

// classifyFields reads mysql.MySQLError{Number} and sqlite3.Error{Code, ExtendedCode}.
func classifyFields(err error) failure {
	v := reflect.ValueOf(err)
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return failOther
	}
	if n := v.FieldByName("Number"); n.IsValid() && n.CanUint() {
		return mysqlNumbers[int64(n.Uint())]
	}
	if c := v.FieldByName("ExtendedCode"); c.IsValid() && c.CanInt() {
		return sqliteFailure(c.Int())
	}
	return failOther
}

// beside tells whether err is of a statement that ran on another handle than the transaction's.
func beside(err error, t *txn) bool {
	var stmt *StatementError
	return errors.As(err, &stmt) && stmt.tx != t
}

// retryable tells whether a transaction that ended in err may be run again from its start.
func retryable(err error) bool {
	var aside *outside
	if errors.As(err, &aside) || errors.Is(err, ErrLocked) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, driver.ErrBadConn) {
		return false
	}
	f := classify(err)
	return f == failRetry || f == failDeadlock
}

package orm

import (
	"fmt"
	"strings"
	"sync/atomic"
)

// sqliteDialect is SQLite 3.35 or newer (RETURNING). It locks the whole database for a writer, so that a row lock is the
// database's write lock, taken at once instead of at the first write.
var sqliteDialect = dialect{
	name:    "sqlite",
	aliases: []string{"sqlite3", "libsql", "turso"},
	drivers: []string{"modernc.org/sqlite", "github.com/mattn/go-sqlite3", "github.com/ncruces/go-sqlite3", "github.com/glebarez/go-sqlite"},

	quotes: backQuotes, // in double quotes, SQLite takes a name that it does not know for a string
	params: 32766,

	insertReturning: true,
	updateReturning: true,
	lastInsertID:    true,
	matchedRows:     true,
	writeLocks:      true,

	emptyRow: "DEFAULT VALUES",
	calls: map[fn]call{
		fnCoalesce: {"COALESCE(", ", ", ")"},
		fnGreatest: {"MAX(", ", ", ")"},
		fnLeast:    {"MIN(", ", ", ")"},
		fnConcat:   {"(", " || ", ")"},
		fnNow:      {"strftime('%Y-%m-%d %H:%M:%f', 'now')", "", ""},
		fnLower:    {"LOWER(", "", ")"},
		fnUpper:    {"UPPER(", "", ")"},
		fnLength:   {"LENGTH(", "", ")"},
		fnAbs:      {"ABS(", "", ")"},
	},
	locks: map[Lock]string{ForUpdate: "", NoKey: "", Share: ""},

	insertMany: insertRows,
	updateMany: updateValues,
	upsert:     onConflict,
	dsn:        sqliteDSN,
}

// memories numbers the in-memory databases of this process, so that each Open of ":memory:" is one of its own.
var memories atomic.Int64

// sqliteDSN fills in what a server-like use of SQLite needs: writers wait for each other, transactions take the write lock
// when they begin, readers do not block, foreign keys hold, times are written as SQLite reads them. What the name says
// already stays. A ":memory:" database is shared by all connections of the pool.
func sqliteDSN(driver, dsn string) string {
	memory := dsn == ":memory:" || dsn == ""
	if memory {
		dsn = fmt.Sprintf("file:/orm-memory-%d?vfs=memdb", memories.Add(1))
	}
	if !strings.HasPrefix(driver, "modernc.org/sqlite") {
		return missingParams(dsn, "_busy_timeout", "10000", "_txlock", "immediate", "_foreign_keys", "1", "_journal_mode", "WAL")
	}
	for _, p := range []struct{ pragma, value string }{{"busy_timeout", "10000"}, {"journal_mode", "WAL"}, {"foreign_keys", "1"}} {
		if !strings.Contains(dsn, p.pragma) && !(memory && p.pragma == "journal_mode") {
			dsn = withParam(dsn, "_pragma="+p.pragma+"("+p.value+")")
		}
	}
	return missingParams(dsn, "_txlock", "immediate", "_time_format", "sqlite")
}

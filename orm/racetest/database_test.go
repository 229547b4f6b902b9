package racetest_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/rmwlint/rmwlint/orm/racetest"
)

// A database is one that the tests run on, with what differs between them.
type database struct {
	name   string
	driver string
	dsn    func(t *testing.T) string
	dollar bool   // parameters are $1, $2
	lock   string // what makes a SELECT lock its rows, if there is such a thing
}

var (
	sqlite        = database{name: "sqlite", driver: "sqlite", dsn: inTempDir("_pragma=journal_mode(WAL)")}
	sqliteJournal = database{name: "sqlite", driver: "sqlite", dsn: inTempDir("_pragma=journal_mode(DELETE)")}
	postgres      = database{name: "postgres", driver: "pgx", dsn: fromEnv("RMWLINT_POSTGRES_DSN"), dollar: true, lock: " FOR UPDATE"}
	mariadb       = database{name: "mariadb", driver: "mysql", dsn: fromEnv("RMWLINT_MYSQL_DSN"), lock: " FOR UPDATE"}
)

func inTempDir(pragma string) func(*testing.T) string {
	return func(t *testing.T) string {
		return "file:" + filepath.Join(t.TempDir(), "race.db") + "?_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)&" + pragma
	}
}

func fromEnv(name string) func(*testing.T) string {
	return func(t *testing.T) string {
		dsn := os.Getenv(name)
		if dsn == "" {
			t.Skipf("%s is not set", name)
		}
		return dsn
	}
}

// on runs f on each database, with a table of one product of which there are five.
func on(t *testing.T, databases []database, f func(t *testing.T, s shop)) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) { f(t, open(t, d)) })
	}
}

func open(t *testing.T, d database) shop {
	db, err := racetest.Open(d.driver, d.dsn(t))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	db.Limit = 750 * time.Millisecond // a busy server takes its time to accept a connection
	for _, q := range []string{
		"DROP TABLE IF EXISTS racetest_product",
		"DROP TABLE IF EXISTS racetest_audit",
		"CREATE TABLE racetest_product (id INT PRIMARY KEY, stock INT NOT NULL, sold INT NOT NULL, version INT NOT NULL)",
		"CREATE TABLE racetest_audit (what VARCHAR(20))",
		"INSERT INTO racetest_product VALUES (1, 5, 0, 0)",
	} {
		_, err := db.Exec(q)
		require.NoError(t, err)
	}
	return shop{d, db}
}

// bind turns ? into $1, $2 where the database wants it.
func (d database) bind(query string) string {
	if !d.dollar {
		return query
	}
	parts := strings.Split(query, "?")
	for i := range parts[1:] {
		parts[i] += "$" + strconv.Itoa(i+1)
	}
	return strings.Join(parts, "")
}

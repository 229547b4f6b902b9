package interop_test

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
	_ "github.com/rmwlint/rmwlint/orm/sqlite"
)

var ctx = context.Background()

var errBoom = errors.New("boom")

// server is a pool of one database: SQLite always, PostgreSQL and MariaDB when their DSNs are in the environment. Each test
// gets a schema (PostgreSQL) or a database (MariaDB) of its own.
type server struct {
	name, driver, schema, dsn string
	pool                      *sql.DB
}

var postgresDSN, mysqlDSN = os.Getenv("RMWLINT_POSTGRES_DSN"), os.Getenv("RMWLINT_MYSQL_DSN")

// TestMain leaves out the examples on PostgreSQL where there is none.
func TestMain(m *testing.M) {
	flag.Parse()
	if postgresDSN == "" {
		if err := flag.Set("test.skip", "^Example_pgx"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

var allServers = []string{"sqlite", "postgres", "mysql"}

func onEach(t *testing.T, test func(t *testing.T, s server)) {
	t.Helper()
	onServers(t, allServers, test)
}

func onServers(t *testing.T, names []string, test func(t *testing.T, s server)) {
	t.Helper()
	open := map[string]func(t *testing.T) server{"sqlite": openSQLite, "postgres": openPostgres, "mysql": openMySQL}
	for _, name := range names {
		if name == "postgres" && postgresDSN == "" || name == "mysql" && mysqlDSN == "" {
			continue
		}
		t.Run(name, func(t *testing.T) { test(t, open[name](t)) })
	}
}

var schemas atomic.Int64

func schemaName() string { return fmt.Sprintf("rmwlint_interop_%d_%d", os.Getpid(), schemas.Add(1)) }

func openSQLite(t *testing.T) server {
	db, err := orm.Open("sqlite", filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	t.Cleanup(func() { db.Close() })
	return server{"sqlite", "sqlite", "", "", db.SQL()}
}

func openPostgres(t *testing.T) server {
	schema := schemaName()
	around(t, "pgx", postgresDSN, "CREATE SCHEMA "+schema, "DROP SCHEMA "+schema+" CASCADE")
	cfg, err := pgx.ParseConfig(postgresDSN)
	require.NoError(t, err)
	cfg.RuntimeParams["search_path"] = schema
	sep := "?"
	if strings.Contains(postgresDSN, "?") {
		sep = "&"
	}
	pool := stdlib.OpenDB(*cfg)
	t.Cleanup(func() { pool.Close() })
	return server{"postgres", "pgx", schema, postgresDSN + sep + "search_path=" + schema, pool}
}

func openMySQL(t *testing.T) server {
	schema := schemaName()
	around(t, "mysql", mysqlDSN, "CREATE DATABASE "+schema, "DROP DATABASE "+schema)
	cfg, err := mysql.ParseDSN(mysqlDSN)
	require.NoError(t, err)
	cfg.DBName, cfg.ParseTime = schema, true
	pool, err := sql.Open("mysql", cfg.FormatDSN())
	require.NoError(t, err)
	t.Cleanup(func() { pool.Close() })
	return server{"mysql", "mysql", "", cfg.FormatDSN(), pool}
}

// around runs one statement now, and one when the test has ended.
func around(t *testing.T, driver, dsn, before, after string) {
	pool, err := sql.Open(driver, dsn)
	require.NoError(t, err)
	_, err = pool.Exec(before)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := pool.Exec(after)
		require.NoError(t, err)
		pool.Close()
	})
}

// key is the type of a key that the database numbers.
func (s server) key() string {
	return map[string]string{"sqlite": "INTEGER PRIMARY KEY", "postgres": "BIGSERIAL PRIMARY KEY", "mysql": "BIGINT AUTO_INCREMENT PRIMARY KEY"}[s.name]
}

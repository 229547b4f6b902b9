package orm_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
	_ "github.com/rmwlint/rmwlint/orm/sqlite"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
)

// server is a database that the tests run on: SQLite always, the others when their DSN is in the environment.
type server struct {
	name  string
	types *strings.Replacer // {auto} and other column types in the tests' DDL
	open  func(t testing.TB) *orm.DB
}

// schema is the PostgreSQL schema and the MySQL database of this process, so that parallel test runs do not meet.
var schema = fmt.Sprintf("rmwlint_orm_%d", os.Getpid())

func servers() []server {
	list := []server{{
		name: "sqlite",
		types: strings.NewReplacer("{auto}", "INTEGER PRIMARY KEY", "{int}", "INTEGER", "{text}", "TEXT", "{real}", "REAL", "{bool}", "BOOLEAN",
			"{time}", "DATETIME", "{bytes}", "BLOB", "{json}", "TEXT", "{money}", "NUMERIC"),
		open: func(t testing.TB) *orm.DB {
			db, err := orm.Open("sqlite", filepath.Join(t.TempDir(), "test.db")+"?_pragma=synchronous(OFF)")
			require.NoError(t, err)
			return db
		},
	}}
	if dsn := os.Getenv("RMWLINT_POSTGRES_DSN"); dsn != "" {
		list = append(list, server{
			name: "postgres",
			types: strings.NewReplacer("{auto}", "BIGSERIAL PRIMARY KEY", "{int}", "INTEGER", "{text}", "VARCHAR(200)", "{real}", "DOUBLE PRECISION",
				"{bool}", "BOOLEAN", "{time}", "TIMESTAMPTZ", "{bytes}", "BYTEA", "{json}", "JSONB", "{money}", "NUMERIC(20,4)"),
			open: func(t testing.TB) *orm.DB {
				sep := "?"
				if strings.Contains(dsn, "?") {
					sep = "&"
				}
				db, err := orm.Open("pgx", dsn+sep+"search_path="+schema+"&application_name="+schema)
				require.NoError(t, err)
				return db
			},
		})
	}
	if dsn := os.Getenv("RMWLINT_MYSQL_DSN"); dsn != "" {
		list = append(list, server{
			name: "mysql",
			types: strings.NewReplacer("{auto}", "BIGINT AUTO_INCREMENT PRIMARY KEY", "{int}", "INTEGER", "{text}", "VARCHAR(200)", "{real}", "DOUBLE",
				"{bool}", "BOOLEAN", "{time}", "DATETIME(6)", "{bytes}", "BLOB", "{json}", "JSON", "{money}", "DECIMAL(20,4)"),
			// sql.Open instead of orm.Open: RowsAffected then counts changed rows, which is the harder case.
			open: func(t testing.TB) *orm.DB {
				pool, err := sql.Open("mysql", mysqlDSN(dsn, schema))
				require.NoError(t, err)
				t.Cleanup(func() { pool.Close() })
				return orm.New(pool)
			},
		})
	}
	return list
}

func mysqlDSN(dsn, name string) string {
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		log.Fatal(err)
	}
	cfg.DBName, cfg.ParseTime = name, true
	return cfg.FormatDSN()
}

func TestMain(m *testing.M) {
	_ = mysql.SetLogger(log.New(io.Discard, "", 0)) // killed connections are part of the tests
	create, drop := "CREATE SCHEMA "+schema, "DROP SCHEMA "+schema
	onServers(create, create)
	code := m.Run()
	onServers(drop+" CASCADE", drop)
	os.Exit(code)
}

func onServers(postgres, my string) {
	for driver, c := range map[string][2]string{"pgx": {os.Getenv("RMWLINT_POSTGRES_DSN"), postgres}, "mysql": {os.Getenv("RMWLINT_MYSQL_DSN"), my}} {
		if c[0] == "" {
			continue
		}
		pool, err := sql.Open(driver, c[0])
		if err == nil {
			_, err = pool.Exec(c[1])
			pool.Close()
		}
		if err != nil {
			log.Fatalf("%s: %s: %v", driver, c[1], err)
		}
	}
}

// database is a server with the test's tables on it.
type database struct {
	*orm.DB
	server
}

// onEach runs the test on each database, with fresh tables by the DDL, statements apart by semicolons.
func onEach(t *testing.T, ddl string, test func(t *testing.T, db database)) {
	t.Helper()
	for _, s := range servers() {
		t.Run(s.name, func(t *testing.T) {
			db := database{s.open(t), s}
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			db.create(t, ddl)
			test(t, db)
		})
	}
}

var createTable = regexp.MustCompile(`CREATE TABLE (\S+)`)

func (d database) create(t testing.TB, ddl string) {
	for _, stmt := range strings.Split(d.types.Replace(ddl), ";") {
		if strings.TrimSpace(stmt) == "" {
			continue
		}
		if m := createTable.FindStringSubmatch(stmt); m != nil {
			d.exec(t, "DROP TABLE IF EXISTS "+m[1])
		}
		d.exec(t, stmt)
	}
}

func (d database) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	_, err := d.ExecContext(context.Background(), query, args...)
	require.NoError(t, err, query)
}

// one reads a single number.
func (d database) one(t testing.TB, query string, args ...any) (n int64) {
	t.Helper()
	rows, err := d.QueryContext(context.Background(), query, args...)
	require.NoError(t, err, query)
	defer rows.Close()
	require.True(t, rows.Next(), query)
	require.NoError(t, rows.Scan(&n))
	return n
}

package racetest_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm/racetest"
)

// Column types, drivers and arguments are as without the wrapper.
func TestDriversOwnFeatures(t *testing.T) {
	on(t, all, func(t *testing.T, s shop) {
		ctx := context.Background()
		plain, err := sql.Open(s.driver, s.dsn(t))
		require.NoError(t, err)
		defer plain.Close()
		require.IsType(t, plain.Driver(), s.db.Driver())
		require.NoError(t, s.db.PingContext(ctx))

		for _, query := range []string{"SELECT 1 AS a, 'x' AS b, 1.5 AS c, NULL AS d", "SELECT COUNT(*) AS n FROM (SELECT 1 AS x) AS t"} {
			require.Equal(t, columnTypes(t, plain, query), columnTypes(t, s.db.DB, query))
		}

		var n int
		require.NoError(t, s.db.QueryRow(s.bind("SELECT id FROM racetest_product WHERE id = ? AND stock = ?"), valuer{1}, uint8(5)).Scan(&n))
		require.Equal(t, 1, n)
		_, err = s.db.ExecContext(ctx, "SELECT nonsense FROM nowhere")
		require.Error(t, err)

		canceled, cancel := context.WithCancel(ctx)
		cancel()
		_, err = s.db.ExecContext(canceled, "UPDATE racetest_product SET stock = 0")
		require.ErrorIs(t, err, context.Canceled)
		_, err = s.db.BeginTx(canceled, nil)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, 5, s.stock(t))

		tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err == nil {
			defer tx.Rollback()
			if s.driver != "sqlite" { // whose driver takes it for a hint
				_, err = tx.Exec("UPDATE racetest_product SET stock = 0")
			}
		}
		if s.driver != "sqlite" {
			require.Error(t, err)
		}
	})
}

type valuer struct{ n int64 }

func (v valuer) Value() (driver.Value, error) { return v.n, nil }

func columnTypes(t *testing.T, db *sql.DB, query string) (out []any) {
	rows, err := db.Query(query)
	require.NoError(t, err)
	defer rows.Close()
	types, err := rows.ColumnTypes()
	require.NoError(t, err)
	for _, c := range types {
		length, hasLength := c.Length()
		nullable, knows := c.Nullable()
		precision, scale, decimal := c.DecimalSize()
		out = append(out, c.Name(), c.DatabaseTypeName(), c.ScanType(), length, hasLength, nullable, knows, precision, scale, decimal)
	}
	return out
}

// pgx takes slices as arrays, which database/sql alone refuses; and a connector of its own.
func TestPgxArguments(t *testing.T) {
	config, err := pgx.ParseConfig(postgres.dsn(t))
	require.NoError(t, err)
	db := racetest.Wrap(stdlib.GetConnector(*config))
	defer db.Close()
	var n int
	require.NoError(t, db.QueryRow("SELECT count(*) FROM unnest($1::int[])", []int{1, 2, 3}).Scan(&n))
	require.Equal(t, 3, n)
	stmt, err := db.Prepare("SELECT count(*) FROM unnest($1::int[])")
	require.NoError(t, err)
	defer stmt.Close()
	require.NoError(t, stmt.QueryRow([]int{1, 2}).Scan(&n))
	require.Equal(t, 2, n)
}

func TestSQLiteNamedArguments(t *testing.T) {
	s := open(t, sqlite)
	var n int
	require.NoError(t, s.db.QueryRow("SELECT @b - @a", sql.Named("a", 1), sql.Named("b", 3)).Scan(&n))
	require.Equal(t, 2, n)
}

func TestMariaDBResultSets(t *testing.T) {
	dsn := mariadb.dsn(t)
	dsn += map[bool]string{true: "&", false: "?"}[strings.Contains(dsn, "?")] + "multiStatements=true"
	db, err := racetest.Open("mysql", dsn)
	require.NoError(t, err)
	defer db.Close()
	rows, err := db.Query("SELECT 1; SELECT 2")
	require.NoError(t, err)
	defer rows.Close()
	require.True(t, rows.NextResultSet())
	require.True(t, rows.Next())
	var n int
	require.NoError(t, rows.Scan(&n))
	require.Equal(t, 2, n)
}

func TestUnknownDriver(t *testing.T) {
	_, err := racetest.Open("nonsense", "")
	require.ErrorContains(t, err, "unknown driver")
}

// A driver that has nothing but what database/sql requires: no contexts, no names, arguments converted by column.
type oldDriver struct{ log []string }

type oldConn struct{ d *oldDriver }

type oldStmt struct {
	c     oldConn
	query string
}

func (d *oldDriver) Connect(context.Context) (driver.Conn, error) { return oldConn{d}, nil }
func (d *oldDriver) Driver() driver.Driver                        { return nil }
func (d *oldDriver) note(s string)                                { d.log = append(d.log, s) }

func (c oldConn) Prepare(query string) (driver.Stmt, error) { return oldStmt{c, query}, nil }
func (c oldConn) Close() error                              { return nil }
func (c oldConn) Begin() (driver.Tx, error)                 { c.d.note("begin"); return c, nil }
func (c oldConn) Commit() error                             { c.d.note("commit"); return nil }
func (c oldConn) Rollback() error                           { c.d.note("rollback"); return nil }

func (s oldStmt) Close() error  { return nil }
func (s oldStmt) NumInput() int { return strings.Count(s.query, "?") }
func (s oldStmt) Exec(args []driver.Value) (driver.Result, error) {
	for _, a := range args {
		s.c.d.note(a.(string))
	}
	return driver.RowsAffected(1), nil
}
func (s oldStmt) Query(args []driver.Value) (driver.Rows, error) { return noRows{}, nil }
func (s oldStmt) ColumnConverter(int) driver.ValueConverter      { return upper{} }

type noRows struct{}

func (noRows) Columns() []string         { return []string{"a"} }
func (noRows) Close() error              { return nil }
func (noRows) Next([]driver.Value) error { return io.EOF }

type upper struct{}

func (upper) ConvertValue(v any) (driver.Value, error) { return strings.ToUpper(v.(string)), nil }

func TestOldDriver(t *testing.T) {
	ctx := context.Background()
	d := &oldDriver{}
	db := racetest.Wrap(d)
	defer db.Close()
	require.NoError(t, db.Ping())

	result := db.Race(t, func(ctx context.Context) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE t SET a = ?", "x"); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	})
	require.NoError(t, result.Err())
	require.Equal(t, "0 begin\n0 write     UPDATE t SET a = ?\n0 commit\n", result.String())
	require.Equal(t, []string{"begin", "X", "commit"}, d.log)
	require.ErrorIs(t, db.QueryRow("SELECT a").Scan(new(string)), sql.ErrNoRows)

	_, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	require.ErrorContains(t, err, "isolation level")
	_, err = db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	require.ErrorContains(t, err, "read-only")
	_, err = db.Exec("UPDATE t SET a = ?", sql.Named("a", "x"))
	require.ErrorContains(t, err, "named parameters")
}

// A driver that executes directly, but without contexts; and one whose connections come and go.
type directConn struct{ oldConn }

func (c directConn) Exec(query string, args []driver.Value) (driver.Result, error) {
	if len(args) > 0 {
		return nil, driver.ErrSkip // as drivers do that do not put arguments into the text
	}
	c.d.note("direct " + query)
	return driver.RowsAffected(1), nil
}

func (c directConn) Query(query string, args []driver.Value) (driver.Rows, error) {
	if len(args) > 0 {
		return nil, driver.ErrSkip
	}
	return noRows{}, nil
}
func (c directConn) ResetSession(context.Context) error { c.d.note("reset"); return nil }
func (c directConn) IsValid() bool                      { c.d.note("valid?"); return false }
func (c directConn) Ping(context.Context) error         { c.d.note("ping"); return nil }
func (c directConn) CheckNamedValue(v *driver.NamedValue) error {
	c.d.note("check")
	return driver.ErrSkip
}

type directDriver struct {
	oldDriver
	closed bool
}

func (d *directDriver) Connect(context.Context) (driver.Conn, error) {
	d.note("connect")
	return directConn{oldConn{&d.oldDriver}}, nil
}
func (d *directDriver) Close() error { d.closed = true; return nil }

func TestDirectDriver(t *testing.T) {
	d := &directDriver{}
	db := racetest.Wrap(d)
	require.NoError(t, db.Ping())
	_, err := db.Exec("UPDATE t SET a = 1")
	require.NoError(t, err)
	require.Equal(t, []string{"connect", "ping", "valid?", "connect", "direct UPDATE t SET a = 1", "valid?"}, d.log, "a connection that is not valid is not used again")

	// ErrSkip and the prepared statement that follows are one write with one turn.
	d.log = nil
	write := func(ctx context.Context) error {
		_, err := db.ExecContext(ctx, "UPDATE t SET a = ?", "x")
		return err
	}
	result := db.Race(t, write, write)
	require.NoError(t, result.Err())
	require.Equal(t, "0 write     UPDATE t SET a = ?\n1 write     UPDATE t SET a = ?\n", result.String())
	require.Contains(t, d.log, "check")
	require.Contains(t, d.log, "X")

	require.NoError(t, db.Close())
	require.True(t, d.closed)
}

// The context of a statement that was prepared reaches an old driver's caller too.
func TestOldDriverContext(t *testing.T) {
	db := racetest.Wrap(&oldDriver{})
	defer db.Close()
	stmt, err := db.Prepare("UPDATE t SET a = ?")
	require.NoError(t, err)
	defer stmt.Close()
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	_, err = stmt.ExecContext(ctx, "x")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

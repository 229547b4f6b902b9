package orm_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/rmwlint/rmwlint/orm"
)

// recorder is a driver that notes statements and answers each with one row.
type recorder struct {
	log     []string
	args    [][]any
	matches int64 // RowsAffected, and rows of a query
}

// recorded gives a handle that speaks the dialect to a recorder.
func recorded(t testing.TB, dialect string, opts ...orm.Option) (*orm.DB, *recorder) {
	r := &recorder{matches: 1}
	pool := sql.OpenDB(r)
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() { pool.Close() })
	return orm.New(pool, append([]orm.Option{orm.DialectNamed(dialect), orm.StatementCache(0)}, opts...)...), r
}

func (r *recorder) Connect(context.Context) (driver.Conn, error) { return r, nil }
func (r *recorder) Driver() driver.Driver                        { return nil }
func (r *recorder) Prepare(string) (driver.Stmt, error)          { return nil, driver.ErrSkip }
func (r *recorder) Close() error                                 { return nil }
func (r *recorder) Begin() (driver.Tx, error)                    { return r, nil }
func (r *recorder) Commit() error                                { return nil }
func (r *recorder) Rollback() error                              { return nil }
func (r *recorder) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) {
	return r, nil
}

func (r *recorder) note(query string, args []driver.NamedValue) {
	vals := []any{}
	for _, a := range args {
		if _, ok := a.Value.(time.Time); ok {
			a.Value = "a time"
		}
		vals = append(vals, a.Value)
	}
	r.log = append(r.log, query)
	r.args = append(r.args, vals)
}

func (r *recorder) ExecContext(_ context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	r.note(query, args)
	return recordedResult(r.matches), nil
}

// bound are the values of the first statement that has any.
func (r *recorder) bound() []any {
	for _, args := range r.args {
		if len(args) > 0 {
			return args
		}
	}
	return []any{}
}

type recordedResult int64

func (n recordedResult) RowsAffected() (int64, error) { return int64(n), nil }
func (n recordedResult) LastInsertId() (int64, error) { return 1, nil }

func (r *recorder) QueryContext(_ context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	r.note(query, args)
	if strings.Contains(query, "pg_attribute") {
		return &catalogue{}, nil
	}
	list := query
	if i := strings.LastIndex(query, "RETURNING "); i >= 0 {
		list = query[i:]
	} else if i := strings.Index(query, " FROM "); i >= 0 {
		list = query[:i]
	}
	return &recordedRows{cols: 1 + strings.Count(list, ","), left: r.matches}, nil
}

// recordedRows are rows of ones.
type recordedRows struct {
	cols int
	left int64
}

func (r *recordedRows) Columns() []string { return make([]string, r.cols) }
func (r *recordedRows) Close() error      { return nil }
func (r *recordedRows) Next(dest []driver.Value) error {
	if r.left--; r.left < 0 {
		return io.EOF
	}
	for i := range dest {
		dest[i] = int64(1)
	}
	return nil
}

// catalogueSQL is what BulkCreate and BulkUpdate ask of PostgreSQL, once a model.
const catalogueSQL = "SELECT attname, format_type(atttypid, -1) FROM pg_attribute WHERE attrelid = to_regclass($1::text) AND attnum > 0 AND NOT attisdropped"

// catalogue is what PostgreSQL tells of the columns.
type catalogue struct{ at int }

var catalogueRows = [][2]string{{"id", "bigint"}, {"name", "character varying"}, {"price", "double precision"}, {"in_stock", "integer"}, {"reserved", "integer"}, {"balance", "bigint"}, {"version", "bigint"}}

func (c *catalogue) Columns() []string { return []string{"attname", "format_type"} }
func (c *catalogue) Close() error      { return nil }
func (c *catalogue) Next(dest []driver.Value) error {
	if c.at == len(catalogueRows) {
		return io.EOF
	}
	dest[0], dest[1] = catalogueRows[c.at][0], catalogueRows[c.at][1]
	c.at++
	return nil
}

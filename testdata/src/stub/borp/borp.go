// Package borp has the signatures of github.com/letsencrypt/borp and no behaviour.
package borp

import (
	"context"
	"database/sql"
)

// DbMap maps structs to the tables of a database.
type DbMap struct{ Db *sql.DB }

// Transaction is a DbMap's transaction.
type Transaction struct{}

// TableMap says how a struct is mapped.
type TableMap struct{}

// ColumnMap says how a field is mapped.
type ColumnMap struct{}

// SqlExecutor is what a DbMap and a Transaction have in common.
type SqlExecutor interface {
	Get(ctx context.Context, i interface{}, keys ...interface{}) (interface{}, error)
	Insert(ctx context.Context, list ...interface{}) error
	Update(ctx context.Context, list ...interface{}) (int64, error)
	Delete(ctx context.Context, list ...interface{}) (int64, error)
	Select(ctx context.Context, i interface{}, query string, args ...interface{}) ([]interface{}, error)
	SelectOne(ctx context.Context, holder interface{}, query string, args ...interface{}) error
	ExecContext(ctx context.Context, query string, args ...interface{}) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...interface{}) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...interface{}) *sql.Row
}

var _, _ SqlExecutor = &DbMap{}, &Transaction{}

func (m *DbMap) Get(ctx context.Context, i interface{}, keys ...interface{}) (interface{}, error) {
	panic("stub")
}

func (m *DbMap) Insert(ctx context.Context, list ...interface{}) error { panic("stub") }

func (m *DbMap) Update(ctx context.Context, list ...interface{}) (int64, error) { panic("stub") }

func (m *DbMap) Delete(ctx context.Context, list ...interface{}) (int64, error) { panic("stub") }

func (m *DbMap) Select(ctx context.Context, i interface{}, query string, args ...interface{}) ([]interface{}, error) {
	panic("stub")
}

func (m *DbMap) SelectOne(ctx context.Context, holder interface{}, query string, args ...interface{}) error {
	panic("stub")
}

func (m *DbMap) ExecContext(ctx context.Context, query string, args ...interface{}) (sql.Result, error) {
	panic("stub")
}

func (m *DbMap) QueryContext(ctx context.Context, query string, args ...interface{}) (*sql.Rows, error) {
	panic("stub")
}

func (m *DbMap) QueryRowContext(ctx context.Context, query string, args ...interface{}) *sql.Row {
	panic("stub")
}

func (m *DbMap) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) { panic("stub") }

func (m *DbMap) BeginTx(ctx context.Context) (*Transaction, error) { panic("stub") }

func (m *DbMap) AddTable(i interface{}) *TableMap { panic("stub") }

func (m *DbMap) AddTableWithName(i interface{}, name string) *TableMap { panic("stub") }

func (t *TableMap) SetKeys(isAutoIncr bool, fieldNames ...string) *TableMap { panic("stub") }

func (t *TableMap) SetVersionCol(field string) *ColumnMap { panic("stub") }

func (t *Transaction) Get(ctx context.Context, i interface{}, keys ...interface{}) (interface{}, error) {
	panic("stub")
}

func (t *Transaction) Insert(ctx context.Context, list ...interface{}) error { panic("stub") }

func (t *Transaction) Update(ctx context.Context, list ...interface{}) (int64, error) { panic("stub") }

func (t *Transaction) Delete(ctx context.Context, list ...interface{}) (int64, error) { panic("stub") }

func (t *Transaction) Select(ctx context.Context, i interface{}, query string, args ...interface{}) ([]interface{}, error) {
	panic("stub")
}

func (t *Transaction) SelectOne(ctx context.Context, holder interface{}, query string, args ...interface{}) error {
	panic("stub")
}

func (t *Transaction) ExecContext(ctx context.Context, query string, args ...interface{}) (sql.Result, error) {
	panic("stub")
}

func (t *Transaction) QueryContext(ctx context.Context, query string, args ...interface{}) (*sql.Rows, error) {
	panic("stub")
}

func (t *Transaction) QueryRowContext(ctx context.Context, query string, args ...interface{}) *sql.Row {
	panic("stub")
}

func (t *Transaction) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	panic("stub")
}

func (t *Transaction) Commit() error { panic("stub") }

func (t *Transaction) Rollback() error { panic("stub") }

// SelectOne reads one row into holder.
func SelectOne(ctx context.Context, m *DbMap, e SqlExecutor, holder interface{}, query string, args ...interface{}) error {
	panic("stub")
}

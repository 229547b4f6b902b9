// Package xorm has the signatures of github.com/go-xorm/xorm and no behaviour.
package xorm

import (
	"context"
	"database/sql"
)

// Engine is a database.
type Engine struct{}

// Session is a connection with a statement under construction, in a transaction after Begin.
type Session struct{}

// EngineGroup is a master and its slaves.
type EngineGroup struct{ *Engine }

// Rows is an open result.
type Rows struct{}

// IterFunc is called by Iterate for each row.
type IterFunc func(idx int, bean interface{}) error

func (engine *Engine) Table(tableNameOrBean interface{}) *Session { panic("stub") }

func (engine *Engine) Id(id interface{}) *Session { panic("stub") }

func (engine *Engine) ID(id interface{}) *Session { panic("stub") }

func (engine *Engine) Where(query interface{}, args ...interface{}) *Session { panic("stub") }

func (engine *Engine) In(column string, args ...interface{}) *Session { panic("stub") }

func (engine *Engine) NotIn(column string, args ...interface{}) *Session { panic("stub") }

func (engine *Engine) Having(conditions string) *Session { panic("stub") }

func (engine *Engine) Cols(columns ...string) *Session { panic("stub") }

func (engine *Engine) Select(str string) *Session { panic("stub") }

func (engine *Engine) Distinct(columns ...string) *Session { panic("stub") }

func (engine *Engine) MustCols(columns ...string) *Session { panic("stub") }

func (engine *Engine) UseBool(columns ...string) *Session { panic("stub") }

func (engine *Engine) Nullable(columns ...string) *Session { panic("stub") }

func (engine *Engine) Omit(columns ...string) *Session { panic("stub") }

func (engine *Engine) AllCols() *Session { panic("stub") }

func (engine *Engine) Incr(column string, arg ...interface{}) *Session { panic("stub") }

func (engine *Engine) Decr(column string, arg ...interface{}) *Session { panic("stub") }

func (engine *Engine) SetExpr(column string, expression interface{}) *Session { panic("stub") }

func (engine *Engine) SQL(query interface{}, args ...interface{}) *Session { panic("stub") }

func (engine *Engine) OrderBy(order string) *Session { panic("stub") }

func (engine *Engine) Limit(limit int, start ...int) *Session { panic("stub") }

func (engine *Engine) Sql(querystring string, args ...interface{}) *Session { panic("stub") }

func (engine *Engine) Get(bean interface{}) (bool, error) { panic("stub") }

func (engine *Engine) Find(rowsSlicePtr interface{}, condiBean ...interface{}) error { panic("stub") }

func (engine *Engine) Iterate(bean interface{}, fun IterFunc) error { panic("stub") }

func (engine *Engine) Rows(bean interface{}) (*Rows, error) { panic("stub") }

func (engine *Engine) Query(sqlOrArgs ...interface{}) ([]map[string][]byte, error) { panic("stub") }

func (engine *Engine) QueryString(sqlOrArgs ...interface{}) ([]map[string]string, error) {
	panic("stub")
}

func (engine *Engine) QueryInterface(sqlOrArgs ...interface{}) ([]map[string]interface{}, error) {
	panic("stub")
}

func (engine *Engine) Count(bean ...interface{}) (int64, error) { panic("stub") }

func (engine *Engine) Sum(bean interface{}, columnName string) (float64, error) { panic("stub") }

func (engine *Engine) Exist(bean ...interface{}) (bool, error) { panic("stub") }

func (engine *Engine) Insert(beans ...interface{}) (int64, error) { panic("stub") }

func (engine *Engine) InsertOne(bean interface{}) (int64, error) { panic("stub") }

func (engine *Engine) Update(bean interface{}, condiBean ...interface{}) (int64, error) {
	panic("stub")
}

func (engine *Engine) Delete(bean interface{}) (int64, error) { panic("stub") }

func (engine *Engine) Exec(sqlOrArgs ...interface{}) (sql.Result, error) { panic("stub") }

func (session *Session) Table(tableNameOrBean interface{}) *Session { panic("stub") }

func (session *Session) Id(id interface{}) *Session { panic("stub") }

func (session *Session) ID(id interface{}) *Session { panic("stub") }

func (session *Session) Where(query interface{}, args ...interface{}) *Session { panic("stub") }

func (session *Session) In(column string, args ...interface{}) *Session { panic("stub") }

func (session *Session) NotIn(column string, args ...interface{}) *Session { panic("stub") }

func (session *Session) Having(conditions string) *Session { panic("stub") }

func (session *Session) Cols(columns ...string) *Session { panic("stub") }

func (session *Session) Select(str string) *Session { panic("stub") }

func (session *Session) Distinct(columns ...string) *Session { panic("stub") }

func (session *Session) MustCols(columns ...string) *Session { panic("stub") }

func (session *Session) UseBool(columns ...string) *Session { panic("stub") }

func (session *Session) Nullable(columns ...string) *Session { panic("stub") }

func (session *Session) Omit(columns ...string) *Session { panic("stub") }

func (session *Session) AllCols() *Session { panic("stub") }

func (session *Session) Incr(column string, arg ...interface{}) *Session { panic("stub") }

func (session *Session) Decr(column string, arg ...interface{}) *Session { panic("stub") }

func (session *Session) SetExpr(column string, expression interface{}) *Session { panic("stub") }

func (session *Session) SQL(query interface{}, args ...interface{}) *Session { panic("stub") }

func (session *Session) OrderBy(order string) *Session { panic("stub") }

func (session *Session) Limit(limit int, start ...int) *Session { panic("stub") }

func (session *Session) Sql(query string, args ...interface{}) *Session { panic("stub") }

func (session *Session) Get(bean interface{}) (bool, error) { panic("stub") }

func (session *Session) Find(rowsSlicePtr interface{}, condiBean ...interface{}) error { panic("stub") }

func (session *Session) Iterate(bean interface{}, fun IterFunc) error { panic("stub") }

func (session *Session) Rows(bean interface{}) (*Rows, error) { panic("stub") }

func (session *Session) Query(sqlOrArgs ...interface{}) ([]map[string][]byte, error) { panic("stub") }

func (session *Session) QueryString(sqlOrArgs ...interface{}) ([]map[string]string, error) {
	panic("stub")
}

func (session *Session) QueryInterface(sqlOrArgs ...interface{}) ([]map[string]interface{}, error) {
	panic("stub")
}

func (session *Session) Count(bean ...interface{}) (int64, error) { panic("stub") }

func (session *Session) Sum(bean interface{}, columnName string) (float64, error) { panic("stub") }

func (session *Session) Exist(bean ...interface{}) (bool, error) { panic("stub") }

func (session *Session) Insert(beans ...interface{}) (int64, error) { panic("stub") }

func (session *Session) InsertOne(bean interface{}) (int64, error) { panic("stub") }

func (session *Session) Update(bean interface{}, condiBean ...interface{}) (int64, error) {
	panic("stub")
}

func (session *Session) Delete(bean interface{}) (int64, error) { panic("stub") }

func (session *Session) Exec(sqlOrArgs ...interface{}) (sql.Result, error) { panic("stub") }

func (engine *Engine) NewSession() *Session { panic("stub") }

func (engine *Engine) Context(ctx context.Context) *Session { panic("stub") }

func (engine *Engine) Transaction(f func(*Session) (interface{}, error)) (interface{}, error) {
	panic("stub")
}

func (session *Session) And(query interface{}, args ...interface{}) *Session { panic("stub") }

func (session *Session) Or(query interface{}, args ...interface{}) *Session { panic("stub") }

func (session *Session) ForUpdate() *Session { panic("stub") }

func (session *Session) Begin() error { panic("stub") }

func (session *Session) Commit() error { panic("stub") }

func (session *Session) Rollback() error { panic("stub") }

func (session *Session) Close() { panic("stub") }

func (rows *Rows) Scan(bean interface{}) error { panic("stub") }

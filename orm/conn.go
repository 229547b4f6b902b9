package orm

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strings"
)

// wrappers are the libraries whose handles embed a *sql.DB, *sql.Tx or *sql.Conn and treat the text of a statement in a way
// of their own (bun writes values into it). The embedded one is used.
var wrappers = []string{"github.com/uptrace/bun", "github.com/jmoiron/sqlx"}

// adopt finds out what kind of connection it is given.
func (db *DB) adopt(conn Conn) {
	if v := reflect.ValueOf(conn); v.Kind() == reflect.Pointer && v.IsNil() {
		db.err = fmt.Errorf("orm: New was given a nil %T", conn)
		return
	}
	conn = unwrap(conn)
	db.conn = conn
	switch c := conn.(type) {
	case *sql.DB:
		db.pool, db.begin = c, c.BeginTx
	case *sql.Tx:
		db.tx = &txn{std: c, foreign: true}
	case *sql.Conn:
		db.begin = c.BeginTx
	case *DB:
		db.conn, db.pool, db.begin, db.tx, db.root = c.conn, c.pool, c.begin, c.tx, db
		db.naming, db.hooks, db.err = c.root.naming, c.root.hooks, c.root.err
		if d := c.root.dialect.Load(); d != nil {
			db.speak(d)
		}
	case interface {
		Commit() error
		Rollback() error
	}:
		db.tx = &txn{foreign: true}
	case interface{ GetDBConn() (*sql.DB, error) }: // GORM's PreparedStmtDB
		db.begin = func(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error) {
			pool, err := c.GetDBConn()
			if err != nil {
				return nil, err
			}
			return pool.BeginTx(ctx, opts)
		}
	case interface {
		BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
	}:
		db.begin = c.BeginTx
	}
}

func unwrap(conn Conn) Conn {
	pkg := packageOf(conn)
	for _, w := range wrappers {
		if pkg == w || strings.HasPrefix(pkg, w+"/") {
			if inner := embedded(reflect.ValueOf(conn), 3); inner != nil {
				return inner
			}
		}
	}
	return conn
}

// embedded finds the database/sql handle that is embedded in a struct, or in a struct embedded there (bun.DB is two deep).
func embedded(v reflect.Value, depth int) Conn {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	for i := 0; depth > 0 && v.Kind() == reflect.Struct && i < v.NumField(); i++ {
		f := v.Type().Field(i)
		if !f.Anonymous {
			continue
		}
		if f.IsExported() {
			switch inner := v.Field(i).Interface().(type) {
			case *sql.DB, *sql.Tx, *sql.Conn:
				return inner.(Conn)
			}
		}
		if inner := embedded(v.Field(i), depth-1); inner != nil {
			return inner
		}
	}
	return nil
}

// Package gormsqlite lets GORM speak to SQLite through any database/sql driver, so that a program needs no C compiler:
//
//	gorm.Open(gormsqlite.On(sqlDB))
//
// It makes no tables; write these in SQL.
package gormsqlite

import (
	"errors"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"
)

// Dialector is GORM's view of SQLite (3.35 or newer, for RETURNING).
type Dialector struct{ conn gorm.ConnPool }

// On returns the dialector for a *sql.DB, or whatever else GORM takes for a pool.
func On(conn gorm.ConnPool) Dialector { return Dialector{conn} }

// errNoRowLocks is the error of a query with clause.Locking: it would lock nothing.
var errNoRowLocks = errors.New("gormsqlite: SQLite has no row locks; begin the transaction with BEGIN IMMEDIATE instead")

// Name is "sqlite".
func (Dialector) Name() string { return "sqlite" }

// Initialize is called by gorm.Open.
func (d Dialector) Initialize(db *gorm.DB) error {
	db.ConnPool = d.conn
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses:        []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses:        []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses:        []string{"DELETE", "FROM", "WHERE", "RETURNING"},
		LastInsertIDReversed: true,
	})
	db.ClauseBuilders["FOR"] = func(_ clause.Clause, b clause.Builder) { _ = b.AddError(errNoRowLocks) }
	return nil
}

// Migrator is GORM's general one, which does not know SQLite's catalog.
func (d Dialector) Migrator(db *gorm.DB) gorm.Migrator {
	return migrator.Migrator{Config: migrator.Config{DB: db, Dialector: d}}
}

// DataTypeOf returns the column type that a field asks for.
func (Dialector) DataTypeOf(f *schema.Field) string { return string(f.DataType) }

// DefaultValueOf is what a batch insert writes for a field that is left to the database: SQLite numbers a NULL key.
func (Dialector) DefaultValueOf(*schema.Field) clause.Expression { return clause.Expr{SQL: "NULL"} }

// BindVarTo writes a parameter.
func (Dialector) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) { _ = w.WriteByte('?') }

// QuoteTo quotes a name, or each part of a name with dots.
func (Dialector) QuoteTo(w clause.Writer, name string) {
	for i, part := range strings.Split(name, ".") {
		if i > 0 {
			_ = w.WriteByte('.')
		}
		_, _ = w.WriteString(`"` + strings.ReplaceAll(strings.Trim(part, "`"), `"`, `""`) + `"`)
	}
}

// Explain puts values into a statement, for logs.
func (Dialector) Explain(sql string, vars ...any) string {
	return logger.ExplainSQL(sql, nil, `'`, vars...)
}

// SavePoint makes a savepoint, for nested transactions.
func (Dialector) SavePoint(tx *gorm.DB, name string) error { return tx.Exec("SAVEPOINT " + name).Error }

// RollbackTo rolls back to a savepoint.
func (Dialector) RollbackTo(tx *gorm.DB, name string) error {
	return tx.Exec("ROLLBACK TO SAVEPOINT " + name).Error
}

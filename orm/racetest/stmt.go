//lint:file-ignore SA1019 the driver that is wrapped may know the old interfaces only

package racetest

import (
	"context"
	"database/sql/driver"
	"errors"
)

// stmt is a driver's prepared statement, watched when it is executed.
type stmt struct {
	driver.Stmt
	c    *conn
	text statement
}

func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (res driver.Result, err error) {
	err = s.c.watch(ctx, s.text, func() error {
		if modern, ok := s.Stmt.(driver.StmtExecContext); ok {
			res, err = modern.ExecContext(ctx, args)
			return err
		}
		values, err := plainValues(ctx, args)
		if err == nil {
			res, err = s.Stmt.Exec(values)
		}
		return err
	})
	return res, err
}

func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (rows driver.Rows, err error) {
	err = s.c.watch(ctx, s.text, func() error {
		if modern, ok := s.Stmt.(driver.StmtQueryContext); ok {
			rows, err = modern.QueryContext(ctx, args)
			return err
		}
		values, err := plainValues(ctx, args)
		if err == nil {
			rows, err = s.Stmt.Query(values)
		}
		return err
	})
	return rows, err
}

// CheckNamedValue asks the statement, then the connection, as database/sql does.
func (s *stmt) CheckNamedValue(v *driver.NamedValue) error {
	if inner, ok := s.Stmt.(driver.NamedValueChecker); ok {
		return inner.CheckNamedValue(v)
	}
	return s.c.CheckNamedValue(v)
}

// convertingStmt is a stmt whose driver converts arguments by column. It is a type of its own because database/sql skips its own
// conversion for a statement that has the method.
type convertingStmt struct {
	*stmt
	inner driver.ColumnConverter
}

func (s convertingStmt) ColumnConverter(i int) driver.ValueConverter {
	return s.inner.ColumnConverter(i)
}

// plainValues strips the names of arguments for a driver that knows neither names nor contexts, as database/sql does.
func plainValues(ctx context.Context, named []driver.NamedValue) ([]driver.Value, error) {
	values := make([]driver.Value, len(named))
	for i, arg := range named {
		if arg.Name != "" {
			return nil, errors.New("racetest: driver does not support named parameters")
		}
		values[i] = arg.Value
	}
	return values, ctx.Err()
}

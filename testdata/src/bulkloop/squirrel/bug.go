// Package lists keeps lists with squirrel: bug.go writes row by row, clean.go does not.
package lists

import (
	"context"
	"database/sql"
	"errors"

	sq "github.com/Masterminds/squirrel"
)

var errNothing = errors.New("nothing changed")

type Repo struct {
	builder sq.StatementBuilderType
}

func (r *Repo) connect(ctx context.Context, tx *sql.Tx, list int64, filters []int64) error {
	for _, f := range filters {
		query, args, err := r.builder.Insert("list_filter").Columns("list_id", "filter_id").Values(list, f).ToSql()
		if err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, query, args...) // want "list_filter is inserted once for each of filters"
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		if n == 0 {
			return errNothing
		}
	}
	return nil
}

func (r *Repo) insertEach(ctx context.Context, tx *sql.Tx, names []string) error {
	for _, name := range names {
		query, args, err := r.builder.Insert("lists").Columns("name").Values(name).ToSql()
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, query, args...); err != nil { // want "lists is inserted once for each of names"
			return err
		}
	}
	return nil
}

package lists

import (
	"context"
	"database/sql"
)

func (r *Repo) insertAll(ctx context.Context, tx *sql.Tx, names []string) error {
	b := r.builder.Insert("lists").Columns("name")
	for _, name := range names {
		b = b.Values(name)
	}
	query, args, err := b.ToSql()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, query, args...)
	return err
}

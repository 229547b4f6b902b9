package bench

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
)

// The loops over SQL texts have a form for each kind of placeholders; a database runs its own.

func sqlInsertEach(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	if c.(*viaSQLX).dialect == "postgres" {
		return inSQL(ctx, c, func(tx *sql.Tx) error {
			for _, r := range rows {
				if _, err := tx.ExecContext(ctx, "INSERT INTO records (name, email, age, score, active, note, born) VALUES ($1, $2, $3, $4, $5, $6, $7)", r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return inSQL(ctx, c, func(tx *sql.Tx) error {
		for _, r := range rows {
			if _, err := tx.ExecContext(ctx, "INSERT INTO records (name, email, age, score, active, note, born) VALUES (?, ?, ?, ?, ?, ?, ?)", r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born); err != nil {
				return err
			}
		}
		return nil
	})
}

func sqlInsertChunks(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	if c.(*viaSQLX).dialect == "postgres" {
		return inSQL(ctx, c, func(tx *sql.Tx) error {
			var values []any
			for _, r := range rows {
				values = append(values, r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born)
			}
			for chunk := range slices.Chunk(values, 7*100) {
				var marks []string
				for i := 0; i < len(chunk); i += 7 {
					marks = append(marks, fmt.Sprintf("($%d, $%d, $%d, $%d, $%d, $%d, $%d)", i+1, i+2, i+3, i+4, i+5, i+6, i+7))
				}
				if _, err := tx.ExecContext(ctx, "INSERT INTO records (name, email, age, score, active, note, born) VALUES "+strings.Join(marks, ", "), chunk...); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return inSQL(ctx, c, func(tx *sql.Tx) error {
		var values []any
		for _, r := range rows {
			values = append(values, r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born)
		}
		for chunk := range slices.Chunk(values, 7*100) {
			if _, err := tx.ExecContext(ctx, "INSERT INTO records (name, email, age, score, active, note, born) VALUES (?, ?, ?, ?, ?, ?, ?)"+strings.Repeat(", (?, ?, ?, ?, ?, ?, ?)", len(chunk)/7-1), chunk...); err != nil {
				return err
			}
		}
		return nil
	})
}

func sqlUpdateEach(ctx context.Context, c Contender, _ []*Record, ids []int64) error {
	if c.(*viaSQLX).dialect == "postgres" {
		return inSQL(ctx, c, func(tx *sql.Tx) error {
			for _, id := range ids {
				if _, err := tx.ExecContext(ctx, "UPDATE records SET name = $1 WHERE id = $2", "closed", id); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return inSQL(ctx, c, func(tx *sql.Tx) error {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, "UPDATE records SET name = ? WHERE id = ?", "closed", id); err != nil {
				return err
			}
		}
		return nil
	})
}

func sqlUpdateChunks(ctx context.Context, c Contender, _ []*Record, ids []int64) error {
	if c.(*viaSQLX).dialect == "postgres" {
		return inSQL(ctx, c, func(tx *sql.Tx) error {
			var keys []any
			for _, id := range ids {
				keys = append(keys, id)
			}
			for chunk := range slices.Chunk(keys, 100) {
				var marks []string
				for i := 0; i < len(chunk); i++ {
					marks = append(marks, fmt.Sprintf("$%d", i+2))
				}
				if _, err := tx.ExecContext(ctx, "UPDATE records SET name = $1 WHERE id IN ("+strings.Join(marks, ", ")+")", append([]any{"closed"}, chunk...)...); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return inSQL(ctx, c, func(tx *sql.Tx) error {
		var keys []any
		for _, id := range ids {
			keys = append(keys, id)
		}
		for chunk := range slices.Chunk(keys, 100) {
			if _, err := tx.ExecContext(ctx, "UPDATE records SET name = ? WHERE id IN (?"+strings.Repeat(", ?", len(chunk)-1)+")", append([]any{"closed"}, chunk...)...); err != nil {
				return err
			}
		}
		return nil
	})
}

func sqlxNamedEach(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	return inSQLX(ctx, c, func(tx *sqlx.Tx) error {
		for _, r := range rows {
			if _, err := tx.NamedExecContext(ctx, namedInsert, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func sqlxNamedChunks(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	return inSQLX(ctx, c, func(tx *sqlx.Tx) error {
		for chunk := range slices.Chunk(rows, 100) {
			if _, err := tx.NamedExecContext(ctx, namedInsert, chunk); err != nil {
				return err
			}
		}
		return nil
	})
}

func inSQL(ctx context.Context, c Contender, run func(*sql.Tx) error) error {
	return within(ctx, c.(*viaSQLX).db.DB, run)
}

func inSQLX(ctx context.Context, c Contender, run func(*sqlx.Tx) error) error {
	tx, err := c.(*viaSQLX).db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := run(tx); err != nil {
		return err
	}
	return tx.Commit()
}

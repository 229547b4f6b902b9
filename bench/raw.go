package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// raw is database/sql as it is written by hand with care: statements prepared once, keys by RETURNING, many rows by VALUES.
type raw struct {
	store *Store
	pool  *sql.DB

	insert, insertKeyed, get, all, increment, incrementRow, updateAll, save *sql.Stmt
}

// How many rows raw puts into one statement.
var rawBatch = map[string]int{"sqlite": 100, "postgres": 5000}

const saveText = "UPDATE records SET name = ?, email = ?, age = ?, score = ?, active = ?, note = ?, born = ? WHERE id = ?"

func openRaw(ctx context.Context, s *Store, pool *sql.DB) (Contender, error) {
	return newRaw(ctx, s, pool)
}

func newRaw(ctx context.Context, s *Store, pool *sql.DB) (*raw, error) {
	c := &raw{store: s, pool: pool}
	for _, p := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&c.insert, s.insertText(1) + " RETURNING id"},
		{&c.insertKeyed, s.text("INSERT INTO records (name, email, age, score, active, note, born, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")},
		{&c.get, s.text(selectAll + " WHERE id = ?")},
		{&c.all, selectAll},
		{&c.increment, s.text("UPDATE records SET age = age + ? WHERE id = ?")},
		{&c.incrementRow, s.text("UPDATE records SET age = age + ? WHERE id = ? RETURNING age")},
		{&c.updateAll, s.text("UPDATE records SET age = age + ?")},
		{&c.save, s.text(saveText)},
	} {
		stmt, err := pool.PrepareContext(ctx, p.text)
		if err != nil {
			return nil, fmt.Errorf("bench: %s: %w", p.text, err)
		}
		*p.to = stmt
	}
	return c, nil
}

func (c *raw) Close() error { return c.pool.Close() }

func (c *raw) Insert(ctx context.Context, r *Record) error { return insertReturning(ctx, c.insert, r) }

func insertReturning(ctx context.Context, stmt *sql.Stmt, r *Record) error {
	return stmt.QueryRowContext(ctx, r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born).Scan(&r.ID)
}

// within runs do in a transaction.
func within(ctx context.Context, pool *sql.DB, do func(tx *sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (c *raw) InsertAll(ctx context.Context, rows []*Record) error {
	return within(ctx, c.pool, func(tx *sql.Tx) error {
		stmt := tx.StmtContext(ctx, c.insert)
		for _, r := range rows {
			if err := insertReturning(ctx, stmt, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *raw) Bulk(ctx context.Context, rows []*Record) error {
	return within(ctx, c.pool, func(tx *sql.Tx) error {
		size := rawBatch[c.store.Dialect]
		full := ""
		for len(rows) > 0 {
			batch := rows[:min(size, len(rows))]
			rows = rows[len(batch):]
			if full == "" || len(batch) < size {
				full = c.store.insertText(len(batch)) + " RETURNING id"
			}
			if err := returning(ctx, tx, full, batch); err != nil {
				return err
			}
		}
		return nil
	})
}

func returning(ctx context.Context, tx *sql.Tx, text string, batch []*Record) error {
	rows, err := tx.QueryContext(ctx, text, values(batch)...)
	if err != nil {
		return err
	}
	return takeKeys(rows, batch)
}

// takeKeys reads the keys in the order in which the databases hand them out.
func takeKeys(rows *sql.Rows, batch []*Record) error {
	defer rows.Close()
	for i := 0; rows.Next(); i++ {
		if err := rows.Scan(&batch[i].ID); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (c *raw) Get(ctx context.Context, id int64) (*Record, error) {
	var r Record
	err := c.get.QueryRowContext(ctx, id).Scan(&r.ID, &r.Name, &r.Email, &r.Age, &r.Score, &r.Active, &r.Note, &r.Born)
	return &r, err
}

func (c *raw) All(ctx context.Context) (Records, error) {
	rows, err := c.all.QueryContext(ctx)
	if err != nil {
		return Records{}, err
	}
	defer rows.Close()
	var out []Record
	for rows.Next() {
		var r Record
		if err := rows.Scan(&r.ID, &r.Name, &r.Email, &r.Age, &r.Score, &r.Active, &r.Note, &r.Born); err != nil {
			return Records{}, err
		}
		out = append(out, r)
	}
	return Records{Values: out}, rows.Err()
}

func (c *raw) Increment(ctx context.Context, id int64) error {
	_, err := c.increment.ExecContext(ctx, 1, id)
	return err
}

func (c *raw) IncrementRow(ctx context.Context, r *Record) error {
	return c.incrementRow.QueryRowContext(ctx, 1, r.ID).Scan(&r.Age)
}

func (c *raw) UpdateAll(ctx context.Context) error {
	_, err := c.updateAll.ExecContext(ctx, 1)
	return err
}

// BulkUpdate joins VALUES: WITH new_rows(id, age, score) AS (VALUES (..), ..) UPDATE records SET .. FROM new_rows.
func (c *raw) BulkUpdate(ctx context.Context, rows []*Record) error {
	return within(ctx, c.pool, func(tx *sql.Tx) error {
		size := rawBatch[c.store.Dialect]
		for len(rows) > 0 {
			batch := rows[:min(size, len(rows))]
			rows = rows[len(batch):]
			args := make([]any, 0, 3*len(batch))
			for _, r := range batch {
				args = append(args, r.ID, r.Age, r.Score)
			}
			if _, err := tx.ExecContext(ctx, c.store.joinText(len(batch)), args...); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) joinText(n int) string {
	row := "(?, ?, ?)"
	if s.Dialect == "postgres" {
		row = "(?::bigint, ?::bigint, ?::double precision)"
	}
	return s.text("WITH new_rows(id, age, score) AS (VALUES " + strings.Repeat(row+", ", n-1) + row +
		") UPDATE records SET age = new_rows.age, score = new_rows.score FROM new_rows WHERE records.id = new_rows.id")
}

func (c *raw) Save(ctx context.Context, r *Record) error {
	return hit(c.save.ExecContext(ctx, r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born, r.ID))
}

// hit says that an UPDATE met its row, as anyone has to who saves one.
func hit(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, fmt.Errorf("bench: %d rows updated, not 1", n))
	}
	return nil
}

func (c *raw) SaveNew(ctx context.Context, r *Record) error {
	res, err := c.save.ExecContext(ctx, r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born, r.ID)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	_, err = c.insertKeyed.ExecContext(ctx, r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born, r.ID)
	return err
}

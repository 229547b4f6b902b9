package bench

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// rawBest is the fastest way by hand that is known: where it differs from raw, it overrides. It is the floor.
//
//	SQLite      keys by LastInsertId; 20 rows a statement, prepared once; a prepared loop updates
//	PostgreSQL  one array a column, unnest
type rawBest struct {
	*raw
	one, many, update *sql.Stmt
}

// bestBatch rows go into one statement on SQLite.
const bestBatch = 20

func openRawBest(ctx context.Context, s *Store, pool *sql.DB) (Contender, error) {
	base, err := newRaw(ctx, s, pool)
	if err != nil {
		return nil, err
	}
	if s.Dialect == "postgres" {
		return &rawUnnest{base}, nil
	}
	c := &rawBest{raw: base}
	for _, p := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&c.one, s.insertText(1)},
		{&c.many, s.insertText(bestBatch)},
		{&c.update, "UPDATE records SET age = ?, score = ? WHERE id = ?"},
	} {
		if *p.to, err = pool.PrepareContext(ctx, p.text); err != nil {
			return nil, fmt.Errorf("bench: %s: %w", p.text, err)
		}
	}
	return c, nil
}

func insertLastID(ctx context.Context, stmt *sql.Stmt, r *Record) error {
	res, err := stmt.ExecContext(ctx, r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born)
	if err != nil {
		return err
	}
	r.ID, err = res.LastInsertId()
	return err
}

func (c *rawBest) Insert(ctx context.Context, r *Record) error { return insertLastID(ctx, c.one, r) }

func (c *rawBest) InsertAll(ctx context.Context, rows []*Record) error {
	return within(ctx, c.pool, func(tx *sql.Tx) error {
		stmt := tx.StmtContext(ctx, c.one)
		for _, r := range rows {
			if err := insertLastID(ctx, stmt, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// Bulk trusts that SQLite numbers the rows of a statement without gaps, which holds for a table without triggers.
func (c *rawBest) Bulk(ctx context.Context, rows []*Record) error {
	return within(ctx, c.pool, func(tx *sql.Tx) error {
		one, many := tx.StmtContext(ctx, c.one), tx.StmtContext(ctx, c.many)
		for len(rows) >= bestBatch {
			res, err := many.ExecContext(ctx, values(rows[:bestBatch])...)
			if err != nil {
				return err
			}
			last, err := res.LastInsertId()
			if err != nil {
				return err
			}
			for i, r := range rows[:bestBatch] {
				r.ID = last - bestBatch + 1 + int64(i)
			}
			rows = rows[bestBatch:]
		}
		for _, r := range rows {
			if err := insertLastID(ctx, one, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *rawBest) BulkUpdate(ctx context.Context, rows []*Record) error {
	return within(ctx, c.pool, func(tx *sql.Tx) error {
		stmt := tx.StmtContext(ctx, c.update)
		for _, r := range rows {
			if _, err := stmt.ExecContext(ctx, r.Age, r.Score, r.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// rawUnnest is rawBest on PostgreSQL.
type rawUnnest struct{ *raw }

const unnestInsert = `INSERT INTO records (name, email, age, score, active, note, born) SELECT name, email, age, score, active, note, born
	FROM unnest($1::text[], $2::text[], $3::bigint[], $4::double precision[], $5::boolean[], $6::text[], $7::timestamptz[])
	WITH ORDINALITY AS new_rows(name, email, age, score, active, note, born, ord) ORDER BY ord RETURNING id`

const unnestUpdate = `UPDATE records SET age = new_rows.age, score = new_rows.score
	FROM unnest($1::bigint[], $2::bigint[], $3::double precision[]) AS new_rows(id, age, score) WHERE records.id = new_rows.id`

func (c *rawUnnest) Bulk(ctx context.Context, rows []*Record) error {
	n := len(rows)
	names, emails, ages, scores := make([]string, n), make([]string, n), make([]int64, n), make([]float64, n)
	active, notes, born := make([]bool, n), make([]*string, n), make([]time.Time, n)
	for i, r := range rows {
		names[i], emails[i], ages[i], scores[i], active[i], notes[i], born[i] = r.Name, r.Email, r.Age, r.Score, r.Active, r.Note, r.Born
	}
	found, err := c.pool.QueryContext(ctx, unnestInsert, names, emails, ages, scores, active, notes, born)
	if err != nil {
		return err
	}
	return takeKeys(found, rows)
}

func (c *rawUnnest) BulkUpdate(ctx context.Context, rows []*Record) error {
	ids, ages, scores := make([]int64, len(rows)), make([]int64, len(rows)), make([]float64, len(rows))
	for i, r := range rows {
		ids[i], ages[i], scores[i] = r.ID, r.Age, r.Score
	}
	_, err := c.pool.ExecContext(ctx, unnestUpdate, ids, ages, scores)
	return err
}

package bench

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// viaSQLX is sqlx with named queries, prepared; many rows by its NamedExec of a slice.
type viaSQLX struct {
	dialect string
	db      *sqlx.DB

	insert, insertKeyed, save          *sqlx.NamedStmt
	get, all, incr, incrRow, updateAll *sqlx.Stmt
}

const (
	namedInsert = "INSERT INTO records (name, email, age, score, active, note, born) VALUES (:name, :email, :age, :score, :active, :note, :born)"
	namedKeyed  = "INSERT INTO records (id, name, email, age, score, active, note, born) VALUES (:id, :name, :email, :age, :score, :active, :note, :born)"
	namedSave   = "UPDATE records SET name = :name, email = :email, age = :age, score = :score, active = :active, note = :note, born = :born WHERE id = :id"
	namedUpdate = "UPDATE records SET age = :age, score = :score WHERE id = :id"
)

func openSQLX(ctx context.Context, s *Store, pool *sql.DB) (Contender, error) {
	name := "sqlite3" // so that sqlx writes question marks
	if s.Dialect == "postgres" {
		name = "pgx"
	}
	c := &viaSQLX{dialect: s.Dialect, db: sqlx.NewDb(pool, name)}
	for _, p := range []struct {
		to   **sqlx.NamedStmt
		text string
	}{{&c.insert, namedInsert + " RETURNING id"}, {&c.insertKeyed, namedKeyed}, {&c.save, namedSave}} {
		stmt, err := c.db.PrepareNamedContext(ctx, p.text)
		if err != nil {
			return nil, fmt.Errorf("bench: %s: %w", p.text, err)
		}
		*p.to = stmt
	}
	for _, p := range []struct {
		to   **sqlx.Stmt
		text string
	}{
		{&c.get, selectAll + " WHERE id = ?"},
		{&c.all, selectAll},
		{&c.incr, "UPDATE records SET age = age + ? WHERE id = ?"},
		{&c.incrRow, "UPDATE records SET age = age + ? WHERE id = ? RETURNING age"},
		{&c.updateAll, "UPDATE records SET age = age + ?"},
	} {
		stmt, err := c.db.PreparexContext(ctx, s.text(p.text))
		if err != nil {
			return nil, fmt.Errorf("bench: %s: %w", p.text, err)
		}
		*p.to = stmt
	}
	return c, nil
}

func (c *viaSQLX) Close() error { return c.db.Close() }

func (c *viaSQLX) Insert(ctx context.Context, r *Record) error {
	return c.insert.QueryRowxContext(ctx, r).Scan(&r.ID)
}

func (c *viaSQLX) within(ctx context.Context, do func(tx *sqlx.Tx) error) error {
	tx, err := c.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // without effect after Commit
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (c *viaSQLX) InsertAll(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(tx *sqlx.Tx) error {
		stmt := tx.NamedStmtContext(ctx, c.insert)
		for _, r := range rows {
			if err := stmt.QueryRowxContext(ctx, r).Scan(&r.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaSQLX) Bulk(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(tx *sqlx.Tx) error {
		for len(rows) > 0 {
			batch := rows[:min(rawBatch[c.dialect], len(rows))]
			rows = rows[len(batch):]
			if _, err := tx.NamedExecContext(ctx, namedInsert, batch); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaSQLX) Get(ctx context.Context, id int64) (*Record, error) {
	var r Record
	return &r, c.get.GetContext(ctx, &r, id)
}

func (c *viaSQLX) All(ctx context.Context) (Records, error) {
	var out []Record
	err := c.all.SelectContext(ctx, &out)
	return Records{Values: out}, err
}

func (c *viaSQLX) Increment(ctx context.Context, id int64) error {
	_, err := c.incr.ExecContext(ctx, 1, id)
	return err
}

func (c *viaSQLX) IncrementRow(ctx context.Context, r *Record) error {
	return c.incrRow.GetContext(ctx, &r.Age, 1, r.ID)
}

func (c *viaSQLX) UpdateAll(ctx context.Context) error {
	_, err := c.updateAll.ExecContext(ctx, 1)
	return err
}

func (c *viaSQLX) BulkUpdate(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(tx *sqlx.Tx) error {
		stmt, err := tx.PrepareNamedContext(ctx, namedUpdate)
		if err != nil {
			return err
		}
		defer stmt.Close()
		for _, r := range rows {
			if _, err := stmt.ExecContext(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaSQLX) Save(ctx context.Context, r *Record) error { return hit(c.save.ExecContext(ctx, r)) }

func (c *viaSQLX) SaveNew(ctx context.Context, r *Record) error {
	res, err := c.save.ExecContext(ctx, r)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	_, err = c.insertKeyed.ExecContext(ctx, r)
	return err
}

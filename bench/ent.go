package bench

import (
	"context"
	"database/sql"
	"errors"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/rmwlint/rmwlint/bench/ent"
	"github.com/rmwlint/rmwlint/bench/ent/record"
)

// viaEnt is ent; many rows by CreateBulk, in chunks because it knows no limit, and their update by an upsert of whole rows,
// for it has no other. Its rows are of a type of its own: those that it reads are copied into Records, as a program that
// keeps its types apart from the generated ones does.
type viaEnt struct {
	client  *ent.Client
	dialect string
}

func openEnt(_ context.Context, s *Store, pool *sql.DB) (Contender, error) {
	name := dialect.SQLite
	if s.Dialect == "postgres" {
		name = dialect.Postgres
	}
	return &viaEnt{ent.NewClient(ent.Driver(entsql.OpenDB(name, pool))), s.Dialect}, nil
}

func (c *viaEnt) Close() error { return c.client.Close() }

func create(c *ent.RecordClient, r *Record) *ent.RecordCreate {
	return c.Create().SetName(r.Name).SetEmail(r.Email).SetAge(r.Age).SetScore(r.Score).SetActive(r.Active).SetNillableNote(r.Note).SetBorn(r.Born)
}

func insertByEnt(ctx context.Context, c *ent.RecordClient, r *Record) error {
	made, err := create(c, r).Save(ctx)
	if err != nil {
		return err
	}
	r.ID = made.ID
	return nil
}

func (c *viaEnt) Insert(ctx context.Context, r *Record) error {
	return insertByEnt(ctx, c.client.Record, r)
}

func (c *viaEnt) within(ctx context.Context, do func(tx *ent.Tx) error) error {
	tx, err := c.client.Tx(ctx)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (c *viaEnt) InsertAll(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(tx *ent.Tx) error {
		for _, r := range rows {
			if err := insertByEnt(ctx, tx.Record, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaEnt) Bulk(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(tx *ent.Tx) error {
		for len(rows) > 0 {
			batch := rows[:min(rawBatch[c.dialect], len(rows))]
			rows = rows[len(batch):]
			made, err := tx.Record.MapCreateBulk(batch, func(one *ent.RecordCreate, i int) {
				r := batch[i]
				one.SetName(r.Name).SetEmail(r.Email).SetAge(r.Age).SetScore(r.Score).SetActive(r.Active).SetNillableNote(r.Note).SetBorn(r.Born)
			}).Save(ctx)
			if err != nil {
				return err
			}
			for i := range made {
				batch[i].ID = made[i].ID
			}
		}
		return nil
	})
}

func fromEnt(r *ent.Record) *Record {
	return &Record{ID: r.ID, Name: r.Name, Email: r.Email, Age: r.Age, Score: r.Score, Active: r.Active, Note: r.Note, Born: r.Born}
}

func (c *viaEnt) Get(ctx context.Context, id int64) (*Record, error) {
	r, err := c.client.Record.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return fromEnt(r), nil
}

func (c *viaEnt) All(ctx context.Context) (Records, error) {
	list, err := c.client.Record.Query().All(ctx)
	if err != nil {
		return Records{}, err
	}
	out := make([]*Record, len(list))
	for i, r := range list {
		out[i] = fromEnt(r)
	}
	return Records{Pointers: out}, nil
}

func (c *viaEnt) Increment(ctx context.Context, id int64) error {
	_, err := c.client.Record.Update().Where(record.ID(id)).AddAge(1).Save(ctx)
	return err
}

// IncrementRow is UpdateOne, which reads the whole row again.
func (c *viaEnt) IncrementRow(ctx context.Context, r *Record) error {
	got, err := c.client.Record.UpdateOneID(r.ID).AddAge(1).Save(ctx)
	if err != nil {
		return err
	}
	r.Age = got.Age
	return nil
}

func (c *viaEnt) UpdateAll(ctx context.Context) error {
	_, err := c.client.Record.Update().AddAge(1).Save(ctx)
	return err
}

func (c *viaEnt) BulkUpdate(ctx context.Context, rows []*Record) error {
	return c.within(ctx, func(tx *ent.Tx) error {
		for len(rows) > 0 {
			batch := rows[:min(rawBatch[c.dialect], len(rows))]
			rows = rows[len(batch):]
			builders := make([]*ent.RecordCreate, len(batch))
			for i, r := range batch {
				builders[i] = create(tx.Record, r).SetID(r.ID)
			}
			upsert := tx.Record.CreateBulk(builders...).OnConflictColumns(record.FieldID)
			if err := upsert.Update(func(u *ent.RecordUpsert) { u.UpdateAge().UpdateScore() }).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *viaEnt) Save(ctx context.Context, r *Record) error {
	u := c.client.Record.UpdateOneID(r.ID).SetName(r.Name).SetEmail(r.Email).SetAge(r.Age).SetScore(r.Score).SetActive(r.Active).SetBorn(r.Born)
	if r.Note == nil {
		u.ClearNote()
	} else {
		u.SetNote(*r.Note)
	}
	_, err := u.Save(ctx)
	return err
}

func (c *viaEnt) SaveNew(ctx context.Context, r *Record) error {
	err := c.Save(ctx, r)
	if !ent.IsNotFound(err) {
		return err
	}
	return create(c.client.Record, r).SetID(r.ID).Exec(ctx)
}

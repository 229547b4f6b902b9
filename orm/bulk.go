package orm

import (
	"context"
	"fmt"
	"time"
	"unsafe"
)

// BulkOption is an argument of [BulkCreate]: [BatchSize], [IgnoreConflicts], [OnConflict].
type BulkOption interface{ bulkOption(*bulk) error }

// BulkUpdateOption is an argument of [BulkUpdate]: [UpdateFields], [BatchSize].
type BulkUpdateOption interface{ bulkUpdateOption() }

// Batch is how many rows go into one statement: see [BatchSize].
type Batch int

func (n Batch) bulkOption(b *bulk) error { b.batch = int(n); return nil }
func (Batch) bulkUpdateOption()          {}

// BatchSize sets how many rows go into one statement at most. Without it, it is what the database takes best; it never is
// more than its parameter limit allows.
func BatchSize(n int) Batch { return Batch(n) }

// Conflict says what a [BulkCreate] does about rows that are there already: see [OnConflict] and [IgnoreConflicts].
type Conflict struct {
	unique, update []any
	ignore         bool
}

// IgnoreConflicts leaves out rows that meet another by any unique constraint: ON CONFLICT DO NOTHING; on MySQL
// ON DUPLICATE KEY UPDATE key = key.
func IgnoreConflicts() Conflict { return Conflict{ignore: true} }

// OnConflict names the columns of the unique constraint by which a row may meet another; go on with Update or Ignore.
// MySQL does not take the columns into account: any unique constraint counts there.
func OnConflict(unique ...any) Conflict { return Conflict{unique: unique} }

// Update writes these columns of the new row to the row that it meets: DO UPDATE SET price = excluded.price.
func (c Conflict) Update(fields ...any) Conflict {
	c.update = fields
	return c
}

// Ignore leaves the row that is met as it is.
func (c Conflict) Ignore() Conflict {
	c.ignore = true
	return c
}

func (c Conflict) bulkOption(b *bulk) error {
	if !c.ignore && len(c.update) == 0 {
		return fmt.Errorf("orm: OnConflict without Update or Ignore")
	}
	b.conflict = &c
	return nil
}

// bulk is a BulkCreate under way.
type bulk struct {
	db       *DB
	plan     *plan
	rows     []unsafe.Pointer
	batch    int
	conflict *Conflict
	unique   []int
	update   []int
	stamp    time.Time
}

// BulkCreate inserts many rows in as few statements as the database's limits allow, as one transaction:
//
//	SQLite      INSERT .. VALUES (..), (..) by some 20 rows, prepared
//	PostgreSQL  INSERT .. SELECT .. FROM unnest($1::bigint[], $2::text[], ..) by 10,000 rows
//	MySQL       INSERT .. VALUES (..), (..) by 1,000 rows
//
// The rows get their keys, in order. With a [Conflict] rule they do not: the keys of the rows then stay as they were, for no
// database tells which rows were left out. Columns tagged created, updated and version are filled as [Save] does. Nothing is
// inserted when there is an error.
func BulkCreate[T any](ctx context.Context, db *DB, rows []*T, opts ...BulkOption) error {
	p := planFor[T](db)
	if err := db.ready(ctx, p); err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil
	}
	b := &bulk{db: db, plan: p, rows: pointers(rows), stamp: now()}
	for i, at := range b.rows {
		if at == nil {
			return fmt.Errorf("orm: BulkCreate: row %d of %d is nil", i, len(rows))
		}
	}
	for _, o := range opts {
		if err := o.bulkOption(b); err != nil {
			return err
		}
	}
	if err := b.resolve(); err != nil {
		return err
	}
	return b.create(ctx)
}

// pointers is rows seen without their type: a []*T is a []unsafe.Pointer in memory.
func pointers[T any](rows []*T) []unsafe.Pointer {
	return unsafe.Slice((*unsafe.Pointer)(unsafe.Pointer(unsafe.SliceData(rows))), len(rows))
}

func (b *bulk) resolve() error {
	if b.conflict == nil {
		return nil
	}
	for _, list := range []struct {
		from []any
		to   *[]int
	}{{b.conflict.unique, &b.unique}, {b.conflict.update, &b.update}} {
		for _, field := range list.from {
			i := b.plan.find(field, b.rows[0])
			if i < 0 {
				return b.plan.stray(field, b.rows[0])
			}
			*list.to = append(*list.to, i)
		}
	}
	if len(b.unique) == 0 && len(b.update) > 0 && b.db.root.dialect.Load().upsert == onConflict {
		return fmt.Errorf("orm: %s needs the columns of the unique constraint: OnConflict(&row.SKU).Update(..)", b.db.root.dialect.Load().name)
	}
	return nil
}

// create inserts the rows without a key and those with one apart: they differ in their columns.
func (b *bulk) create(ctx context.Context) error {
	var numbered, explicit []unsafe.Pointer
	auto := b.plan.auto
	for i, row := range b.rows {
		if auto < 0 {
			explicit = b.rows
			break
		}
		c := &b.plan.cols[auto]
		if at := c.peek(row); at == nil || c.zero(at) {
			if explicit == nil && numbered == nil && i == 0 {
				numbered = make([]unsafe.Pointer, 0, len(b.rows))
			}
			numbered = append(numbered, row)
		} else {
			explicit = append(explicit, row)
		}
	}
	d := b.db.root.dialect.Load()
	ids := make([]int64, 0, len(numbered))
	err := b.db.whole(ctx, b.single(len(explicit)), func(tx *DB) error {
		ids = ids[:0]
		if err := b.insertAll(ctx, tx, explicit, false, nil); err != nil {
			return err
		}
		if auto >= 0 && len(explicit) > 0 && d.keepsSerial {
			if err := b.passKeys(ctx, tx, explicit); err != nil {
				return err
			}
		}
		return b.insertAll(ctx, tx, numbered, true, &ids)
	})
	if err != nil {
		return err
	}
	return b.fill(numbered, ids)
}

// single tells whether all is one statement, which needs no transaction.
func (b *bulk) single(explicit int) bool {
	return len(b.rows) <= unnestBatch(b.batch) && (explicit == 0 || b.plan.auto < 0) && b.db.root.dialect.Load().insertMany == insertUnnest
}

// passKeys moves the sequence past the largest explicit key.
func (b *bulk) passKeys(ctx context.Context, tx *DB, rows []unsafe.Pointer) error {
	var most int64
	for _, row := range rows {
		n, err := b.plan.cols[b.plan.auto].number(row)
		if err != nil {
			return err
		}
		most = max(most, n)
	}
	return tx.moveSequence(ctx, b.plan, most)
}

// fill gives the rows in memory their keys and what else the INSERT has set.
func (b *bulk) fill(numbered []unsafe.Pointer, ids []int64) error {
	if b.conflict == nil && len(ids) != len(numbered) {
		return fmt.Errorf("orm: %d rows of %v were inserted, but the database returned %d keys; read the rows again", len(numbered), b.plan.typ, len(ids))
	}
	for i, id := range ids {
		c := &b.plan.cols[b.plan.auto]
		if err := c.storeNumber(numbered[i], id); err != nil {
			return err
		}
	}
	for i := range b.plan.cols {
		c := &b.plan.cols[i]
		if !c.created && !c.updated && !c.version {
			continue
		}
		for _, row := range b.rows {
			if v, ok := c.initial(row, b.stamp); ok {
				if err := c.store(c.addr(row), v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// initial is what an INSERT writes to a created, updated or version column that is zero in the row.
func (c *column) initial(row unsafe.Pointer, stamp time.Time) (any, bool) {
	if !c.created && !c.updated && !c.version {
		return nil, false
	}
	if at := c.peek(row); at == nil || !c.zero(at) {
		return nil, false
	}
	if c.version {
		return int64(1), true
	}
	return c.stamp(stamp), true
}

// value is what the INSERT writes to the column.
func (b *bulk) value(row unsafe.Pointer, col int) (any, error) {
	c := &b.plan.cols[col]
	if v, ok := c.initial(row, b.stamp); ok {
		return v, nil
	}
	return c.read(row)
}

// insertAll inserts rows in batches; keys takes the numbers that the database gave, and is nil if none are asked for.
func (b *bulk) insertAll(ctx context.Context, tx *DB, rows []unsafe.Pointer, numbered bool, keys *[]int64) error {
	if len(rows) == 0 {
		return nil
	}
	cols := b.plan.insertsOf(numbered).cols
	if b.conflict != nil {
		keys = nil
	}
	if len(cols) == 0 {
		return fmt.Errorf("orm: BulkCreate of %v, which has nothing but its key", b.plan.typ)
	}
	if tx.root.dialect.Load().insertMany == insertUnnest {
		return b.insertUnnest(ctx, tx, rows, cols, keys)
	}
	return b.insertRows(ctx, tx, rows, cols, keys)
}

// onConflict writes the rule.
func (b *bulk) onConflict(w *builder) {
	switch {
	case b.conflict == nil:
	case w.d.upsert == onDuplicate:
		b.onDuplicate(w)
	default:
		w.text(" ON CONFLICT")
		for n, i := range b.unique {
			w.list(n, " (").name(i)
		}
		if len(b.unique) > 0 {
			w.text(")")
		}
		if b.conflict.ignore {
			w.text(" DO NOTHING")
			return
		}
		w.text(" DO UPDATE SET ")
		for n, i := range b.written() {
			w.list(n, "").name(i).text(" = excluded.").name(i)
		}
		if v := b.plan.version; v >= 0 {
			w.text(", ").name(v).text(" = ").table().text(".").name(v).text(" + 1")
		}
	}
}

// onDuplicate: MySQL has no DO NOTHING but INSERT IGNORE, which hides other errors too; assigning a column to itself does not.
func (b *bulk) onDuplicate(w *builder) {
	w.text(" ON DUPLICATE KEY UPDATE ")
	if b.conflict.ignore {
		i := b.plan.insertsOf(true).cols[0]
		w.name(i).text(" = ").table().text(".").name(i)
		return
	}
	for n, i := range b.written() {
		w.list(n, "").name(i).text(" = VALUES(").name(i).text(")")
	}
	if v := b.plan.version; v >= 0 {
		w.text(", ").name(v).text(" = ").table().text(".").name(v).text(" + 1")
	}
}

// written are the columns that a conflict updates: those named, and the time of the update.
func (b *bulk) written() []int {
	cols := append([]int(nil), b.update...)
	for i := range b.plan.cols {
		named := false
		for _, u := range b.update {
			named = named || u == i
		}
		if b.plan.cols[i].updated && !named {
			cols = append(cols, i)
		}
	}
	return cols
}

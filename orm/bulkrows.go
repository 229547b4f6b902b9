package orm

import (
	"context"
	"errors"
	"fmt"
	"unsafe"
)

// How many values go into one statement. SQLite gains nothing from more than some 20 rows once the statement is prepared,
// and its pure Go driver took time with the square of the number of values in versions before 1.58. MySQL gains up to some
// thousand rows, well below max_allowed_packet.
const (
	sqliteValues = 160
	mysqlRows    = 1000
)

// insertRows inserts by VALUES (..), (..).
func (b *bulk) insertRows(ctx context.Context, tx *DB, rows []unsafe.Pointer, cols []int, keys *[]int64) error {
	d := tx.root.dialect.Load()
	batch := mysqlRows
	if d.writeLocks {
		batch = max(1, sqliteValues/len(cols))
	}
	if b.batch > 0 {
		batch = b.batch
	}
	batch = max(1, min(batch, d.params/len(cols)))
	count := keyCount{exact: true, step: 1}
	if keys != nil {
		var err error
		if count, err = tx.keyCount(ctx, b.plan); err != nil {
			return err
		}
	}
	w := newBuilder(tx, b.plan, nil)
	defer w.free()
	for len(rows) > 0 {
		n := min(batch, len(rows))
		if n != len(w.args)/len(cols) { // the first batch and the last
			b.rowsText(w, cols, n, keys != nil && !count.exact)
		}
		w.args = w.args[:0]
		for _, row := range rows[:n] {
			for _, c := range cols {
				v, err := b.value(row, c)
				if err != nil {
					return err
				}
				w.args = append(w.args, v)
			}
		}
		if err := tx.insertBatch(ctx, w, n, count, keys); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// rowsText writes the statement for n rows.
func (b *bulk) rowsText(w *builder, cols []int, n int, returning bool) {
	w.buf, w.args = w.buf[:0], w.args[:0]
	w.text("INSERT INTO ").table()
	for k, c := range cols {
		w.list(k, " (").name(c)
	}
	w.text(") VALUES ")
	w.tuples(n, len(cols))
	b.onConflict(w)
	if returning {
		w.text(" RETURNING ").name(b.plan.auto)
	}
}

// insertBatch runs one statement of n rows and notes their keys.
func (db *DB) insertBatch(ctx context.Context, w *builder, n int, count keyCount, keys *[]int64) error {
	if keys != nil && !count.exact {
		return db.returnedKeys(ctx, w, n, keys)
	}
	res, err := db.exec(ctx, w)
	if err != nil || keys == nil {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return db.failed(string(w.buf), err)
	}
	if count.last {
		id -= int64(n-1) * count.step
	}
	for i := range int64(n) {
		*keys = append(*keys, id+i*count.step)
	}
	return nil
}

// returnedKeys reads the keys by RETURNING. The order of the rows is not promised, the numbers are handed out in it.
func (db *DB) returnedKeys(ctx context.Context, w *builder, n int, keys *[]int64) error {
	rows, err := db.query(ctx, w)
	if err != nil {
		return err
	}
	defer rows.Close()
	from := len(*keys)
	var id int64
	target := []any{&id}
	sorted := true
	for rows.Next() {
		if err := rows.Scan(target...); err != nil {
			return fmt.Errorf("orm: %w", err)
		}
		sorted = sorted && (len(*keys) == from || (*keys)[len(*keys)-1] < id)
		*keys = append(*keys, id)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return db.readFailed(w, err)
	}
	if got := len(*keys) - from; got != n {
		return fmt.Errorf("orm: an INSERT of %d rows returned %d keys", n, got)
	}
	if !sorted {
		sortKeys((*keys)[from:])
	}
	return nil
}

// keyCount is how the keys of a batch follow from the one that the driver tells.
type keyCount struct {
	exact bool  // they follow
	last  bool  // the driver tells the last one (SQLite), not the first (MySQL)
	step  int64 // from one to the next
}

// keyCount asks once a call what may come between two keys. SQLite numbers the rows of a statement without gaps while it
// holds the write lock, unless a trigger inserts too. MySQL reserves the numbers of a statement with a known number of rows
// together, in steps that the server sets.
func (db *DB) keyCount(ctx context.Context, p *plan) (keyCount, error) {
	b := newBuilder(db, p, nil)
	defer b.free()
	lite := b.d.writeLocks
	if lite {
		b.text("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ").bind(p.table).text(" COLLATE NOCASE")
	} else {
		b.text("SELECT @@auto_increment_increment")
	}
	rows, err := db.query(ctx, b)
	if err != nil {
		return keyCount{}, err
	}
	var n int64
	for rows.Next() {
		err = rows.Scan(&n)
	}
	if err = errors.Join(err, rows.Err(), rows.Close()); err != nil {
		return keyCount{}, db.readFailed(b, err)
	}
	if lite {
		return keyCount{exact: n == 0, last: true, step: 1}, nil
	}
	return keyCount{exact: true, step: max(1, n)}, nil
}

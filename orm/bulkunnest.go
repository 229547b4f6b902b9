package orm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unsafe"
)

func sortKeys(keys []int64) { slices.Sort(keys) }

// unnestRows is how many rows go into one statement of arrays: some megabytes of text at most.
const unnestRows = 10000

// unnestBatch is how many rows go into one statement when the caller has asked for so many (0: did not ask).
func unnestBatch(asked int) int {
	if asked > 0 {
		return asked
	}
	return unnestRows
}

// insertUnnest inserts by INSERT .. SELECT .. FROM unnest(arrays): one bound value a column, however many rows.
func (b *bulk) insertUnnest(ctx context.Context, tx *DB, rows []unsafe.Pointer, cols []int, keys *[]int64) error {
	types, err := tx.columnTypes(ctx, b.plan)
	if err != nil {
		return err
	}
	w := newBuilder(tx, b.plan, nil)
	defer w.free()
	batch := unnestBatch(b.batch)
	arrays := newArrays(len(cols))
	for len(rows) > 0 {
		n := min(batch, len(rows))
		for _, row := range rows[:n] {
			for k, c := range cols {
				if err := b.add(&arrays[k], row, &b.plan.cols[c]); err != nil {
					return err
				}
			}
		}
		w.buf, w.args = w.buf[:0], w.args[:0]
		b.unnestText(w, cols, types, arrays, keys != nil)
		if keys != nil {
			err = tx.returnedKeys(ctx, w, n, keys)
		} else {
			_, err = tx.exec(ctx, w)
		}
		if err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// add is what the INSERT writes to the column, as an element of its array.
func (b *bulk) add(a *array, row unsafe.Pointer, c *column) error {
	if v, ok := c.initial(row, b.stamp); ok {
		return a.addValue(v)
	}
	return a.add(c, row)
}

func (b *bulk) unnestText(w *builder, cols []int, types []string, arrays []array, returning bool) {
	w.text("INSERT INTO ").table()
	for k, c := range cols {
		w.list(k, " (").name(c)
	}
	w.text(") SELECT ")
	for k, c := range cols {
		w.list(k, "").text("new_rows.c").text(strconv.Itoa(k)).text(castBack(types[c]))
	}
	w.text(" FROM unnest(")
	for k, c := range cols {
		w.list(k, "").bind(arrays[k].take()).text("::").text(arrayOf(types[c]))
	}
	w.text(") WITH ORDINALITY AS new_rows(")
	for k := range cols {
		w.text("c").text(strconv.Itoa(k)).text(", ")
	}
	w.text("ord) ORDER BY new_rows.ord")
	b.onConflict(w)
	if returning {
		w.text(" RETURNING ").name(b.plan.auto)
	}
}

// arrayOf is the type of the array that is sent for a column. unnest takes arrays of arrays apart to the ground, so columns
// that are arrays themselves travel as text.
func arrayOf(typ string) string {
	if strings.HasSuffix(typ, "[]") {
		return "text[]"
	}
	return typ + "[]"
}

func castBack(typ string) string {
	if strings.HasSuffix(typ, "[]") {
		return "::" + typ
	}
	return ""
}

// columnTypes asks the catalogue for the types of the model's columns, once a handle. Without them, an array of text would
// not go into a column of uuid, jsonb or an enum.
func (db *DB) columnTypes(ctx context.Context, p *plan) ([]string, error) {
	if known, ok := db.root.types.Load(p); ok {
		return known.([]string), nil
	}
	b := newBuilder(db, p, nil)
	defer b.free()
	b.text("SELECT attname, format_type(atttypid, -1) FROM pg_attribute WHERE attrelid = to_regclass(").
		bind(p.names[doubleQuotes]).text("::text) AND attnum > 0 AND NOT attisdropped")
	rows, err := db.query(ctx, b)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	types := make([]string, len(p.cols))
	for rows.Next() {
		var name, typ string
		if err := rows.Scan(&name, &typ); err != nil {
			return nil, fmt.Errorf("orm: %w", err)
		}
		if i := p.named(name); i >= 0 {
			types[i] = typ
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, db.readFailed(b, err)
	}
	for i, typ := range types {
		if typ == "" && !p.cols[i].noted {
			return nil, fmt.Errorf("orm: the table %s has no column %q, or does not exist", p.table, p.cols[i].name)
		}
	}
	db.root.types.Store(p, types)
	return types, nil
}

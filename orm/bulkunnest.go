package orm

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unsafe"
)

func sortKeys(keys []int64) { slices.Sort(keys) }

// unnestRows is how many rows go into one statement of arrays: some megabytes of text at most.
const unnestRows = 10000

// insertUnnest inserts by INSERT .. SELECT .. FROM unnest(arrays): one bound value a column, however many rows.
func (b *bulk) insertUnnest(ctx context.Context, tx *DB, rows []unsafe.Pointer, cols []int, keys *[]int64) error {
	types, err := tx.columnTypes(ctx, b.plan)
	if err != nil {
		return err
	}
	w := newBuilder(tx, b.plan, nil)
	defer w.free()
	batch := unnestRows
	if b.batch > 0 {
		batch = b.batch
	}
	arrays := newArrays(len(cols))
	for len(rows) > 0 {
		n := min(batch, len(rows))
		arrays.reset()
		for _, row := range rows[:n] {
			for k, c := range cols {
				v, err := b.value(row, c)
				if err == nil {
					err = arrays.add(k, v)
				}
				if err != nil {
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

func (b *bulk) unnestText(w *builder, cols []int, types []string, arrays *arrays, returning bool) {
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
		w.list(k, "").bind(arrays.text(k)).text("::").text(arrayOf(types[c]))
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

// arrays are PostgreSQL array literals under construction, one a column. Text is what every driver passes on alike, and
// building it makes no garbage a value.
type arrays struct{ list [][]byte }

func newArrays(n int) *arrays { return &arrays{make([][]byte, n)} }

func (a *arrays) reset() {
	for i := range a.list {
		a.list[i] = append(a.list[i][:0], '{')
	}
}

// text ends the array.
func (a *arrays) text(i int) string {
	a.list[i] = append(a.list[i], '}')
	return string(a.list[i])
}

// add appends a driver's value to array i.
func (a *arrays) add(i int, v any) error {
	out := a.list[i]
	if len(out) > 1 {
		out = append(out, ',')
	}
	if valuer, ok := v.(driver.Valuer); ok {
		var err error
		if v, err = callValuer(valuer); err != nil {
			return err
		}
	}
	switch x := plain(v).(type) {
	case nil:
		out = append(out, "NULL"...)
	case int64:
		out = strconv.AppendInt(out, x, 10)
	case uint64:
		out = strconv.AppendUint(out, x, 10)
	case float64:
		out = strconv.AppendFloat(out, x, 'g', -1, 64)
	case bool:
		out = strconv.AppendBool(out, x)
	case string:
		out = appendArrayText(out, x)
	case []byte:
		if x == nil {
			out = append(out, "NULL"...)
			break
		}
		out = append(out, `"\\x`...)
		out = hex.AppendEncode(out, x)
		out = append(out, '"')
	case time.Time:
		out = append(out, '"')
		out = appendTime(out, x)
		out = append(out, '"')
	default:
		return fmt.Errorf("orm: a %T cannot be sent in bulk; its Value method should give text or a number", v)
	}
	a.list[i] = out
	return nil
}

// appendTime: PostgreSQL knows no year 0 and marks years before it.
func appendTime(out []byte, t time.Time) []byte {
	if y := t.Year(); y > 0 {
		return t.AppendFormat(out, "2006-01-02 15:04:05.999999999Z07:00")
	}
	back := t.AddDate(1-2*t.Year(), 0, 0)
	return append(back.AppendFormat(out, "2006-01-02 15:04:05.999999999Z07:00"), " BC"...)
}

func appendArrayText(out []byte, s string) []byte {
	out = append(out, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			out = append(out, '\\')
		}
		out = append(out, s[i])
	}
	return append(out, '"')
}

// callValuer calls Value as database/sql does: a nil pointer whose method is on the value is NULL.
func callValuer(v driver.Valuer) (any, error) {
	return driver.DefaultParameterConverter.ConvertValue(v)
}

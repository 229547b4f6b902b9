package orm

import (
	"context"
	"fmt"
	"strconv"
	"time"
	"unsafe"
)

// BulkUpdate writes columns of many rows, each to its own values, as one transaction, and gives the number of rows that
// were there. Rows are found by their keys.
//
//	SQLite      UPDATE .. SET c = new_rows.column1 FROM (VALUES (?, ?), (?, ?) ..) AS new_rows WHERE id = new_rows.column2
//	PostgreSQL  UPDATE .. SET c = new_rows.c FROM unnest($1::bigint[], ..) AS new_rows WHERE id = new_rows.k
//	MySQL       UPDATE .. JOIN (SELECT ? AS k, ? AS c UNION ALL SELECT ?, ? ..) AS new_rows ON id = new_rows.k SET c = new_rows.c
//
// [UpdateFields] chooses the columns: pointers into any of the rows or into [QuerySet.Fields]; without it all are written.
// With a version column, a row that has moved on, or is gone, is [ErrConflict] and nothing is written; without one it is
// missing in the number. On MySQL the number is of the rows that changed, unless the connection has clientFoundRows.
func BulkUpdate[T any](ctx context.Context, db *DB, rows []*T, opts ...BulkUpdateOption) (int64, error) {
	p := planFor[T](db)
	if err := db.ready(ctx, p); err != nil {
		return 0, err
	}
	if len(rows) == 0 {
		return 0, nil
	}
	u := &bulkUpdate{db: db, plan: p, rows: pointers(rows), stamp: now()}
	if err := u.take(opts); err != nil {
		return 0, err
	}
	for i, row := range u.rows {
		if row == nil {
			return 0, fmt.Errorf("orm: BulkUpdate: row %d of %d is nil", i, len(rows))
		}
		if err := p.keyed(row); err != nil {
			return 0, err
		}
	}
	var n int64
	err := db.whole(ctx, u.single(), func(tx *DB) (err error) {
		n, err = u.run(ctx, tx)
		if err == nil && p.version >= 0 && n != int64(len(rows)) {
			err = fmt.Errorf("%w: %d of %d rows", ErrConflict, int64(len(rows))-n, len(rows))
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, u.fill()
}

// bulkUpdate is a BulkUpdate under way.
type bulkUpdate struct {
	db    *DB
	plan  *plan
	rows  []unsafe.Pointer
	cols  []int // written from the rows
	match []int // the key, and the version
	batch int
	stamp time.Time
}

func (u *bulkUpdate) take(opts []BulkUpdateOption) error {
	var fields []any
	for _, o := range opts {
		switch o := o.(type) {
		case Batch:
			u.batch = int(o)
		case Fields:
			if len(o.list) == 0 {
				return errNoFields
			}
			fields = append(fields, o.list...)
		}
	}
	p := u.plan
	for _, f := range fields {
		i := u.find(f)
		if i < 0 {
			return p.stray(f, u.rows[0])
		}
		if p.cols[i].pk || p.cols[i].readonly {
			return fmt.Errorf("orm: %v.%s cannot be updated in bulk: it is a key or read-only", p.typ, p.cols[i].goName)
		}
		u.cols = append(u.cols, i)
	}
	for i := range p.cols {
		if c := &p.cols[i]; fields == nil && !c.readonly && !c.pk && !c.created && !c.updated && !c.version {
			u.cols = append(u.cols, i)
		}
	}
	if len(u.cols) == 0 {
		return fmt.Errorf("orm: %v has no columns to update", p.typ)
	}
	u.match = append(u.match, p.keys...)
	if p.version >= 0 {
		u.match = append(u.match, p.version)
	}
	return nil
}

func (u *bulkUpdate) find(field any) int {
	for _, row := range u.rows {
		if i := u.plan.find(field, row); i >= 0 {
			return i
		}
	}
	return -1
}

// single tells whether all is one statement, which needs no transaction. With a version, it may have to be taken back.
func (u *bulkUpdate) single() bool {
	return u.plan.version < 0 && len(u.rows) <= unnestBatch(u.batch) && u.db.root.dialect.Load().updateMany == updateUnnest
}

func (u *bulkUpdate) run(ctx context.Context, tx *DB) (int64, error) {
	switch tx.root.dialect.Load().updateMany {
	case updateUnnest:
		return u.unnest(ctx, tx)
	case updateJoin:
		return u.join(ctx, tx)
	}
	return u.values(ctx, tx)
}

// stamps writes what is the same for all rows, after n assignments: the time of the update, and the next version. It gives
// the number of assignments.
func (u *bulkUpdate) stamps(w *builder, n int, qualified string) int {
	for i := range u.plan.cols {
		c := &u.plan.cols[i]
		if c.updated && !contains(u.cols, i) {
			w.list(n, " SET ").text(qualified).name(i).text(" = ").bind(c.stamp(u.stamp))
			n++
		}
	}
	if v := u.plan.version; v >= 0 {
		w.list(n, " SET ").text(qualified).name(v).text(" = ").table().text(".").name(v).text(" + 1")
		n++
	}
	return n
}

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// values joins the table with VALUES, in full batches so that one statement is prepared for all of them. The rows that are
// left over are written one by one.
func (u *bulkUpdate) values(ctx context.Context, tx *DB) (int64, error) {
	sent := append(append([]int(nil), u.cols...), u.match...)
	batch := sqliteValues / len(sent)
	if u.batch > 0 {
		batch = u.batch
	}
	batch = max(1, min(batch, (tx.root.dialect.Load().params-len(u.plan.cols))/len(sent)))
	full := len(u.rows) / batch * batch
	n, err := u.repeat(ctx, tx, u.rows[:full], batch, sent)
	if err != nil {
		return 0, err
	}
	rest, err := u.repeat(ctx, tx, u.rows[full:], 1, sent)
	return n + rest, err
}

// repeat runs the same statement for each batch of rows. It binds the stamps first, then the values of the rows.
func (u *bulkUpdate) repeat(ctx context.Context, tx *DB, rows []unsafe.Pointer, batch int, sent []int) (n int64, err error) {
	w := newBuilder(tx, u.plan, nil)
	defer w.free()
	stamps := u.valuesText(w, batch, sent)
	for ; len(rows) > 0; rows = rows[batch:] {
		w.args = w.args[:stamps]
		for _, row := range rows[:batch] {
			for _, c := range sent {
				w.args = append(w.args, u.value(w, row, c))
			}
		}
		one, err := tx.affected(ctx, w)
		if err != nil {
			return 0, err
		}
		n += one
	}
	return n, nil
}

// valuesText writes the UPDATE of a batch, and tells how many values it binds besides those of the rows.
//
//	UPDATE t SET a = new_rows.column1 FROM (VALUES (?, ?), (?, ?)) AS new_rows WHERE t.id = new_rows.column2
//	UPDATE t SET a = ? WHERE id = ?
func (u *bulkUpdate) valuesText(w *builder, batch int, sent []int) (stamps int) {
	w.text("UPDATE ").table()
	n := u.stamps(w, 0, "")
	stamps = len(w.args)
	given := func(k int) {
		if batch == 1 {
			w.bind(nil)
			return
		}
		w.text("new_rows.column").text(strconv.Itoa(k + 1))
	}
	for k, c := range u.cols {
		w.list(n+k, " SET ").name(c).text(" = ")
		given(k)
	}
	if batch > 1 {
		w.text(" FROM (VALUES ")
		w.tuples(batch, len(sent))
		w.text(") AS new_rows")
	}
	for k, c := range u.match {
		w.and(k == 0)
		w.table().text(".").name(c).text(" = ")
		given(len(u.cols) + k)
	}
	return stamps
}

// tuples writes placeholders: (?, ?), (?, ?).
func (b *builder) tuples(rows, cols int) {
	for r := range rows {
		b.list(r, "")
		for k := range cols {
			b.list(k, "(").bind(nil)
		}
		b.text(")")
	}
}

func (u *bulkUpdate) value(w *builder, row unsafe.Pointer, col int) any {
	v, err := u.plan.cols[col].read(row)
	if err != nil {
		w.fail(err)
	}
	return v
}

// unnest joins the table with arrays.
func (u *bulkUpdate) unnest(ctx context.Context, tx *DB) (int64, error) {
	types, err := tx.columnTypes(ctx, u.plan)
	if err != nil {
		return 0, err
	}
	sent := append(append([]int(nil), u.cols...), u.match...)
	batch := unnestBatch(u.batch)
	arrays := newArrays(len(sent))
	w := newBuilder(tx, u.plan, nil)
	defer w.free()
	var n int64
	for rows := u.rows; len(rows) > 0; {
		size := min(batch, len(rows))
		for _, row := range rows[:size] {
			for k, c := range sent {
				if err := arrays[k].add(&u.plan.cols[c], row); err != nil {
					return 0, err
				}
			}
		}
		rows = rows[size:]
		w.buf, w.args = w.buf[:0], w.args[:0]
		u.unnestText(w, sent, types, arrays)
		one, err := tx.affected(ctx, w)
		if err != nil {
			return 0, err
		}
		n += one
	}
	return n, nil
}

func (u *bulkUpdate) unnestText(w *builder, sent []int, types []string, arrays []array) {
	w.text("UPDATE ").table()
	for k, c := range u.cols {
		w.list(k, " SET ").name(c).text(" = new_rows.c").text(strconv.Itoa(k)).text(castBack(types[c]))
	}
	u.stamps(w, len(u.cols), "")
	w.text(" FROM unnest(")
	for k, c := range sent {
		w.list(k, "").bind(arrays[k].take()).text("::").text(arrayOf(types[c]))
	}
	w.text(") AS new_rows(")
	for k := range sent {
		w.list(k, "").text("c").text(strconv.Itoa(k))
	}
	w.text(")")
	for k, c := range u.match {
		w.and(k == 0)
		w.table().text(".").name(c).text(" = new_rows.c").text(strconv.Itoa(len(u.cols) + k))
	}
}

// joinRows keeps a derived table of UNION ALL well within what the parser's stack takes.
const joinRows = 250

// join joins the table with a derived one.
func (u *bulkUpdate) join(ctx context.Context, tx *DB) (int64, error) {
	sent := append(append([]int(nil), u.cols...), u.match...)
	batch := joinRows
	if u.batch > 0 {
		batch = u.batch
	}
	batch = max(1, min(batch, (tx.root.dialect.Load().params-len(u.plan.cols))/len(sent)))
	w := newBuilder(tx, u.plan, nil)
	defer w.free()
	var n int64
	for rows := u.rows; len(rows) > 0; {
		size := min(batch, len(rows))
		w.buf, w.args = w.buf[:0], w.args[:0]
		u.joinText(w, rows[:size], sent)
		rows = rows[size:]
		one, err := tx.affected(ctx, w)
		if err != nil {
			return 0, err
		}
		n += one
	}
	return n, nil
}

func (u *bulkUpdate) joinText(w *builder, rows []unsafe.Pointer, sent []int) {
	w.text("UPDATE ").table().text(" JOIN (")
	for r, row := range rows {
		if r > 0 {
			w.text(" UNION ALL ")
		}
		for k, c := range sent {
			w.list(k, "SELECT ")
			if u.plan.cols[c].form == formBytes { // else the derived table takes the bytes for text
				w.text("CAST(").bind(u.value(w, row, c)).text(" AS BINARY)")
			} else {
				w.bind(u.value(w, row, c))
			}
			if r == 0 {
				w.text(" AS c").text(strconv.Itoa(k))
			}
		}
	}
	w.text(") AS new_rows ON ")
	for k, c := range u.match {
		if k > 0 {
			w.text(" AND ")
		}
		w.table().text(".").name(c).text(" = new_rows.c").text(strconv.Itoa(len(u.cols) + k))
	}
	table := w.p.names[w.d.quotes] + "."
	for k, c := range u.cols {
		w.list(k, " SET ").text(table).name(c).text(" = new_rows.c").text(strconv.Itoa(k))
	}
	u.stamps(w, len(u.cols), table)
}

// fill gives the rows in memory the new versions and times.
func (u *bulkUpdate) fill() error {
	for i := range u.plan.cols {
		c := &u.plan.cols[i]
		stamped := c.updated && !contains(u.cols, i)
		if !stamped && i != u.plan.version {
			continue
		}
		for _, row := range u.rows {
			v := c.stamp(u.stamp)
			if i == u.plan.version {
				old, err := c.number(row)
				if err != nil {
					return err
				}
				v = old + 1
			}
			if err := c.store(c.addr(row), v); err != nil {
				return err
			}
		}
	}
	return nil
}

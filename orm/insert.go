package orm

import (
	"context"
	"fmt"
	"time"
	"unsafe"
)

// insert is one INSERT; afterwards the row has the key that the database gave.
func (db *DB) insert(ctx context.Context, p *plan, row unsafe.Pointer, sets []Assignment) error {
	b := newBuilder(db, p, row)
	defer b.free()
	for _, a := range sets {
		b.resolve(a)
	}
	explicit := b.insertInto()
	switch {
	case p.auto < 0 || explicit && !b.d.keepsSerial:
		if _, err := db.exec(ctx, b); err != nil {
			return err
		}
		return b.store(row)
	case explicit:
		return db.insertExplicit(ctx, b)
	case b.d.lastInsertID:
		return db.insertLastID(ctx, b)
	}
	return db.insertReturning(ctx, b)
}

// insertInto writes the INSERT of the row, and tells whether it names the numbered key itself.
func (b *builder) insertInto() (explicit bool) {
	explicit = b.p.numbersItself(b.row)
	list := b.p.insertsOf(!explicit)
	b.text("INSERT INTO ").table()
	if len(list.cols) == 0 {
		b.text(" ").text(b.d.emptyRow)
		return false
	}
	b.text(" ").text(list.text[b.d.quotes]).text(" VALUES")
	var stamp time.Time
	if b.p.stamped {
		stamp = now()
	}
	for n, i := range list.cols {
		b.list(n, " (").insertValue(i, stamp)
	}
	b.text(")")
	return explicit
}

// list writes open before the first of a list and a comma before the others.
func (b *builder) list(n int, open string) *builder {
	if n == 0 {
		return b.text(open)
	}
	return b.text(", ")
}

// numbersItself tells whether the row has set the key that the database would number.
func (p *plan) numbersItself(row unsafe.Pointer) bool {
	if p.auto < 0 || p.cols[p.auto].readonly {
		return false
	}
	at := p.cols[p.auto].peek(row)
	return at != nil && !p.cols[p.auto].zero(at)
}

// insertValue writes the value of column i: given by a Set, else from the row, where a zero creation time is now and a zero
// version is 1.
func (b *builder) insertValue(i int, stamp time.Time) {
	for _, s := range b.sets {
		if s.col == i {
			b.assigned(s)
			return
		}
	}
	if v, ok := b.p.cols[i].initial(b.row, stamp); ok {
		b.literal(v)
		b.after = append(b.after, setting{i, v})
		return
	}
	b.read(i)
}

// insertLastID reads the key from the driver, which costs less than RETURNING.
func (db *DB) insertLastID(ctx context.Context, b *builder) error {
	res, err := db.exec(ctx, b)
	if err != nil {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return db.failed(string(b.buf), err)
	}
	if err := b.p.cols[b.p.auto].storeNumber(b.row, id); err != nil {
		return err
	}
	return b.store(b.row)
}

func (db *DB) insertReturning(ctx context.Context, b *builder) error {
	cols := []int{b.p.auto}
	b.text(" RETURNING ").columns(cols)
	rows, err := db.query(ctx, b)
	if err != nil {
		return err
	}
	found, err := b.p.readOne(rows, cols, b.row)
	if err != nil {
		return db.readFailed(b, err)
	}
	if !found {
		return fmt.Errorf("orm: the INSERT of a %v returned no row; a rule or trigger may have dropped it", b.p.typ)
	}
	return b.store(b.row)
}

// insertExplicit inserts a row with a key of the caller's choice and moves the sequence of the key past it, in the same
// statement, so that the database does not give the same number to another row later.
func (db *DB) insertExplicit(ctx context.Context, b *builder) error {
	b.text(" RETURNING (")
	b.moveSequence(func() { b.name(b.p.auto) })
	b.text(")")
	if _, err := db.exec(ctx, b); err != nil { // the number says nothing
		return err
	}
	return b.store(b.row)
}

// moveSequence moves the sequence of the numbered key past id. A key without a sequence (a plain integer column) is left alone.
func (db *DB) moveSequence(ctx context.Context, p *plan, id int64) error {
	b := newBuilder(db, p, nil)
	defer b.free()
	b.moveSequence(func() { b.bind(id) })
	_, err := db.exec(ctx, b)
	return err
}

// sequenceWalk is how far a sequence is moved by drawing numbers from it. That cannot meet with others who draw; setval can,
// for it may set the sequence back to where it was when the gap was measured. Over a long way nobody draws that many numbers
// in between, but another may jump as well: those who jump wait for each other, until their transactions end.
const sequenceWalk = "100"

// moveSequence writes the query that moves the sequence past id.
func (b *builder) moveSequence(id func()) {
	b.text("SELECT CASE WHEN gap <= 0 THEN 0 WHEN gap <= " + sequenceWalk + " THEN (SELECT MAX(n) FROM (SELECT nextval(s) AS n FROM generate_series(1, gap)) AS drawn)")
	b.text(" WHEN pg_advisory_xact_lock(s::oid::bigint) IS NOT NULL THEN setval(s, GREATEST(nextval(s), last)) END")
	b.text(" FROM (SELECT s, last, last - nextval(s) AS gap FROM (SELECT pg_get_serial_sequence(")
	b.bind(b.p.names[doubleQuotes]).text("::text, ").bind(b.p.cols[b.p.auto].name).text("::text)::regclass AS s, ")
	id()
	b.text("::bigint AS last) AS k WHERE s IS NOT NULL OFFSET 0) AS q")
}

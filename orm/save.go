package orm

import (
	"context"
	"errors"
	"fmt"
	"unsafe"
)

// SaveOption changes what [Save] does: [ForceInsert], [ForceUpdate], [SelectOnSave], [UpdateFields], a [Set], [Report].
type SaveOption interface{ saveOption() }

func (Assignment) saveOption() {}

// SaveFlag is a way for [Save] to decide between UPDATE and INSERT.
type SaveFlag int

// The flags of Save.
const (
	// ForceInsert makes Save INSERT, also when the key is set. A row that is there already is the database's error.
	ForceInsert SaveFlag = iota
	// ForceUpdate makes Save UPDATE only: [ErrNotFound] if no row has the key. A deleted row does not come back.
	ForceUpdate
	// SelectOnSave makes Save look for the row with a SELECT before it decides, for tables whose triggers hide the count
	// of an UPDATE.
	SelectOnSave
)

func (SaveFlag) saveOption() {}

// Fields are columns chosen by field pointers: see [UpdateFields].
type Fields struct{ list []any }

func (Fields) saveOption()       {}
func (Fields) bulkUpdateOption() {}
func (Fields) refreshOption()    {}

// errNoFields: writing all of them instead would be the opposite of what is asked.
var errNoFields = errors.New("orm: UpdateFields names no field")

// UpdateFields makes Save (and [BulkUpdate]) write these columns only; Save then only updates, as with [ForceUpdate].
// [RefreshFromDB] reads these columns only. Each is a pointer to a field of the row, or of [QuerySet.Fields].
// No field at all is an error.
func UpdateFields(fields ...any) Fields { return Fields{fields} }

// Did is what a Save did.
type Did int

// What Save can have done.
const (
	Nothing Did = iota
	Updated
	Inserted
)

// String is "nothing", "updated" or "inserted".
func (d Did) String() string { return [...]string{"nothing", "updated", "inserted"}[d] }

type report struct{ to *Did }

func (report) saveOption() {}

// Report makes Save say what it did:
//
//	var did orm.Did
//	err := orm.Save(ctx, db, &p, orm.Report(&did))
func Report(to *Did) SaveOption { return report{to} }

// saving is what Save was asked for.
type saving struct {
	insert, update, look bool
	fields               []any // nil: all
	sets                 []Assignment
	did                  *Did
}

func (s *saving) take(opts []SaveOption) error {
	for _, o := range opts {
		switch o := o.(type) {
		case Assignment:
			s.sets = append(s.sets, o)
		case Fields:
			if len(o.list) == 0 {
				return errNoFields
			}
			s.fields = append(s.fields, o.list...)
			s.update = true
		case report:
			s.did = o.to
		case SaveFlag:
			s.insert = s.insert || o == ForceInsert
			s.update = s.update || o == ForceUpdate
			s.look = s.look || o == SelectOnSave
		}
	}
	if s.insert && s.update {
		return errors.New("orm: Save cannot both insert only and update only (UpdateFields updates only)")
	}
	return nil
}

// Save writes a row as a whole. With its key set it is an UPDATE of all other columns, and an INSERT if no row had the key;
// without a key it is an INSERT, and the row gets the key that the database gives.
//
//	UPDATE product SET name = ?, price = ?, in_stock = ? WHERE id = ?
//	INSERT INTO product (name, price, in_stock) VALUES (?, ?, ?)
//
// Every field is written, also a zero. Columns tagged created are written by the INSERT alone. A [Set] among the options
// writes an expression in place of the field; the field then holds the database's value, so that the next Save does not
// apply the expression again. An INSERT has no old values to compute with, so a Set of an expression updates only.
//
// Save as a whole overwrites what others have written to the other columns since the row was read; [UpdateFields], [Update]
// and version columns do not. With a version column, the row is written only if its version is still the one that was read:
// else [ErrConflict].
//
// An explicit key of a column that the database numbers moves PostgreSQL's sequence past it; SQLite and MySQL do so
// themselves. MySQL counts changed rows unless the connection has clientFoundRows: Save then looks for the row before it
// inserts. On MySQL, and with SelectOnSave, several statements run in one transaction.
func Save[T any](ctx context.Context, db *DB, row *T, opts ...SaveOption) error {
	p := planFor[T](db)
	if err := db.readyRow(ctx, p, unsafe.Pointer(row)); err != nil {
		return err
	}
	var s saving
	if err := s.take(opts); err != nil {
		return err
	}
	did, err := db.save(ctx, p, unsafe.Pointer(row), &s)
	if s.did != nil {
		*s.did = did
	}
	return err
}

func (db *DB) save(ctx context.Context, p *plan, row unsafe.Pointer, s *saving) (Did, error) {
	update := s.update || !s.insert && p.keySet(row)
	for _, a := range s.sets {
		if _, expression := a.value.(node); !expression {
			continue
		}
		if s.insert || !update {
			return Nothing, fmt.Errorf("orm: Save of a new %v with an expression: an INSERT has no old values to compute with", p.typ)
		}
		s.update = true
	}
	if !update {
		return did(Inserted, db.insert(ctx, p, row, s.sets))
	}
	if s.look {
		return db.saveLooking(ctx, p, row, s)
	}
	err := db.saveUpdate(ctx, p, row, s)
	switch {
	case s.update || err == nil:
		return did(Updated, missing(err))
	case errors.Is(err, errMissing):
		return did(Inserted, db.insert(ctx, p, row, s.sets))
	case errors.Is(err, ErrConflict):
		return did(Inserted, db.insertFirst(ctx, p, row, s))
	}
	return Nothing, err
}

// did is d if there was no error.
func did(d Did, err error) (Did, error) {
	if err != nil {
		return Nothing, err
	}
	return d, nil
}

// insertFirst inserts a row with a version column after its UPDATE met none: only a row that was never written, version 0,
// can be new. If the key is taken all the same, another was faster.
func (db *DB) insertFirst(ctx context.Context, p *plan, row unsafe.Pointer, s *saving) error {
	if v, err := p.cols[p.version].number(row); err != nil || v != 0 {
		return errors.Join(err, ErrConflict)
	}
	err := db.insert(ctx, p, row, s.sets)
	if err != nil && classify(err) == failDuplicate {
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return err
}

// errMissing is inside this package what ErrNotFound and ErrConflict are outside: no row matched.
var errMissing = errors.New("no row")

func missing(err error) error {
	if errors.Is(err, errMissing) {
		return ErrNotFound
	}
	return err
}

// keySet tells whether the row has a key: none of its parts is zero. A part that is zero of a key of several parts counts
// as set, because 0 is a value like others there.
func (p *plan) keySet(row unsafe.Pointer) bool {
	if len(p.keys) == 0 {
		return false
	}
	for _, k := range p.keys {
		c := &p.cols[k]
		at := c.peek(row)
		if at == nil || c.zero(at) && (c.auto || len(p.keys) == 1) {
			return false
		}
	}
	return true
}

// saveUpdate is the UPDATE of a Save.
func (db *DB) saveUpdate(ctx context.Context, p *plan, row unsafe.Pointer, s *saving) error {
	b := newBuilder(db, p, row)
	defer b.free()
	for _, a := range s.sets {
		b.resolve(a)
	}
	if err := b.fieldsToSet(s.fields); err != nil {
		return err
	}
	if len(b.sets) == 0 { // a table of keys only
		return db.exists(ctx, p, row)
	}
	return db.updateRow(ctx, b, Q{}, errMissing)
}

// current stands for the field's own value, which the builder reads from the row.
type current struct{}

// fieldsToSet adds the columns that Save writes from the row: those asked for, or all.
func (b *builder) fieldsToSet(fields []any) error {
	for _, f := range fields {
		i := b.p.find(f, b.row)
		if i < 0 {
			return b.p.stray(f, b.row)
		}
		if !b.assigns(i) {
			b.sets = append(b.sets, setting{i, current{}})
		}
	}
	if fields != nil {
		return nil
	}
	for i := range b.p.cols {
		if c := &b.p.cols[i]; !c.readonly && !c.pk && !c.created && !c.updated && !c.version && !b.assigns(i) {
			b.sets = append(b.sets, setting{i, current{}})
		}
	}
	return nil
}

// exists is nil or errMissing.
func (db *DB) exists(ctx context.Context, p *plan, row unsafe.Pointer) error {
	if err := p.keyed(row); err != nil {
		return err
	}
	err := db.reload(ctx, p, row, p.keys, 0)
	if errors.Is(err, ErrNotFound) {
		return errMissing
	}
	return err
}

// saveLooking decides by a SELECT.
func (db *DB) saveLooking(ctx context.Context, p *plan, row unsafe.Pointer, s *saving) (did Did, err error) {
	err = db.together(ctx, func(tx *DB) error {
		err := tx.exists(ctx, p, row)
		if errors.Is(err, errMissing) && !s.update {
			did = Inserted
			return tx.insert(ctx, p, row, s.sets)
		}
		if err != nil {
			return missing(err)
		}
		did = Updated
		if err = tx.saveUpdate(ctx, p, row, s); errors.Is(err, errMissing) {
			return nil // the row is there, whatever the count says
		}
		return err
	})
	return did, err
}

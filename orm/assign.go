package orm

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"time"
	"unsafe"
)

// Assignment gives a column its new value: see [Set].
type Assignment struct {
	field any // *T, or a string
	value any // node or value
}

// Set assigns a value or an expression to the column that the field pointer names.
//
//	orm.Set(&p.InStock, orm.F(&p.InStock).Sub(qty))     in_stock = in_stock - ?
//	orm.Set(&p.Name, "Tintin in Tibet")                 name = ?
//	orm.Set(&p.SoldAt, nil)                             sold_at = NULL
func Set[T any](field *T, value any) Assignment { return Assignment{field, operand[T](value)} }

// SetCol is [Set] by the column's name, for names that are only known when the program runs. A name that the model does not
// have is an error.
func SetCol(name string, value any) Assignment {
	if e, ok := value.(Expression); ok {
		value = e.expr()
	}
	return Assignment{name, value}
}

// Condition is what an update demands of the row: see [If].
type Condition struct{ q Q }

// If makes the update happen only where q holds, decided by the database at the moment of the write. Where it does not
// hold, nothing is written and the error is [ErrConflict]. Several conditions must all hold.
func If(q Q) Condition { return Condition{q} }

// UpdateOption is an argument of [Update]: a [Set] or an [If].
type UpdateOption interface{ updateOption() }

func (Assignment) updateOption() {}
func (Condition) updateOption()  {}

// resolve finds the column of each assignment.
func (b *builder) resolve(a Assignment) {
	i := -1
	if name, ok := a.field.(string); ok {
		if i = b.p.named(name); i < 0 {
			b.fail(fmt.Errorf("orm: %v has no column %q", b.p.typ, name))
			return
		}
	} else if i = b.p.find(a.field, b.row); i < 0 {
		b.fail(b.p.stray(a.field, b.row))
		return
	}
	for _, s := range b.sets {
		if s.col == i {
			b.fail(fmt.Errorf("orm: %v.%s is set twice", b.p.typ, b.p.cols[i].goName))
			return
		}
	}
	if b.p.cols[i].readonly {
		b.fail(fmt.Errorf("orm: %v.%s is read-only", b.p.typ, b.p.cols[i].goName))
	}
	b.sets = append(b.sets, setting{i, a.value})
}

// assignments writes the SET list, with the columns that change by themselves: the version and the time of the update.
func (b *builder) assignments(now time.Time) {
	for i := range b.p.cols {
		c := &b.p.cols[i]
		if c.updated && !b.assigns(i) {
			b.sets = append(b.sets, setting{i, c.stamp(now)})
		}
	}
	if b.d.setsInOrder {
		b.sortSets()
	}
	b.text(" SET ")
	for i, s := range b.sets {
		if i > 0 {
			b.text(", ")
		}
		b.name(s.col).text(" = ")
		b.assigned(s)
	}
	if v := b.p.version; v >= 0 && !b.assigns(v) {
		b.text(", ").name(v).text(" = ").name(v).text(" + 1")
	}
}

// assigned writes the right side of an assignment.
func (b *builder) assigned(s setting) {
	c := &b.p.cols[s.col]
	if n, ok := s.value.(node); ok {
		b.node(n)
		b.refill = append(b.refill, s.col)
		return
	}
	if _, ok := s.value.(current); ok {
		b.read(s.col)
		return
	}
	v := s.value
	if c.form == formJSON && reflect.TypeOf(v) == c.typ {
		fresh := reflect.New(c.typ)
		fresh.Elem().Set(reflect.ValueOf(v))
		text, err := c.value(fresh.UnsafePointer())
		if err != nil {
			b.fail(fmt.Errorf("orm: %s: %w", c.goName, err))
		}
		v = text
	}
	b.literal(v)
	b.after = append(b.after, setting{s.col, v})
}

func (b *builder) assigns(col int) bool {
	for _, s := range b.sets {
		if s.col == col {
			return true
		}
	}
	return false
}

// stamp is the time as the column holds it.
func (c *column) stamp(now time.Time) any {
	f := c.form
	if f == formPtr {
		f = c.elem.form
	}
	if f == formInt || f == formUint {
		return now.UnixNano() / int64(nanos/c.unit)
	}
	return now
}

// now is the time that goes into created, updated and deleted columns, as precise as every database keeps it.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// store puts what the statement has written into the row's fields.
func (b *builder) store(row unsafe.Pointer) error {
	for _, s := range b.after {
		c := &b.p.cols[s.col]
		if err := c.store(c.addr(row), s.value); err != nil {
			return fmt.Errorf("orm: %s: %w", c.goName, err)
		}
	}
	return nil
}

func (c *column) store(p unsafe.Pointer, v any) error {
	if v != nil && reflect.TypeOf(v) == c.typ {
		reflect.NewAt(c.typ, p).Elem().Set(reflect.ValueOf(v))
		return nil
	}
	v = plain(v)
	if valuer, ok := v.(driver.Valuer); ok {
		var err error
		if v, err = valuer.Value(); err != nil {
			return err
		}
	}
	return c.scan(p, v)
}

// nextVersion notes the version that a write of the row gives it: the statement compares the old one and adds 1.
func (b *builder) nextVersion() {
	v := b.p.version
	if v < 0 || b.assigns(v) {
		return
	}
	old, err := b.p.cols[v].number(b.row)
	if err != nil {
		b.fail(err)
	}
	b.after = append(b.after, setting{v, old + 1})
}

// number reads an integer column of the row, also through a Valuer. NULL is 0.
func (c *column) number(row unsafe.Pointer) (int64, error) {
	v, err := c.read(row)
	if valuer, ok := v.(driver.Valuer); ok && err == nil {
		v, err = valuer.Value()
	}
	if err != nil || v == nil {
		return 0, err
	}
	n, err := toInt(v)
	if err != nil {
		return 0, fmt.Errorf("orm: %s: %w", c.goName, err)
	}
	return n, nil
}

// storeNumber writes an integer column of the row.
func (c *column) storeNumber(row unsafe.Pointer, n int64) error {
	if c.form == formInt {
		return c.setInt(c.addr(row), n)
	}
	return c.store(c.addr(row), n)
}

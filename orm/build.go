package orm

import (
	"database/sql/driver"
	"reflect"
	"strconv"
	"sync"
	"time"
	"unsafe"
)

// builder writes one statement: text into buf, values into args. Builders are pooled, and the text of a statement that was
// met before is found by its bytes, so that a warm statement is built without an allocation.
type builder struct {
	d    *dialect
	p    *plan
	row  unsafe.Pointer // where field pointers may point besides the plan's template; nil in a query
	buf  []byte
	args []any
	err  error // the first error, kept so that writing need not be checked step by step

	notes  []annotation // what Col finds before the columns
	typed  bool         // bound values need their type written out, where the dialect has casts
	sets   []setting    // the assignments of an UPDATE, resolved
	refill []int        // columns to read back
	after  []setting    // what the fields hold once the statement has succeeded

	printing bool // for people: values in place, fields by their Go names
}

// setting is an assignment with its column found.
type setting struct {
	col   int
	value any // node or value
}

var builders = sync.Pool{New: func() any { return new(builder) }}

func newBuilder(db *DB, p *plan, row unsafe.Pointer) *builder {
	b := builders.Get().(*builder)
	b.d, b.p, b.row = db.root.dialect.Load(), p, row
	return b
}

// free returns b to the pool. Nothing of it may be used afterwards.
func (b *builder) free() {
	clear(b.args)
	clear(b.sets)
	clear(b.after)
	*b = builder{buf: b.buf[:0], args: b.args[:0], sets: b.sets[:0], refill: b.refill[:0], after: b.after[:0]}
	if cap(b.buf) > 1<<20 || cap(b.args) > 1<<14 {
		return // a bulk statement's memory is not kept
	}
	builders.Put(b)
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *builder) text(s string) *builder {
	b.buf = append(b.buf, s...)
	return b
}

// name writes the i-th column.
func (b *builder) name(i int) *builder { return b.text(b.p.cols[i].quoted[b.d.quotes]) }

func (b *builder) table() *builder { return b.text(b.p.names[b.d.quotes]) }

// bind writes a placeholder for v.
func (b *builder) bind(v any) *builder {
	if b.printing {
		return b.text(printValue(v))
	}
	b.args = append(b.args, v)
	if !b.d.numbered {
		b.buf = append(b.buf, '?')
		return b
	}
	b.buf = append(b.buf, '$')
	b.buf = strconv.AppendInt(b.buf, int64(len(b.args)), 10)
	return b
}

// read binds the i-th column of the row.
func (b *builder) read(i int) *builder {
	v, err := b.p.cols[i].read(b.row)
	if err != nil {
		b.fail(err)
	}
	return b.bind(v)
}

// literal binds a value given by the caller.
func (b *builder) literal(v any) *builder {
	if bad, ok := v.(badOperand); ok {
		b.fail(bad.err)
		return b
	}
	v = plain(v)
	b.bind(v)
	if b.typed && b.d.casts != nil {
		if name := b.d.casts[formOf(v)]; name != "" {
			b.text("::").text(name)
		}
	}
	return b
}

// plain turns the common Go types into those that drivers take as they are; the rest is left to the driver.
func plain(v any) any {
	switch x := v.(type) {
	case int:
		return int64(x)
	case int32:
		return int64(x)
	case string, int64, float64, bool, []byte, time.Time, driver.Valuer, nil:
		return v
	}
	rv := reflect.ValueOf(v)
	switch {
	case rv.CanInt():
		return rv.Int()
	case rv.CanUint() && rv.Uint() < 1<<63:
		return int64(rv.Uint())
	case rv.CanFloat():
		return rv.Float()
	case rv.Kind() == reflect.String:
		return rv.String()
	case rv.Kind() == reflect.Bool:
		return rv.Bool()
	case rv.Kind() == reflect.Pointer && rv.IsNil():
		return nil
	case rv.Kind() == reflect.Pointer:
		return plain(rv.Elem().Interface())
	}
	return v
}

func formOf(v any) form {
	switch v.(type) {
	case int64, uint64:
		return formInt
	case float64:
		return formFloat
	case string:
		return formString
	case bool:
		return formBool
	case []byte:
		return formBytes
	case time.Time:
		return formTime
	}
	return formNone
}

// where writes WHERE or AND, and the condition; an empty one writes nothing.
func (b *builder) where(q Q, first bool) bool {
	if q.empty() {
		return first
	}
	b.and(first)
	if q.n.op == opOr || q.n.op == opXor || q.n.op == opRaw {
		b.operand(q.n) // more may follow with AND
		return false
	}
	b.node(q.n)
	return false
}

func (b *builder) and(first bool) {
	if first {
		b.text(" WHERE ")
		return
	}
	b.text(" AND ")
}

package orm

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"unsafe"
)

// plan is all that is known of a model type, worked out once: where its columns lie in memory and what they are called.
type plan struct {
	typ      reflect.Type
	table    string
	names    [2]string // the quoted table, by quote style
	cols     []column
	keys     []int         // indices into cols
	all      []int         // every column of the table
	inserts  [2]columnList // what an INSERT names, by whether the database numbers the row
	auto     int           // the column that the database numbers, or -1
	version  int           // or -1
	deleted  int           // or -1
	stamped  bool          // a column takes the time of the INSERT
	template reflect.Value // *T that only names columns
	at       unsafe.Pointer
	err      error // why the type is no model; the error of each statement on it
}

// columnList is a list of columns and its text in parentheses, by quote style.
type columnList struct {
	cols []int
	text [2]string
}

func (l *columnList) add(i int, quoted [2]string) {
	for q, name := range quoted {
		if len(l.cols) == 0 {
			l.text[q] = "(" + name + ")"
			continue
		}
		l.text[q] = l.text[q][:len(l.text[q])-1] + ", " + name + ")"
	}
	l.cols = append(l.cols, i)
}

// insertsOf is the list for a row that the database numbers, or that brings its own number.
func (p *plan) insertsOf(numbered bool) *columnList {
	if numbered {
		return &p.inserts[1]
	}
	return &p.inserts[0]
}

// column is one field's place and name.
type column struct {
	spec
	codec
	goName string       // Address.City
	quoted [2]string    // by quote style
	ptr    reflect.Type // *T of the field, what a field pointer's type must be
	offset uintptr      // from the row, or from the struct behind the last pointer of via
	via    []hop        // embedded pointers on the way, rarely any
}

// hop is an embedded pointer to a struct.
type hop struct {
	offset uintptr
	typ    reflect.Type // the struct
}

// quote styles: index into plan.names and column.quoted.
const (
	doubleQuotes = 0 // "name"
	backQuotes   = 1 // `name`
)

func quoteAll(name string) [2]string {
	return [2]string{quoteName(name, '"'), quoteName(name, '`')}
}

// quoteName quotes each part of a dotted name. A quote inside is doubled, so that no name can end its quotes.
func quoteName(name string, q byte) string {
	out := make([]byte, 0, len(name)+4)
	for i, part := range strings.Split(name, ".") {
		if i > 0 {
			out = append(out, '.')
		}
		out = appendQuoted(out, part, q)
	}
	return string(out)
}

func appendQuoted(out []byte, name string, q byte) []byte {
	out = append(out, q)
	for i := 0; i < len(name); i++ {
		if name[i] == q {
			out = append(out, q)
		}
		out = append(out, name[i])
	}
	return append(out, q)
}

// plans are the plans of all model types met so far, by naming: a cache of pure functions of a type, as encoding/json has.
var plans sync.Map // Naming -> *sync.Map of reflect.Type -> *plan

func plansOf(n Naming) *sync.Map {
	if m, ok := plans.Load(n); ok {
		return m.(*sync.Map)
	}
	m, _ := plans.LoadOrStore(n, new(sync.Map))
	return m.(*sync.Map)
}

// planFor gives the plan of T, with its err when T is no model.
func planFor[T any](db *DB) *plan { return planOf(db, reflect.TypeFor[T]()) }

func planOf(db *DB, t reflect.Type) *plan {
	if db == nil { // the error comes with the first statement
		return newPlan(t, "")
	}
	if p, ok := db.plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := db.plans.LoadOrStore(t, newPlan(t, db.naming))
	return p.(*plan)
}

func newPlan(t reflect.Type, n Naming) *plan {
	p := &plan{typ: t, auto: -1, version: -1, deleted: -1}
	if t.Kind() != reflect.Struct {
		p.err = fmt.Errorf("orm: %v is no model; a model is a struct", t)
		return p
	}
	c, err := conventionOf(n, t)
	if err != nil {
		p.err = err
		return p
	}
	p.table = c.table(t.Name())
	if i := strings.IndexByte(t.Name(), '['); i >= 0 { // a generic type's name carries its arguments
		p.table = c.table(t.Name()[:i])
	}
	p.template = reflect.New(t)
	p.at = p.template.UnsafePointer()
	w := walker{plan: p, c: c}
	w.walk(t, 0, nil, "", "")
	if p.err = w.err; p.err == nil {
		p.finish(c)
	}
	return p
}

// finish settles the key and the special columns, the table's name and the template.
func (p *plan) finish(c *convention) {
	for i := range p.cols {
		col := &p.cols[i]
		if !col.noted {
			p.all = append(p.all, i)
		}
		if col.pk {
			p.keys = append(p.keys, i)
		}
		if col.version {
			p.version = i
		}
		p.stamped = p.stamped || col.created || col.updated
		if col.deleted {
			p.deleted = i
			col.nullzero = col.nullzero || col.form == formTime // a row that is not deleted has NULL there
		}
	}
	if len(p.keys) == 0 {
		p.implicitKeys(c)
	}
	if c.autoSingle && len(p.keys) == 1 {
		col := &p.cols[p.keys[0]]
		col.auto = col.auto || !col.noAuto && (col.form == formInt || col.form == formUint)
	}
	for i := range p.cols {
		if p.cols[i].auto {
			p.auto = i
		}
	}
	if named := tableNamed(p.template); named != "" {
		p.table = named
	}
	p.names = quoteAll(p.table)
	if p.table == "" || strings.IndexByte(p.table, 0) >= 0 {
		p.err = fmt.Errorf("orm: %v has no table name; give it a TableName method", p.typ)
	}
	if len(p.cols) == 0 {
		p.err = fmt.Errorf("orm: %v has no columns", p.typ)
	}
	for i := range p.cols {
		col := &p.cols[i]
		for numbered := range p.inserts {
			if !col.readonly && (numbered == 0 || i != p.auto) {
				p.inserts[numbered].add(i, col.quoted)
			}
		}
		col.addr(p.at) // allocates embedded pointers, so that their fields have addresses
	}
}

func (p *plan) implicitKeys(c *convention) {
	for i := range p.cols {
		col := &p.cols[i]
		whole := col.form == formInt || col.form == formUint
		if !strings.EqualFold(col.goName, "ID") && !strings.HasSuffix(col.goName, ".ID") && col.name != "id" || c.int64Only && col.typ.Kind() != reflect.Int64 {
			continue
		}
		col.pk = true
		col.auto = col.auto || c.autoIfNamed && whole && !col.noAuto
		p.keys = []int{i}
		return
	}
}

func tableNamed(template reflect.Value) string {
	if t, ok := template.Interface().(interface{ TableName() string }); ok {
		return t.TableName()
	}
	return ""
}

// addr is where the column lies in the row at base. Embedded pointers that are nil get a struct of their own.
func (c *column) addr(base unsafe.Pointer) unsafe.Pointer {
	for _, h := range c.via {
		slot := (*unsafe.Pointer)(unsafe.Add(base, h.offset))
		if *slot == nil {
			*slot = reflect.New(h.typ).UnsafePointer()
		}
		base = *slot
	}
	return unsafe.Add(base, c.offset)
}

// peek is addr without the allocation: nil when an embedded pointer is nil.
func (c *column) peek(base unsafe.Pointer) unsafe.Pointer {
	for _, h := range c.via {
		if base = *(*unsafe.Pointer)(unsafe.Add(base, h.offset)); base == nil {
			return nil
		}
	}
	return unsafe.Add(base, c.offset)
}

// read gives the driver's value of the column in the row at base.
func (c *column) read(base unsafe.Pointer) (any, error) {
	p := c.peek(base)
	if p == nil || c.nullzero && c.zero(p) {
		return nil, nil
	}
	v, err := c.value(p)
	if err != nil {
		return nil, fmt.Errorf("orm: %s: %w", c.goName, err)
	}
	return v, nil
}

package orm

import (
	"fmt"
	"reflect"
	"sync"
	"unsafe"
)

// find is the column that the field pointer names: the address decides, and then the type, because a struct and its first
// field share an address. Pointers into the row and into the template both name columns.
func (p *plan) find(field any, row unsafe.Pointer) int {
	t := reflect.TypeOf(field)
	if t == nil || t.Kind() != reflect.Pointer {
		return -1
	}
	at := reflect.ValueOf(field).UnsafePointer()
	if i := p.findIn(at, t, row); i >= 0 {
		return i
	}
	if row != p.at {
		return p.findIn(at, t, p.at)
	}
	return -1
}

func (p *plan) findIn(at unsafe.Pointer, t reflect.Type, base unsafe.Pointer) int {
	if base == nil || at == nil {
		return -1
	}
	for i := range p.cols {
		c := &p.cols[i]
		if c.via == nil {
			if unsafe.Add(base, c.offset) == at && c.ptr == t {
				return i
			}
		} else if c.ptr == t && c.peek(base) == at {
			return i
		}
	}
	return -1
}

// named is the column of that name, or -1.
func (p *plan) named(name string) int {
	for i := range p.cols {
		if p.cols[i].name == name {
			return i
		}
	}
	return -1
}

// stray explains a field pointer that names no column of the model.
func (p *plan) stray(field any, row unsafe.Pointer) error {
	t := reflect.TypeOf(field)
	what := fmt.Sprintf("a %v", t)
	if t == nil || t.Kind() != reflect.Pointer {
		return fmt.Errorf("orm: %s is not a pointer to a field of %v; write &row.Field", what, p.typ)
	}
	if owner := ownerOf(field); owner != "" {
		what = "&" + owner
	}
	from := fmt.Sprintf("Objects[%v](db).Fields()", p.typ)
	if row != nil {
		from = fmt.Sprintf("the *%v that is given, or from %s", p.typ, from)
	}
	if p.holds(field, row) || p.holds(field, p.at) {
		return fmt.Errorf("orm: %s points into %v, but at no column: it is skipped, of several columns, or a part of one", what, p.typ)
	}
	return fmt.Errorf("orm: %s points at no column of %v; take the address of a field from %s", what, p.typ, from)
}

// holds tells whether the pointer lies within the row at base.
func (p *plan) holds(field any, base unsafe.Pointer) bool {
	at, from := uintptr(reflect.ValueOf(field).UnsafePointer()), uintptr(base)
	return base != nil && at >= from && at < from+p.typ.Size()
}

// ownerOf names a field of any model's template: Order.ID.
func ownerOf(field any) (name string) {
	t := reflect.TypeOf(field)
	at := reflect.ValueOf(field).UnsafePointer()
	plans.Range(func(_, m any) bool {
		m.(*sync.Map).Range(func(_, v any) bool {
			p := v.(*plan)
			if i := p.findIn(at, t, p.at); i >= 0 {
				name = p.typ.Name() + "." + p.cols[i].goName
			}
			return name == ""
		})
		return name == ""
	})
	return name
}

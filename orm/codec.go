package orm

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"time"
	"unsafe"
)

// form is how a Go type travels to and from the database.
type form uint8

const (
	formNone   form = iota // cannot be stored
	formInt                // every signed integer kind, by size
	formUint               // every unsigned integer kind, by size
	formFloat              // float32, float64
	formBool               //
	formString             //
	formBytes              // []byte and its named kin
	formTime               // time.Time and its named kin
	formPtr                // a pointer: nil is NULL
	formValuer             // driver.Valuer on the value or the pointer, sql.Scanner on the pointer
	formJSON               // marshalled
)

// codec reads and writes one field in memory, by address and without reflection for the plain kinds.
type codec struct {
	typ     reflect.Type
	form    form
	size    uintptr
	elem    *codec // formPtr
	valuer  bool   // the value itself is a driver.Valuer
	pvaluer bool   // only its pointer is
	scanner bool   // its pointer is a sql.Scanner
}

var (
	valuerType  = reflect.TypeFor[driver.Valuer]()
	scannerType = reflect.TypeFor[sql.Scanner]()
	timeType    = reflect.TypeFor[time.Time]()
)

// codecOf chooses the form of a type. A struct, map, slice, array or interface without Valuer or Scanner gives formNone.
func codecOf(t reflect.Type) *codec {
	c := &codec{typ: t, size: t.Size()}
	c.valuer = t.Implements(valuerType)
	c.pvaluer = reflect.PointerTo(t).Implements(valuerType)
	c.scanner = reflect.PointerTo(t).Implements(scannerType)
	switch k := t.Kind(); {
	case k == reflect.Pointer && !c.scanner:
		c.form, c.elem = formPtr, codecOf(t.Elem())
		if c.elem.form == formNone || c.elem.form == formPtr {
			c.form = formNone
		}
	case c.valuer || c.pvaluer || c.scanner:
		c.form = formValuer
	case t.ConvertibleTo(timeType) && k == reflect.Struct:
		c.form = formTime
	case k >= reflect.Int && k <= reflect.Int64:
		c.form = formInt
	case k >= reflect.Uint && k <= reflect.Uint64:
		c.form = formUint
	case k == reflect.Float32 || k == reflect.Float64:
		c.form = formFloat
	case k == reflect.Bool:
		c.form = formBool
	case k == reflect.String:
		c.form = formString
	case k == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		c.form = formBytes
	}
	return c
}

// value reads the field at p as something that every driver takes.
func (c *codec) value(p unsafe.Pointer) (any, error) {
	switch c.form {
	case formInt:
		return c.int(p), nil
	case formUint:
		u := c.uint(p)
		if u <= 1<<63-1 {
			return int64(u), nil
		}
		return u, nil
	case formFloat:
		return c.float(p), nil
	case formBool:
		return *(*bool)(p), nil
	case formString:
		return *(*string)(p), nil
	case formBytes:
		return *(*[]byte)(p), nil
	case formTime:
		return *(*time.Time)(p), nil
	case formPtr:
		if q := *(*unsafe.Pointer)(p); q != nil {
			return c.elem.value(q)
		}
		return nil, nil
	case formValuer:
		return c.valuerValue(p)
	case formJSON:
		text, err := json.Marshal(reflect.NewAt(c.typ, p).Interface())
		return string(text), err
	}
	return nil, fmt.Errorf("orm: %v cannot be stored; give it Value and Scan methods, or tag it json", c.typ)
}

func (c *codec) valuerValue(p unsafe.Pointer) (any, error) {
	v := reflect.NewAt(c.typ, p)
	switch {
	case c.valuer:
		return v.Elem().Interface(), nil // database/sql calls Value, and knows nil pointers
	case c.pvaluer:
		return v.Interface(), nil
	}
	// A Scanner without a Valuer is stored as what it is underneath.
	return driver.DefaultParameterConverter.ConvertValue(v.Elem().Interface())
}

// zero tells whether the field at p is its type's zero value: for a key, "none yet".
func (c *codec) zero(p unsafe.Pointer) bool {
	switch c.form {
	case formInt:
		return c.int(p) == 0
	case formUint:
		return c.uint(p) == 0
	case formString:
		return *(*string)(p) == ""
	}
	return reflect.NewAt(c.typ, p).Elem().IsZero()
}

func (c *codec) int(p unsafe.Pointer) int64 {
	switch c.size {
	case 8:
		return *(*int64)(p)
	case 4:
		return int64(*(*int32)(p))
	case 2:
		return int64(*(*int16)(p))
	}
	return int64(*(*int8)(p))
}

func (c *codec) uint(p unsafe.Pointer) uint64 {
	switch c.size {
	case 8:
		return *(*uint64)(p)
	case 4:
		return uint64(*(*uint32)(p))
	case 2:
		return uint64(*(*uint16)(p))
	}
	return uint64(*(*uint8)(p))
}

// float is the number that a float32 is written as: 0.1 stays 0.1.
func (c *codec) float(p unsafe.Pointer) float64 {
	if c.size == 8 {
		return *(*float64)(p)
	}
	f, _ := strconv.ParseFloat(strconv.FormatFloat(float64(*(*float32)(p)), 'g', -1, 32), 64) // what was just formatted
	return f
}

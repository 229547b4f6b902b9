package orm

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unsafe"
)

// cell is the place of one column in the row being read. database/sql hands it the driver's value without a copy, so a
// row of plain kinds is read without reflection and without an allocation of our own.
type cell struct {
	codec *codec
	at    unsafe.Pointer
	name  string
}

// Scan is for database/sql.
func (c *cell) Scan(src any) error {
	if err := c.codec.scan(c.at, src); err != nil {
		return fmt.Errorf("column %q: %w", c.name, err)
	}
	return nil
}

// scan writes a driver's value into the field at p. NULL is the zero value of a field that cannot hold NULL.
func (c *codec) scan(p unsafe.Pointer, src any) error {
	if c.form == formValuer && c.scanner {
		return reflect.NewAt(c.typ, p).Interface().(sql.Scanner).Scan(src)
	}
	if src == nil {
		reflect.NewAt(c.typ, p).Elem().SetZero()
		return nil
	}
	switch c.form {
	case formInt:
		n, err := toInt(src)
		if err != nil {
			return err
		}
		return c.setInt(p, n)
	case formUint:
		n, err := toUint(src)
		if err != nil {
			return err
		}
		return c.setUint(p, n)
	case formFloat:
		f, err := toFloat(src)
		if err != nil {
			return err
		}
		if c.size == 4 {
			*(*float32)(p) = float32(f)
		} else {
			*(*float64)(p) = f
		}
		return nil
	case formBool:
		b, err := toBool(src)
		*(*bool)(p) = b
		return err
	case formString:
		s, err := toString(src)
		*(*string)(p) = s
		return err
	case formBytes:
		return c.scanBytes(p, src)
	case formTime:
		t, err := toTime(src)
		*(*time.Time)(p) = t
		return err
	case formPtr:
		fresh := reflect.New(c.elem.typ)
		if err := c.elem.scan(fresh.UnsafePointer(), src); err != nil {
			return err
		}
		*(*unsafe.Pointer)(p) = fresh.UnsafePointer()
		return nil
	case formJSON:
		text, err := toString(src)
		if err != nil {
			return err
		}
		v := reflect.NewAt(c.typ, p)
		v.Elem().SetZero() // Unmarshal merges into maps and structs: what an earlier row left must go
		return json.Unmarshal([]byte(text), v.Interface())
	}
	return fmt.Errorf("cannot read %T into %v; give it a Scan method, or tag it json", src, c.typ)
}

func (c *codec) scanBytes(p unsafe.Pointer, src any) error {
	switch v := src.(type) {
	case []byte:
		*(*[]byte)(p) = bytes.Clone(v)
	case string:
		*(*[]byte)(p) = []byte(v)
	default:
		s, err := toString(src)
		if err != nil {
			return err
		}
		*(*[]byte)(p) = []byte(s)
	}
	return nil
}

func (c *codec) setInt(p unsafe.Pointer, n int64) error {
	switch c.size {
	case 8:
		*(*int64)(p) = n
		return nil
	case 4:
		*(*int32)(p) = int32(n)
	case 2:
		*(*int16)(p) = int16(n)
	default:
		*(*int8)(p) = int8(n)
	}
	if c.int(p) != n {
		return fmt.Errorf("%d does not fit %v", n, c.typ)
	}
	return nil
}

func (c *codec) setUint(p unsafe.Pointer, n uint64) error {
	switch c.size {
	case 8:
		*(*uint64)(p) = n
		return nil
	case 4:
		*(*uint32)(p) = uint32(n)
	case 2:
		*(*uint16)(p) = uint16(n)
	default:
		*(*uint8)(p) = uint8(n)
	}
	if c.uint(p) != n {
		return fmt.Errorf("%d does not fit %v", n, c.typ)
	}
	return nil
}

func toInt(src any) (int64, error) {
	switch v := src.(type) {
	case int64:
		return v, nil
	case float64:
		// A database's / and AVG give fractions; they are cut only where nothing is lost.
		if n := int64(v); float64(n) == v {
			return n, nil
		}
		return 0, fmt.Errorf("%v is no whole number", v)
	case bool:
		if v {
			return 1, nil
		}
		return 0, nil
	case []byte:
		return parseInt(string(v))
	case string:
		return parseInt(v)
	case uint64:
		if v > 1<<63-1 {
			return 0, fmt.Errorf("%d does not fit int64", v)
		}
		return int64(v), nil
	}
	if rv := reflect.ValueOf(src); rv.CanInt() {
		return rv.Int(), nil
	}
	return 0, mismatch(src, "a whole number")
}

// parseInt takes what a NUMERIC column sends for a whole number too: 12.000.
func parseInt(s string) (int64, error) {
	if whole, frac, ok := strings.Cut(s, "."); ok && strings.Trim(frac, "0") == "" {
		s = whole
	}
	return strconv.ParseInt(s, 10, 64)
}

func toUint(src any) (uint64, error) {
	switch v := src.(type) {
	case uint64:
		return v, nil
	case []byte:
		return strconv.ParseUint(string(v), 10, 64)
	case string:
		return strconv.ParseUint(v, 10, 64)
	}
	n, err := toInt(src)
	if err == nil && n < 0 {
		err = fmt.Errorf("%d is negative", n)
	}
	return uint64(n), err
}

func toFloat(src any) (float64, error) {
	switch v := src.(type) {
	case float64:
		return v, nil
	case float32:
		return float64(v), nil
	case int64:
		return float64(v), nil
	case []byte:
		return strconv.ParseFloat(string(v), 64)
	case string:
		return strconv.ParseFloat(v, 64)
	}
	if rv := reflect.ValueOf(src); rv.CanInt() {
		return float64(rv.Int()), nil
	}
	return 0, mismatch(src, "a number")
}

func toBool(src any) (bool, error) {
	switch v := src.(type) {
	case bool:
		return v, nil
	case int64:
		return v != 0, nil
	case []byte:
		if len(v) == 1 && v[0] <= 1 { // MySQL's BIT(1)
			return v[0] == 1, nil
		}
		return strconv.ParseBool(string(v))
	case string:
		return strconv.ParseBool(v)
	}
	return false, mismatch(src, "a bool")
}

func toString(src any) (string, error) {
	switch v := src.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case bool:
		return strconv.FormatBool(v), nil
	case time.Time:
		return v.Format(time.RFC3339Nano), nil
	}
	if rv := reflect.ValueOf(src); rv.Kind() == reflect.String {
		return rv.String(), nil
	}
	return "", mismatch(src, "a string")
}

// Some drivers hand out other types than database/sql's six; those are read by kind.
func mismatch(src any, want string) error { return fmt.Errorf("cannot read %T into %s", src, want) }

// timeLayouts are the texts that SQLite's and MySQL's columns hold.
var timeLayouts = []string{
	time.RFC3339Nano,
	"2006-01-02 15:04:05.999999999-07:00",
	"2006-01-02 15:04:05.999999999 -0700 MST",
	"2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04",
	"2006-01-02",
}

func toTime(src any) (time.Time, error) {
	var text string
	switch v := src.(type) {
	case time.Time:
		return v, nil
	case string:
		text = v
	case []byte:
		text = string(v)
	case int64:
		return time.Unix(v, 0), nil
	default:
		return time.Time{}, mismatch(src, "a time")
	}
	text, _, _ = strings.Cut(text, " m=") // what time.Time.String adds for a monotonic clock
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	if strings.HasPrefix(text, "0000-00-00") { // MySQL's zero date
		return time.Time{}, nil
	}
	return time.Time{}, fmt.Errorf("cannot read %q as a time", text)
}

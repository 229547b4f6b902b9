package orm

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
	"unsafe"
)

// array is the values of one column for unnest: the literal of a PostgreSQL array, which every driver passes on alike. pgx
// also takes slices, and sends them in binary; but it boxes each element, which costs more than its digits do.
type array struct{ text []byte }

func newArrays(n int) []array {
	list := make([]array, n)
	for i := range list {
		list[i].text = []byte("{")
	}
	return list
}

// take is what is bound; the array is empty afterwards.
func (a *array) take() string {
	text := string(append(a.text, '}'))
	a.text = append(a.text[:0], '{')
	return text
}

// place is where the value of the column lies in the row, behind its pointer if it is one; nil for NULL.
func (c *column) place(row unsafe.Pointer) (*codec, unsafe.Pointer) {
	p := c.peek(row)
	if p == nil || c.nullzero && c.zero(p) {
		return nil, nil
	}
	if c.form == formPtr {
		return c.elem, *(*unsafe.Pointer)(p)
	}
	return &c.codec, p
}

// next begins the next element.
func (a *array) next() []byte {
	if len(a.text) > 1 {
		return append(a.text, ',')
	}
	return a.text
}

// add appends what the row has in the column, which is not boxed on the way if it is of a plain kind.
func (a *array) add(c *column, row unsafe.Pointer) error {
	e, p := c.place(row)
	if p == nil {
		return a.addValue(nil)
	}
	switch e.form {
	case formInt:
		a.text = strconv.AppendInt(a.next(), e.int(p), 10)
	case formUint:
		a.text = strconv.AppendUint(a.next(), e.uint(p), 10)
	case formFloat:
		a.text = strconv.AppendFloat(a.next(), e.float(p), 'g', -1, 64)
	case formBool:
		a.text = strconv.AppendBool(a.next(), *(*bool)(p))
	case formString:
		a.text = appendArrayText(a.next(), *(*string)(p))
	case formTime:
		a.text = appendArrayTime(a.next(), *(*time.Time)(p))
	default:
		v, err := c.read(row)
		if err != nil {
			return err
		}
		return a.addValue(v)
	}
	return nil
}

// addValue appends v, as codec.value gives it.
func (a *array) addValue(v any) error {
	out := a.next()
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
		out = appendArrayTime(out, x)
	default:
		return fmt.Errorf("orm: a %T cannot be sent in bulk; its Value method should give text or a number", v)
	}
	a.text = out
	return nil
}

func appendArrayTime(out []byte, t time.Time) []byte {
	return append(appendTime(append(out, '"'), t), '"')
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

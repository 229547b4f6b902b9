package orm

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// array is the values of one column for unnest.
type array interface {
	add(v any) error // v as codec.value gives it
	take() any       // what is bound; the array is empty afterwards
}

// arrays makes the arrays of some columns. Text is what every driver passes on alike; pgx takes slices too and sends them in
// binary, which is faster, but only for the types that it is sure to know.
func (db *DB) arrays(p *plan, cols []int, types []string, rows int) []array {
	list := make([]array, len(cols))
	for k, c := range cols {
		list[k] = &textArray{text: []byte("{")}
		if db.takesSlices() {
			if a := sliceFor(&p.cols[c].codec, types[c], rows); a != nil {
				list[k] = a
			}
		}
	}
	return list
}

// takesSlices tells whether the driver is pgx itself.
func (db *DB) takesSlices() bool {
	pool := db.root.pool
	return pool != nil && strings.HasPrefix(packageOf(pool.Driver()), "github.com/jackc/pgx/")
}

// sliceFor is a slice for a column whose Go type and database type are sure to agree, or nil.
func sliceFor(c *codec, typ string, rows int) array {
	if c.form == formPtr {
		c = c.elem
	}
	switch {
	case c.form == formInt && (typ == "bigint" || typ == "integer" || typ == "smallint"):
		return &slice[int64]{size: rows}
	case c.form == formFloat && (typ == "double precision" || typ == "real"):
		return &slice[float64]{size: rows}
	case c.form == formString && (typ == "text" || typ == "character varying"):
		return &slice[string]{size: rows}
	case c.form == formBool && typ == "boolean":
		return &slice[bool]{size: rows}
	case c.form == formTime && typ == "timestamp with time zone":
		return &slice[time.Time]{size: rows}
	}
	return nil
}

// slice is a []T, or a []*T when there are NULLs.
type slice[T any] struct {
	list  []T
	nulls []int
	size  int
}

func (a *slice[T]) add(v any) error {
	x, ok := v.(T)
	if !ok && v != nil {
		return fmt.Errorf("orm: a %T in a column of %T", v, x)
	}
	if a.list == nil {
		a.list = make([]T, 0, a.size)
	}
	if v == nil {
		a.nulls = append(a.nulls, len(a.list))
	}
	a.list = append(a.list, x)
	return nil
}

func (a *slice[T]) take() any {
	list, nulls := a.list, a.nulls
	a.list, a.nulls = nil, nil // the driver may hold on to the other
	if len(nulls) == 0 {
		return list
	}
	pointers := make([]*T, len(list))
	for i := range list {
		pointers[i] = &list[i]
	}
	for _, i := range nulls {
		pointers[i] = nil
	}
	return pointers
}

// textArray is a literal of an array under construction.
type textArray struct{ text []byte }

func (a *textArray) take() any {
	text := string(append(a.text, '}'))
	a.text = append(a.text[:0], '{')
	return text
}

func (a *textArray) add(v any) error {
	out := a.text
	if len(out) > 1 {
		out = append(out, ',')
	}
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
		out = append(out, '"')
		out = appendTime(out, x)
		out = append(out, '"')
	default:
		return fmt.Errorf("orm: a %T cannot be sent in bulk; its Value method should give text or a number", v)
	}
	a.text = out
	return nil
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

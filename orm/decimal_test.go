package orm_test

import (
	"database/sql/driver"
	"fmt"
	"strings"
)

func (d Decimal) Value() (driver.Value, error) {
	if d.Text == "" {
		return nil, nil
	}
	return d.Text, nil
}

func (d *Decimal) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		d.Text = ""
	case []byte:
		d.Text = trimZeros(string(v))
	case string:
		d.Text = trimZeros(v)
	default:
		d.Text = trimZeros(fmt.Sprint(v))
	}
	return nil
}

func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

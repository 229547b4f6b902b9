// Package optimisticlock has the signatures of gorm.io/plugin/optimisticlock and no behaviour.
package optimisticlock

import (
	"database/sql"
	"database/sql/driver"
)

// Version is the version column of a model: the plugin compares it in each update and counts it up.
type Version sql.NullInt64

func (v *Version) Scan(value interface{}) error { panic("stub") }

func (v Version) Value() (driver.Value, error) { panic("stub") }

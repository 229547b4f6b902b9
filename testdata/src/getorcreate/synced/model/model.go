// Package model has rows without an index, whose tables are made from them.
package model

import "xorm.io/xorm"

// Vote has no unique index.
type Vote struct {
	ID     int64 `xorm:"pk autoincr"`
	UserID int64
	PollID int64
}

// Open makes the tables.
func Open(e *xorm.Engine) error { return e.Sync(new(Vote)) }

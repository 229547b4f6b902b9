// Package xorm keeps its tables in SQL files, where their unique indexes stand: no tag speaks of an index, and nothing makes tables.
package xorm

import "xorm.io/xorm"

// Follower has a UNIQUE KEY (list_id, user_id) in db.sql.
type Follower struct {
	ID     int64 `xorm:"pk autoincr"`
	ListID int64
	UserID int64 `xorm:"comment('index of the user')"`
}

func follow(e *xorm.Engine, list, user int64) error {
	var f Follower
	if _, err := e.Where("list_id = ? AND user_id = ?", list, user).Get(&f); err != nil || f.ID > 0 {
		return err
	}
	_, err := e.Insert(&Follower{ListID: list, UserID: user})
	return err
}

// Package xorm looks for rows and inserts them with xorm.
package xorm

import "xorm.io/xorm"

// Position has a unique index.
type Position struct {
	TaskID int64 `xorm:"bigint not null unique(task_view)"`
	ViewID int64 `xorm:"bigint not null unique(task_view)"`
	Place  float64
}

// Collection has none.
type Collection struct {
	ID       int64 `xorm:"pk autoincr"`
	UserID   int64 `xorm:"bigint not null"`
	ObjectID int64
}

func updateOrInsert(s *xorm.Session, p *Position) error {
	exists, err := s.Where("task_id = ? AND view_id = ?", p.TaskID, p.ViewID).Exist(&Position{})
	if err != nil {
		return err
	}
	if !exists {
		_, err = s.Insert(p) // want "Position is looked for at line 21.*one fails on the unique index"
	} else {
		_, err = s.Where("task_id = ? AND view_id = ?", p.TaskID, p.ViewID).Cols("place").Update(p)
	}
	return err
}

func getThenInsert(e *xorm.Engine, c *Collection) error {
	has, err := e.Where("user_id = ? AND object_id = ?", c.UserID, c.ObjectID).Get(&Collection{})
	if err != nil || has {
		return err
	}
	_, err = e.Insert(c) // want "Collection is looked for.*insert two"
	return err
}

func insertWhatOthersHave(e *xorm.Engine, c *Collection) error {
	has, err := e.Where("user_id = ?", c.UserID).Get(&Collection{})
	if err != nil || !has {
		return err
	}
	_, err = e.Insert(c)
	return err
}

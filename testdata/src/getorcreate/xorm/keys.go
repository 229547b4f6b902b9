package xorm

import "xorm.io/xorm"

// Issue is numbered by another system.
type Issue struct {
	Id    int    `xorm:"pk autoincr"`
	Title string `xorm:"varchar(100)"`
	State int
}

// Profile has the key of its member.
type Profile struct {
	Uid  int64 `xorm:"pk"`
	City string
}

func updateOrInsertUnderTheKey(e *xorm.Engine, number int, title string) error {
	var issue Issue
	if _, err := e.ID(number).Get(&issue); err != nil {
		return err
	}
	issue.Title = title
	if issue.Id > 0 {
		_, err := e.ID(number).Update(&issue)
		return err
	}
	issue.Id = number
	_, err := e.Insert(&issue) // want "Issue is looked for.*one fails on the unique index"
	return err
}

func insertUnderTheKey(e *xorm.Engine, number int, title string) error {
	var issue Issue
	if has, err := e.ID(number).Get(&issue); err != nil || has {
		return err
	}
	_, err := e.Insert(&Issue{Id: number, Title: title})
	return err
}

func insertUnderAKeyWithAName(e *xorm.Engine, uid int64, city string) error {
	has, err := e.ID(uid).Exist(&Profile{})
	if err != nil || has {
		return err
	}
	_, err = e.Insert(&Profile{Uid: uid, City: city})
	return err
}

func insertUnderAnotherKey(e *xorm.Engine, number int, title string) error {
	var issue Issue
	if has, err := e.ID(number).Get(&issue); err != nil || has {
		return err
	}
	_, err := e.Insert(&Issue{Title: title}) // want "Issue is looked for.*insert two"
	return err
}

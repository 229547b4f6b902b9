// Package xorm inserts rows under keys of its own with xorm.
package xorm

import "xorm.io/xorm"

// Order is numbered by the database.
type Order struct {
	ID    int64 `xorm:"pk autoincr 'id'"`
	Buyer int64
}

// Profile has its user's key.
type Profile struct {
	UserID int64 `xorm:"pk"`
	Text   string
}

func insertUnderTheLastKeyPlusOne(e *xorm.Engine, buyer int64) error {
	var last Order
	if _, err := e.Desc("id").Get(&last); err != nil {
		return err
	}
	_, err := e.Insert(&Order{ID: last.ID + 1, Buyer: buyer}) // want "explicit key: Order.ID"
	return err
}

func insertUnderAKeyFromOutside(e *xorm.Engine) error {
	o := &Order{Buyer: 1}
	o.ID = 1000
	_, err := e.InsertOne(o) // want "explicit key: Order.ID"
	return err
}

func insertWithoutAKey(e *xorm.Engine, buyer int64) error {
	_, err := e.Insert(&Order{Buyer: buyer})
	return err
}

func insertUnderTheUsersKey(e *xorm.Engine, user int64) error {
	_, err := e.Insert(&Profile{UserID: user, Text: "new"})
	return err
}

func updateByKey(e *xorm.Engine, id, buyer int64) error {
	_, err := e.ID(id).Cols("buyer").Update(&Order{Buyer: buyer})
	return err
}

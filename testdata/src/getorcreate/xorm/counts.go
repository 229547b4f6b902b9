package xorm

import (
	"errors"

	"xorm.io/xorm"
)

var errTooMany = errors.New("too many")

const maxNotes = 3

func collections(e *xorm.Engine, user int64) (int64, error) {
	return e.Where("user_id = ?", user).Count(new(Collection))
}

func fewerThanFive(e *xorm.Engine, user int64) error {
	n, err := collections(e, user)
	if err != nil {
		return err
	}
	if n >= 5 {
		return errTooMany
	}
	_, err = e.Insert(&Collection{UserID: user})
	return err
}

func fewerThanTheLimit(e *xorm.Engine, user int64, limit int) error {
	n, err := collections(e, user)
	if err != nil {
		return err
	}
	if limit <= int(n) {
		return errTooMany
	}
	_, err = e.Insert(&Collection{UserID: user})
	return err
}

func tooMany(e *xorm.Engine, user int64) bool {
	n, err := collections(e, user)
	return err != nil || n >= maxNotes
}

func unlessTooMany(e *xorm.Engine, user int64) error {
	if tooMany(e, user) {
		return errTooMany
	}
	_, err := e.Insert(&Collection{UserID: user})
	return err
}

func atMostTwo(e *xorm.Engine, user int64) error {
	n, err := collections(e, user)
	if err != nil || n > 1 {
		return err
	}
	_, err = e.Insert(&Collection{UserID: user})
	return err
}

func theFirst(e *xorm.Engine, user int64) error {
	n, err := collections(e, user)
	if err != nil || 1 <= n {
		return err
	}
	_, err = e.Insert(&Collection{UserID: user}) // want "Collection is looked for"
	return err
}

func unlessThereIsOne(e *xorm.Engine, user int64) error {
	n, err := collections(e, user)
	if err != nil {
		return err
	}
	if n == 1 {
		return nil
	}
	_, err = e.Insert(&Collection{UserID: user}) // want "Collection is looked for"
	return err
}

func hasAny(e *xorm.Engine, user int64) bool {
	n, _ := collections(e, user)
	return n != 0
}

func unlessTrue(e *xorm.Engine, user int64) error {
	if hasAny(e, user) == true {
		return nil
	}
	_, err := e.Insert(&Collection{UserID: user}) // want "Collection is looked for"
	return err
}

func ifFalse(e *xorm.Engine, user int64) error {
	if hasAny(e, user) == false {
		_, err := e.Insert(&Collection{UserID: user}) // want "Collection is looked for"
		return err
	}
	return nil
}

func ifTrue(e *xorm.Engine, user int64) error {
	if hasAny(e, user) == true {
		_, err := e.Insert(&Collection{UserID: user})
		return err
	}
	return nil
}

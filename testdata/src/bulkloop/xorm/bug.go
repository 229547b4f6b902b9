// Package game is a game's store on xorm: bug.go writes row by row, clean.go does not.
package game

import (
	"errors"

	"xorm.io/xorm"
)

var errNotFound = errors.New("not found")

type Item struct {
	Id       int64 `xorm:"pk autoincr"`
	PlayerId int64
	Name     string
	Sort     int `xorm:"display_order"`
	Deleted  bool
}

func insertEach(session *xorm.Session, items []*Item) error {
	for i := 0; i < len(items); i++ {
		if _, err := session.Insert(items[i]); err != nil { // want "Item is inserted once for each of items; one Insert of the slice would do"
			return err
		}
	}
	return nil
}

func insertEachInTransaction(engine *xorm.Engine, player int64, names []string) error {
	_, err := engine.Transaction(func(session *xorm.Session) (any, error) {
		for _, name := range names {
			item := &Item{PlayerId: player, Name: name}
			if _, err := session.InsertOne(item); err != nil { // want "Item is inserted .* all run in one transaction"
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

func orderEachAndExpectThatItIsThere(session *xorm.Session, player int64, items []*Item) error {
	for i := 0; i < len(items); i++ {
		item := items[i]
		n, err := session.ID(item.Id).Cols("display_order").Where("player_id = ? AND deleted = ?", player, false).Update(item) // want "Item is updated"
		if err != nil {
			return err
		} else if n < 1 {
			return errNotFound
		}
	}
	return nil
}

func deleteEach(engine *xorm.Engine, ids []int64) error {
	for _, id := range ids {
		if _, err := engine.ID(id).Delete(new(Item)); err != nil { // want "Item is deleted once for each of ids; one In.*Delete would do"
			return err
		}
	}
	return nil
}

// Package synced votes: that the tables are made from the structs is seen in a package beneath.
package synced

import (
	"xorm.io/xorm"

	"fixtures/getorcreate/synced/model"
)

func vote(e *xorm.Engine, poll, user int64) error {
	has, err := e.Where("poll_id = ? AND user_id = ?", poll, user).Exist(&model.Vote{})
	if err != nil || has {
		return err
	}
	_, err = e.Insert(&model.Vote{PollID: poll, UserID: user}) // want "Vote is looked for.*insert two"
	return err
}

// Package game is a game's store on xorm under its old import path: bug.go loses updates, clean.go does not.
package game

import "github.com/go-xorm/xorm"

type Player struct {
	Id   int64
	Gold int64
}

func oldNameOfID(engine *xorm.Engine, id, n int64) error {
	var p Player
	if has, err := engine.Id(id).Get(&p); err != nil || !has {
		return err
	}
	p.Gold -= n
	_, err := engine.Id(id).Cols("gold").Update(&p) // want "lost update: Player.Gold "
	return err
}

func oldNameOfSQL(sess *xorm.Session, id, n int64) error {
	if err := sess.Begin(); err != nil {
		return err
	}
	defer sess.Close()
	p := Player{}
	if _, err := sess.Sql("SELECT * FROM player WHERE id = ?", id).Get(&p); err != nil {
		return err
	}
	if _, err := sess.Id(p.Id).Update(&Player{Gold: p.Gold + n}); err != nil { // want "lost update: Player.Gold "
		return err
	}
	return sess.Commit()
}

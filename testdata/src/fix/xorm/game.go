// Package game is a game's store on xorm whose lost updates are repaired: game.go.golden holds the repaired file.
package game

import (
	"errors"
	"time"

	"xorm.io/xorm"
)

var errNotEnough = errors.New("not enough")

type Player struct {
	Id      int64
	Name    string `xorm:"varchar(64) notnull 'nick'"`
	Gold    int64  `xorm:"gold notnull default 0"`
	Exp     int
	Level   int
	Left    int
	Online  bool
	Updated time.Time `xorm:"updated"`
}

type Item struct {
	Id       int64 `xorm:"pk autoincr"`
	PlayerId int64 `xorm:"index"`
	Count    int
}

func spend(engine *xorm.Engine, id, n int64) error {
	var p Player
	has, err := engine.ID(id).Get(&p)
	if err != nil {
		return err
	}
	if !has || p.Gold < n {
		return errNotEnough
	}
	p.Gold -= n
	_, err = engine.ID(id).Cols("gold").Update(&p) // want "(?i)lost update: Player.Gold"
	return err
}

func otherColumnsToo(engine *xorm.Engine, id int64, exp int) error {
	p := &Player{Id: id}
	if has, err := engine.Get(p); err != nil || !has {
		return err
	}
	p.Exp += exp
	p.Level = p.Level + 1
	p.Name = "hero"
	_, err := engine.ID(p.Id).Update(p) // want "(?i)lost update: Player.Exp" "(?i)lost update: Player.Level"
	return err
}

func twinBean(engine *xorm.Engine, id int64, n int64) error {
	old := Player{}
	if _, err := engine.Where("id = ?", id).Get(&old); err != nil {
		return err
	}
	_, err := engine.Where("id = ?", id).Cols("gold").Update(&Player{Gold: old.Gold + n}) // want "(?i)lost update: Player.Gold"
	return err
}

func mapOfColumns(engine *xorm.Engine, id int64, n int64) error {
	old := Player{}
	if _, err := engine.ID(id).Get(&old); err != nil {
		return err
	}
	_, err := engine.Table(new(Player)).ID(id).Update(map[string]interface{}{"gold": old.Gold - n, "nick": "hero"}) // want "(?i)lost update: Player.Gold"
	return err
}

func inTransaction(engine *xorm.Engine, id, n, bonus int64) error {
	sess := engine.NewSession()
	defer sess.Close()
	if err := sess.Begin(); err != nil {
		return err
	}
	var p Player
	if has, err := sess.ID(id).Get(&p); err != nil || !has {
		_ = sess.Rollback()
		return err
	}
	p.Gold = p.Gold - n + bonus
	if p.Gold < 0 {
		_ = sess.Rollback()
		return errNotEnough
	}
	if _, err := sess.ID(id).Cols("gold").Update(&p); err != nil { // want "(?i)lost update: Player.Gold"
		_ = sess.Rollback()
		return err
	}
	return sess.Commit()
}

func inClosure(engine *xorm.Engine, id int64, n int) error {
	_, err := engine.Transaction(func(sess *xorm.Session) (interface{}, error) {
		g := &Player{}
		if _, err := sess.ID(id).Get(g); err != nil {
			return nil, err
		}
		if g.Left < n {
			return nil, errNotEnough
		}
		g.Left -= n
		return sess.ID(id).Update(g) // want "(?i)lost update: Player.Left"
	})
	return err
}

func constants(engine *xorm.Engine, id int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	p.Exp *= 2
	p.Online = !p.Online
	_, err := engine.ID(id).Cols("exp", "online").Update(&p) // want "(?i)lost update: Player.Exp" "(?i)lost update: Player.Online"
	return err
}

func eachItem(sess *xorm.Session, player int64) error {
	var items []Item
	if err := sess.Where("player_id = ?", player).Find(&items); err != nil {
		return err
	}
	for i := range items {
		items[i].Count--
		if _, err := sess.ID(items[i].Id).MustCols("count").Update(&items[i]); err != nil { // want "(?i)lost update: Item.Count"
			return err
		}
	}
	return nil
}

func exec(engine *xorm.Engine, id int64) error {
	var gold int64
	if _, err := engine.Table("player").Where("id = ?", id).Cols("gold").Get(&gold); err != nil {
		return err
	}
	_, err := engine.Exec("UPDATE player SET gold = ? WHERE id = ?", gold-4, id) // want "(?i)lost update: player.gold"
	return err
}

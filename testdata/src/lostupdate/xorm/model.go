// Package game is a game's store on xorm: bug.go loses updates, clean.go does not.
package game

import (
	"errors"
	"time"
)

var errNotEnough = errors.New("not enough")

type Player struct {
	Id      int64
	Name    string `xorm:"varchar(64) notnull 'nick'"`
	Gold    int64  `xorm:"gold notnull default 0"`
	Exp     int
	Level   int
	Bag     map[string]int `xorm:"json"`
	Extra   string         `xorm:"text"`
	Updated time.Time      `xorm:"updated"`
}

// Spend takes gold away from the player.
func (p *Player) Spend(n int64) bool {
	if p.Gold < n {
		return false
	}
	p.Gold -= n
	return true
}

type Guild struct {
	Id      int64
	Members int
	Fund    int64
	Version int `xorm:"version"`
}

type Item struct {
	Id       int64 `xorm:"pk autoincr"`
	PlayerId int64 `xorm:"index"`
	Name     string
	Count    int
	Sort     int `xorm:"display_order"`
}

// TableName is not what the mapper makes of it.
func (Item) TableName() string { return "player_item" }

package game

import "xorm.io/xorm"

func spendInDatabase(engine *xorm.Engine, id, n int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	if p.Gold < n {
		return errNotEnough
	}
	if _, err := engine.ID(id).Decr("gold", n).Update(&Player{}); err != nil { // want "(?i)lost update: Player.Gold"
		return err
	}
	return nil
}

func comeOnlineOnce(engine *xorm.Engine, id int64, n int) error {
	p := new(Player)
	if _, err := engine.ID(id).Get(p); err != nil {
		return err
	}
	if p.Online {
		return errNotEnough
	}
	if _, err := engine.ID(p.Id).Cols("online").Update(&Player{Online: true}); err != nil { // want "(?i)lost update: Player.Online"
		return err
	}
	_, err := engine.ID(1).Incr("count", n).Update(&Item{})
	return err
}

func eitherOfTwo(engine *xorm.Engine, id, n int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	if p.Gold < n {
		return errNotEnough
	}
	_, err := engine.Where("id = ?", id).Or("nick = ?", "hero").Decr("gold", n).Update(&Player{}) // want "(?i)lost update: Player.Gold; .*no edit .* not an Update of one row"
	return err
}

package game

import "github.com/go-xorm/xorm"

func incr(engine *xorm.Engine, id int64, n int) error {
	_, err := engine.Id(id).Incr("gold", n).Update(new(Player))
	return err
}

func lock(sess *xorm.Session, id, n int64) error {
	if err := sess.Begin(); err != nil {
		return err
	}
	defer sess.Close()
	p := Player{}
	if _, err := sess.Sql("SELECT * FROM player WHERE id = ? FOR UPDATE", id).Get(&p); err != nil {
		return err
	}
	p.Gold -= n
	if _, err := sess.Id(id).Update(&p); err != nil {
		return err
	}
	return sess.Commit()
}

package game

import (
	"strconv"

	_ "github.com/go-sql-driver/mysql" // which locks rows
	"xorm.io/xorm"
)

// renameInTransaction: an expression cannot take a number out of a text.
func renameInTransaction(engine *xorm.Engine, id int64) error {
	_, err := engine.Transaction(func(session *xorm.Session) (any, error) {
		var p Player
		if _, err := session.ID(id).Get(&p); err != nil {
			return nil, err
		}
		n, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(n + 1)
		return session.ID(id).Cols("nick").Update(&p) // want "lost update: Player.Name"
	})
	return err
}

func renameInSession(engine *xorm.Engine, id int64) error {
	session := engine.NewSession()
	defer session.Close()
	if err := session.Begin(); err != nil {
		return err
	}
	var p Player
	if _, err := session.ID(id).Get(&p); err != nil {
		return err
	}
	n, _ := strconv.Atoi(p.Name)
	p.Name = strconv.Itoa(n + 1)
	if _, err := session.ID(id).Cols("nick").Update(&p); err != nil { // want "lost update: Player.Name"
		return err
	}
	return session.Commit()
}

// renameBeside reads on the engine what the session's transaction writes.
func renameBeside(engine *xorm.Engine, id int64) error {
	session := engine.NewSession()
	defer session.Close()
	if err := session.Begin(); err != nil {
		return err
	}
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	n, _ := strconv.Atoi(p.Name)
	p.Name = strconv.Itoa(n + 1)
	if _, err := session.ID(id).Cols("nick").Update(&p); err != nil { // want "lost update: Player.Name"
		return err
	}
	return session.Commit()
}

package game

import (
	"database/sql"

	"xorm.io/builder"
	"xorm.io/xorm"
)

func incrOnEmptyBean(engine *xorm.Engine, id int64, n int) error {
	_, err := engine.ID(id).Incr("exp", n).Update(new(Player))
	return err
}

func decrOnLoadedBean(engine *xorm.Engine, id, n int64) error {
	var p Player
	if has, err := engine.ID(id).Get(&p); err != nil || !has {
		return err
	}
	k, err := engine.ID(id).Where("gold >= ?", n).Decr("gold", n).Update(&Player{})
	if err == nil && k == 0 {
		return errNotEnough
	}
	return err
}

func decrNamesTheColumnThatChangedInMemory(engine *xorm.Engine, id, n int64) (int64, error) {
	var p Player
	if has, err := engine.ID(id).Get(&p); err != nil || !has {
		return 0, err
	}
	_, err := engine.ID(id).Cols("nick").Decr("gold", n).Update(&p)
	p.Gold -= n
	return p.Gold, err
}

func setExpr(engine *xorm.Engine, id int64) error {
	_, err := engine.ID(id).SetExpr("gold", "gold * 2").SetExpr("level", builder.Expr("level + 1")).Update(&Player{})
	return err
}

func rawSelfReference(engine *xorm.Engine, id, n int64) error {
	_, err := engine.Exec("UPDATE player SET gold = gold - ? WHERE id = ? AND gold >= ?", n, id, n)
	return err
}

func lockInSession(engine *xorm.Engine, id, n int64) error {
	sess := engine.NewSession()
	defer sess.Close()
	if err := sess.Begin(); err != nil {
		return err
	}
	var p Player
	if _, err := sess.ID(id).ForUpdate().Get(&p); err != nil {
		return err
	}
	p.Gold -= n
	if _, err := sess.ID(id).Cols("gold").Update(&p); err != nil {
		return err
	}
	return sess.Commit()
}

func lockPlayer(sess *xorm.Session, id int64) (*Player, error) {
	p := &Player{}
	_, err := sess.Where("id = ?", id).ForUpdate().Get(p)
	return p, err
}

func lockInHelper(engine *xorm.Engine, id, n int64) error {
	_, err := engine.Transaction(func(sess *xorm.Session) (interface{}, error) {
		p, err := lockPlayer(sess, id)
		if err != nil {
			return nil, err
		}
		if !p.Spend(n) {
			return nil, errNotEnough
		}
		return sess.ID(id).Cols("gold").Update(p)
	})
	return err
}

func lockWithSQL(sess *xorm.Session, id, n int64) error {
	if err := sess.Begin(); err != nil {
		return err
	}
	var gold int64
	if _, err := sess.SQL("SELECT gold FROM player WHERE id = ? FOR UPDATE", id).Get(&gold); err != nil {
		return err
	}
	if _, err := sess.Exec("UPDATE player SET gold = ? WHERE id = ?", gold-n, id); err != nil {
		return err
	}
	return sess.Commit()
}

func versionTag(engine *xorm.Engine, id, n int64) error {
	var g Guild
	if _, err := engine.ID(id).Get(&g); err != nil {
		return err
	}
	g.Fund += n
	k, err := engine.ID(id).Update(&g)
	if err == nil && k == 0 {
		return errNotEnough
	}
	return err
}

func compareOldValue(engine *xorm.Engine, id, n int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	_, err := engine.ID(id).Where("gold = ?", p.Gold).Cols("gold").Update(&Player{Gold: p.Gold - n})
	return err
}

func compareOldValueInBuilder(engine *xorm.Engine, id, n int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	_, err := engine.Where(builder.Eq{"id": id, "gold": p.Gold}).Cols("gold").Update(&Player{Gold: p.Gold - n})
	return err
}

func compareOldValueInConditionBean(engine *xorm.Engine, id int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	_, err := engine.Cols("level").Update(&Player{Level: p.Level + 1}, &Player{Id: id, Level: p.Level})
	return err
}

func serializable(engine *xorm.Engine, id, n int64) error {
	sess := engine.NewSession()
	defer sess.Close()
	if err := sess.BeginTx(&sql.TxOptions{Isolation: sql.LevelSerializable}); err != nil {
		return err
	}
	var p Player
	if _, err := sess.ID(id).Get(&p); err != nil {
		return err
	}
	p.Gold -= n
	if _, err := sess.ID(id).Update(&p); err != nil {
		return err
	}
	return sess.Commit()
}

func insertDerived(engine *xorm.Engine, id int64) error {
	var it Item
	if _, err := engine.ID(id).Get(&it); err != nil {
		return err
	}
	_, err := engine.Insert(&Item{PlayerId: it.PlayerId, Name: it.Name, Count: it.Count + 1})
	return err
}

func insertThenUpdateTheSame(engine *xorm.Engine, name string) error {
	p := &Player{Name: name}
	if _, err := engine.Insert(p); err != nil {
		return err
	}
	p.Level++
	_, err := engine.ID(p.Id).Update(p)
	return err
}

func renameOnly(engine *xorm.Engine, id int64, name string) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	p.Name = name
	p.Gold++ // not among the columns
	_, err := engine.ID(id).Cols("nick").Update(&p)
	return err
}

func countRows(engine *xorm.Engine, guild int64) error {
	n, err := engine.Where("guild_id = ?", guild).Count(new(Player))
	if err != nil {
		return err
	}
	_, err = engine.ID(guild).Cols("members").Update(&Guild{Members: int(n)})
	return err
}

func sumRows(engine *xorm.Engine, guild int64) error {
	sum, err := engine.Where("guild_id = ?", guild).SumInt(new(Player), "gold")
	if err != nil {
		return err
	}
	_, err = engine.ID(guild).Update(&Guild{Fund: sum})
	return err
}

func omitChangedColumn(engine *xorm.Engine, id int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	p.Exp++
	_, err := engine.ID(id).Omit("exp").Update(&p)
	return err
}

func deleteLoaded(engine *xorm.Engine, id int64) error {
	var it Item
	if has, err := engine.ID(id).Get(&it); err != nil || !has {
		return err
	}
	_, err := engine.ID(it.Id).Delete(new(Item))
	return err
}

func updateColumns(engine *xorm.Engine, p *Player, columns []string) error {
	if len(columns) == 0 {
		columns = []string{"name", "gold"}
	}
	if p.Level > 10 && len(columns) > 1 {
		columns = append(columns, "level")
	}
	_, err := engine.ID(p.Id).Cols(columns...).Update(p)
	return err
}

func shownWithBonusButRenamed(engine *xorm.Engine, id int64, name string, bonus int64) (int64, error) {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return 0, err
	}
	p.Name = name
	p.Gold += bonus
	return p.Gold, updateColumns(engine, &p, []string{"name"})
}

package game

import (
	"context"
	"encoding/json"
	"fmt"

	"xorm.io/builder"
	"xorm.io/xorm"
)

func spendThenUpdate(engine *xorm.Engine, id, n int64) error {
	var p Player
	has, err := engine.ID(id).Get(&p)
	if err != nil {
		return err
	}
	if !has || p.Gold < n {
		return errNotEnough
	}
	p.Gold -= n
	_, err = engine.ID(id).Update(&p) // want "lost update: Player.Gold "
	return err
}

func updateNamedColumn(engine *xorm.Engine, id int64, exp int) error {
	p := &Player{Id: id}
	if has, err := engine.Get(p); err != nil || !has {
		return err
	}
	p.Exp += exp
	_, err := engine.ID(p.Id).Cols("exp").Update(p) // want "lost update: Player.Exp "
	return err
}

func updateTwinBean(engine *xorm.Engine, id int64, n int64) error {
	old := Player{}
	if _, err := engine.Where("id = ?", id).Get(&old); err != nil {
		return err
	}
	_, err := engine.Where("id = ?", id).Cols("gold").Update(&Player{Gold: old.Gold + n}) // want "lost update: Player.Gold "
	return err
}

func updateMap(engine *xorm.Engine, id int64, n int64) error {
	old := Player{}
	if _, err := engine.ID(id).Get(&old); err != nil {
		return err
	}
	_, err := engine.Table(new(Player)).ID(id).Update(map[string]interface{}{"gold": old.Gold - n}) // want "lost update: Player.Gold "
	return err
}

func updateAllCols(engine *xorm.Engine, id int64) error {
	var p Player
	if ok, err := engine.ID(id).Get(&p); !ok || err != nil {
		return err
	}
	p.Level++
	_, err := engine.ID(id).AllCols().Update(p) // want "lost update: Player.Level "
	return err
}

func inSessionTransaction(engine *xorm.Engine, id, n int64) error {
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
	if !p.Spend(n) {
		_ = sess.Rollback()
		return errNotEnough
	}
	if _, err := sess.ID(id).Cols("gold").Update(&p); err != nil { // want "lost update: Player.Gold "
		_ = sess.Rollback()
		return err
	}
	return sess.Commit()
}

func inTransactionClosure(engine *xorm.Engine, id, n int64) error {
	_, err := engine.Transaction(func(sess *xorm.Session) (interface{}, error) {
		g := &Player{}
		if _, err := sess.ID(id).Get(g); err != nil {
			return nil, err
		}
		g.Gold = g.Gold + n
		return sess.ID(id).Update(g) // want "lost update: Player.Gold "
	})
	return err
}

func scalarGetThenExec(engine *xorm.Engine, id int64) error {
	var gold int64
	if _, err := engine.Table("player").Where("id = ?", id).Cols("gold").Get(&gold); err != nil {
		return err
	}
	_, err := engine.Exec("UPDATE player SET gold = ? WHERE id = ?", gold-10, id) // want "lost update: player.gold "
	return err
}

func rawQueryThenExec(engine *xorm.Engine, id int64) error {
	var gold int64
	if _, err := engine.SQL("SELECT gold FROM player WHERE id = ?", id).Get(&gold); err != nil {
		return err
	}
	sql := "UPDATE player SET gold = ? WHERE id = ?"
	_, err := engine.Exec(sql, gold*2, id) // want "lost update: player.gold "
	return err
}

func addToElementFoundByName(engine *xorm.Engine, player int64, name string, k int) error {
	items := make([]*Item, 0)
	if err := engine.Where("player_id = ?", player).Find(&items); err != nil {
		return err
	}
	for _, it := range items {
		if it.Name == name {
			it.Count += k
			_, err := engine.ID(it.Id).Cols("count").Update(it) // want "lost update: Item.Count "
			return err
		}
	}
	return nil
}

func decayEveryItem(sess *xorm.Session, player int64) error {
	var items []Item
	if err := sess.Where(builder.Eq{"player_id": player}).Find(&items); err != nil {
		return err
	}
	for i := range items {
		items[i].Count--
		if _, err := sess.ID(items[i].Id).MustCols("count").Update(&items[i]); err != nil { // want "lost update: Item.Count "
			return fmt.Errorf("item %d: %w", items[i].Id, err)
		}
	}
	return nil
}

func changeMapColumn(engine *xorm.Engine, id int64, name string) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	p.Bag[name]++
	_, err := engine.ID(id).Cols("bag").Update(&p) // want "lost update: Player.Bag"
	return err
}

func changeTextColumnOfJSON(engine *xorm.Engine, id int64, name string) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	extra := map[string]any{}
	if err := json.Unmarshal([]byte(p.Extra), &extra); err != nil {
		return err
	}
	delete(extra, name)
	data, err := json.Marshal(extra)
	if err != nil {
		return err
	}
	p.Extra = string(data)
	_, err = engine.ID(id).Cols("extra").Update(&p) // want "lost update: Player.Extra "
	return err
}

func savePlayer(engine *xorm.Engine, p *Player, columns ...string) error {
	_, err := engine.ID(p.Id).Cols(columns...).Update(p)
	return err
}

func saveProgress(engine *xorm.Engine, p *Player) error {
	columns := []string{"exp", "level"}
	return savePlayer(engine, p, columns...)
}

func writeColumnsNamedTwoCallersUp(engine *xorm.Engine, id int64, exp int) error {
	p := new(Player)
	if _, err := engine.ID(id).Get(p); err != nil {
		return err
	}
	p.Exp += exp
	return saveProgress(engine, p) // want "lost update: Player.Exp "
}

// Update of the model saves every column, whatever the list says.
func (p *Player) Update(engine *xorm.Engine, _ ...string) error {
	_, err := engine.ID(p.Id).AllCols().Update(p)
	return err
}

func methodThatIgnoresItsList(engine *xorm.Engine, id, n int64) error {
	p := new(Player)
	if _, err := engine.ID(id).Get(p); err != nil {
		return err
	}
	p.Gold += n
	return p.Update(engine, "nick") // want "lost update: Player.Gold "
}

// playerById is a getter by value.
func playerById(ctx context.Context, engine xorm.EngineInterface, id int64) (p Player, err error) {
	_, err = engine.Context(ctx).ID(id).Get(&p)
	return p, err
}

func getterThenSetter(ctx context.Context, engine *xorm.Engine, id, n int64) error {
	p, err := playerById(ctx, engine, id)
	if err != nil {
		return err
	}
	p.Gold -= n
	return savePlayer(engine, &p, "gold") // want "lost update: Player.Gold "
}

func sortAfterMove(engine *xorm.Engine, id int64, by int) error {
	it := Item{}
	if _, err := engine.ID(id).Get(&it); err != nil {
		return err
	}
	_, err := engine.ID(id).Cols("display_order").Update(&Item{Sort: it.Sort + by}) // want "lost update: Item.Sort "
	return err
}

func guardedButAbsolute(engine *xorm.Engine, id, n int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	k, err := engine.ID(id).And("gold >= ?", n).Cols("gold").Update(&Player{Gold: p.Gold - n}) // want "lost update: Player.Gold "
	if err == nil && k == 0 {
		return errNotEnough
	}
	return err
}

func versionCheckSwitchedOff(sess *xorm.Session, id int64) error {
	var g Guild
	if _, err := sess.ID(id).Get(&g); err != nil {
		return err
	}
	g.Members++
	_, err := sess.ID(id).NoVersionCheck().Update(&g) // want "lost update: Guild.Members "
	return err
}

func saveNamedColumnsOfHelper(engine *xorm.Engine, id, bonus int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	p.Gold += bonus
	return updateColumns(engine, &p, []string{"gold"}) // want "lost update: Player.Gold is read at line "
}

func saveDefaultColumnsOfHelper(engine *xorm.Engine, id, bonus int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	p.Gold += bonus
	return updateColumns(engine, &p, nil) // want "lost update: Player.Gold is read at line "
}

// xorm compares the version where a struct is written, not for a map.
func versionIsNotInTheMap(engine *xorm.Engine, id int64, n int64) error {
	var g Guild
	if _, err := engine.ID(id).Get(&g); err != nil {
		return err
	}
	_, err := engine.Table(&g).ID(id).Update(map[string]any{"fund": g.Fund + n}) // want "lost update: Guild.Fund "
	return err
}

func testThenTakeByAnExpression(engine *xorm.Engine, id int64) error {
	var p Player
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	if p.Gold < 1 {
		return errNotEnough
	}
	_, err := engine.ID(id).SetExpr("gold", "gold - 1").Update(&Player{}) // want "lost update: Player.Gold is tested"
	return err
}

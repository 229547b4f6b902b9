package shop

import (
	"context"

	"github.com/beego/beego/v2/client/orm"
)

func readThenUpdate(id int64, qty int) error {
	o := orm.NewOrm()
	g := Goods{Id: id}
	if err := o.Read(&g); err != nil {
		return err
	}
	g.Stock -= qty
	_, err := o.Update(&g) // want "lost update: Goods.Stock "
	return err
}

func updateNamedColumns(o orm.Ormer, id int64, qty int) error {
	g := &Goods{Id: id}
	if err := o.Read(g); err == orm.ErrNoRows {
		return nil
	} else if err != nil {
		return err
	}
	g.Stock = g.Stock - qty
	g.Sales = g.Sales + qty
	_, err := o.Update(g, "Stock", "Sales") // want "lost update: Goods.Stock " "lost update: Goods.Sales "
	return err
}

func querySetParams(o orm.Ormer, id int64, n int64) error {
	var m Member
	if err := o.QueryTable("tb_member").Filter("id", id).One(&m); err != nil {
		return err
	}
	_, err := o.QueryTable("tb_member").Filter("id", id).Update(orm.Params{"score": m.Score + n}) // want "lost update: Member.Score "
	return err
}

func inTransaction(id int64, n int64) error {
	return orm.NewOrm().DoTx(func(ctx context.Context, tx orm.TxOrmer) error {
		m := Member{Id: id}
		if err := tx.Read(&m); err != nil {
			return err
		}
		if m.Score < n {
			return errNotEnough
		}
		m.Score -= n
		_, err := tx.Update(&m, "Score") // want "lost update: Member.Score "
		return err
	})
}

func betweenBeginAndCommit(id int64, n int64) error {
	tx, err := orm.NewOrm().Begin()
	if err != nil {
		return err
	}
	m := Member{Id: id}
	if err := tx.Read(&m); err != nil {
		_ = tx.Rollback()
		return err
	}
	m.Score += n
	if _, err := tx.Update(&m); err != nil { // want "lost update: Member.Score "
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func rawText(o orm.Ormer, id int64) error {
	var score int64
	if err := o.Raw("SELECT score FROM tb_member WHERE id = ?", id).QueryRow(&score); err != nil {
		return err
	}
	_, err := o.Raw("UPDATE tb_member SET score = ? WHERE id = ?", score*2, id).Exec() // want "lost update: tb_member.score "
	return err
}

func everyElement(o orm.Ormer) error {
	var all []*Goods
	if _, err := o.QueryTable(new(Goods)).Filter("stock__gt", 0).All(&all); err != nil {
		return err
	}
	for _, g := range all {
		g.Price *= 0.9
		if _, err := o.Update(g, "Price"); err != nil { // want "lost update: Goods.Price "
			return err
		}
	}
	return nil
}

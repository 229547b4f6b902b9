package shop

import (
	"context"
	"database/sql"

	"github.com/beego/beego/v2/client/orm"
)

func colValue(o orm.Ormer, id int64, n int) error {
	k, err := o.QueryTable(new(Goods)).Filter("id", id).Filter("stock__gte", n).
		Update(orm.Params{"stock": orm.ColValue(orm.ColMinus, n)})
	if err == nil && k == 0 {
		return errNotEnough
	}
	return err
}

func readThenColValue(o orm.Ormer, id int64, n int) error {
	g := Goods{Id: id}
	if err := o.Read(&g); err != nil {
		return err
	}
	_, err := o.QueryTable(&g).Filter("id", g.Id).Update(orm.Params{"sales": orm.ColValue(orm.ColAdd, n)})
	return err
}

func readForUpdate(id int64, qty int) error {
	return orm.NewOrm().DoTx(func(ctx context.Context, tx orm.TxOrmer) error {
		g := Goods{Id: id}
		if err := tx.ReadForUpdate(&g); err != nil {
			return err
		}
		g.Stock -= qty
		_, err := tx.Update(&g, "Stock")
		return err
	})
}

func querySetForUpdate(id int64, n int64) error {
	tx, err := orm.NewOrm().Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.RollbackUnlessCommit() }()
	var m Member
	if err := tx.QueryTable("tb_member").Filter("id", id).ForUpdate().One(&m); err != nil {
		return err
	}
	m.Score += n
	if _, err := tx.Update(&m); err != nil {
		return err
	}
	return tx.Commit()
}

func rawLock(id int64, n int64) error {
	tx, err := orm.NewOrm().Begin()
	if err != nil {
		return err
	}
	var score int64
	if err := tx.Raw("SELECT score FROM tb_member WHERE id = ? FOR UPDATE", id).QueryRow(&score); err != nil {
		_ = tx.Rollback()
		return err
	}
	if _, err := tx.Raw("UPDATE tb_member SET score = ? WHERE id = ?", score-n, id).Exec(); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func compareVersion(o orm.Ormer, id int64, n int64) error {
	m := Member{Id: id}
	if err := o.Read(&m); err != nil {
		return err
	}
	_, err := o.QueryTable("tb_member").Filter("id", id).Filter("version", m.Version).
		Update(orm.Params{"score": m.Score + n, "version": m.Version + 1})
	return err
}

func serializable(id int64, n int64) error {
	opts := &sql.TxOptions{Isolation: sql.LevelSerializable}
	return orm.NewOrm().DoTxWithOpts(opts, func(ctx context.Context, tx orm.TxOrmer) error {
		m := Member{Id: id}
		if err := tx.Read(&m); err != nil {
			return err
		}
		m.Score -= n
		_, err := tx.Update(&m)
		return err
	})
}

func rawSelfReference(o orm.Ormer, id int64, n int64) error {
	_, err := o.Raw("UPDATE tb_member SET score = score + ? WHERE id = ?", n, id).Exec()
	return err
}

func updateOtherColumn(o orm.Ormer, id int64, name string) (int, error) {
	g := Goods{Id: id}
	if err := o.Read(&g); err != nil {
		return 0, err
	}
	g.Name = name
	g.Stock++
	_, err := o.Update(&g, "Name")
	return g.Stock, err
}

func insertDerived(o orm.Ormer, id int64) error {
	g := Goods{Id: id}
	if err := o.Read(&g); err != nil {
		return err
	}
	_, err := o.Insert(&Goods{Name: g.Name, Price: g.Price * 2})
	return err
}

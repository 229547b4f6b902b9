package shop

import "github.com/astaxie/beego/orm"

func colValue(o orm.Ormer, id, n int64) error {
	_, err := o.QueryTable("member").Filter("id", id).Update(orm.Params{"score": orm.ColValue(orm.ColAdd, n)})
	return err
}

func lockBetweenBeginAndCommit(id, n int64) error {
	o := orm.NewOrm()
	if err := o.Begin(); err != nil {
		return err
	}
	m := Member{Id: id}
	if err := o.ReadForUpdate(&m); err != nil {
		_ = o.Rollback()
		return err
	}
	m.Score -= n
	if _, err := o.Update(&m); err != nil {
		_ = o.Rollback()
		return err
	}
	return o.Commit()
}

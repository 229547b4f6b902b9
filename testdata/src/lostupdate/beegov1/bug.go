// Package shop is a shop on the ORM of beego's first version, whose Ormer is itself in the transaction after Begin: bug.go
// loses updates, clean.go does not.
package shop

import "github.com/astaxie/beego/orm"

type Member struct {
	Id    int64
	Score int64
}

func readThenUpdate(id, n int64) error {
	o := orm.NewOrm()
	m := Member{Id: id}
	if err := o.Read(&m); err != nil {
		return err
	}
	m.Score += n
	_, err := o.Update(&m, "Score") // want "lost update: Member.Score "
	return err
}

func betweenBeginAndCommit(id, n int64) error {
	o := orm.NewOrm()
	if err := o.Begin(); err != nil {
		return err
	}
	var m Member
	if err := o.QueryTable("member").Filter("id", id).One(&m); err != nil {
		_ = o.Rollback()
		return err
	}
	m.Score -= n
	if _, err := o.Update(&m); err != nil { // want "lost update: Member.Score "
		_ = o.Rollback()
		return err
	}
	return o.Commit()
}

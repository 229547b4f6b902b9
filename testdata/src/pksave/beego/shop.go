// Package beego saves rows under keys of its own with beego's ORM.
package beego

import (
	"time"

	"github.com/beego/beego/v2/client/orm"
)

// Goods are numbered by the database.
type Goods struct {
	Id      int64 `orm:"auto"`
	Title   string
	Stock   int
	Updated time.Time `orm:"auto_now"`
}

func insertOrUpdateAFreshStruct(o orm.Ormer, id int64, stock int) error {
	_, err := o.InsertOrUpdate(&Goods{Id: id, Stock: stock}) // want "Goods was not loaded but made here with its Id.*zeros for Title$"
	return err
}

func insertUnderAConstantKey(o orm.Ormer) error {
	_, err := o.Insert(&Goods{Id: 99, Title: "voucher"}) // want "explicit key: Goods.Id"
	return err
}

func readThenInsertOrUpdate(o orm.Ormer, id int64, stock int) error {
	g := &Goods{Id: id}
	if err := o.Read(g); err != nil {
		return err
	}
	g.Title = "sold"
	_, err := o.InsertOrUpdate(g)
	return err
}

func insertWithoutAKey(o orm.Ormer, title string) error {
	_, err := o.Insert(&Goods{Title: title})
	return err
}

func updateNamedColumns(o orm.Ormer, id int64, stock int) error {
	_, err := o.Update(&Goods{Id: id, Stock: stock}, "Stock")
	return err
}

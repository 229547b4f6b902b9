// Package shop is a shop on beego's ORM: bug.go writes row by row, clean.go does not.
package shop

import (
	"context"

	"github.com/beego/beego/v2/client/orm"
)

type Goods struct {
	Id    int64
	Name  string
	Stock int
}

type Picture struct {
	Id    int64
	Goods int64
}

func insertEach(o orm.Ormer, goods []*Goods) error {
	for _, g := range goods {
		if _, err := o.Insert(g); err != nil { // want "Goods is inserted once for each of goods; one InsertMulti would do"
			return err
		}
	}
	return nil
}

func updateEach(goods []Goods) error {
	return orm.NewOrm().DoTx(func(ctx context.Context, tx orm.TxOrmer) error {
		for _, g := range goods {
			if _, err := tx.Update(&g, "Stock"); err != nil { // want "Goods is updated .* all run in one transaction"
				return err
			}
		}
		return nil
	})
}

func deleteEach(o orm.Ormer, ids []int64) {
	for _, id := range ids {
		o.QueryTable("goods").Filter("id", id).Delete() // want "goods is deleted once for each of ids"
	}
}

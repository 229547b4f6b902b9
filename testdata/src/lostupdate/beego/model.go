// Package shop is a shop on beego's ORM: bug.go loses updates, clean.go does not.
package shop

import (
	"errors"

	"github.com/beego/beego/v2/client/orm"
)

var errNotEnough = errors.New("not enough")

type Goods struct {
	Id    int64
	Name  string `orm:"size(64)"`
	Stock int    `orm:"column(stock_num)"`
	Sales int
	Price float64 `orm:"digits(10);decimals(2)"`
}

type Member struct {
	Id      int64
	Score   int64
	Version int
}

// TableName is the member table.
func (*Member) TableName() string { return "tb_member" }

var _ orm.TableNameI = (*Member)(nil)

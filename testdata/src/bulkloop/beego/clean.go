package shop

import "github.com/beego/beego/v2/client/orm"

func insertMulti(o orm.Ormer, names []string) error {
	var goods []*Goods
	for _, name := range names {
		goods = append(goods, &Goods{Name: name})
	}
	_, err := o.InsertMulti(100, goods)
	return err
}

func pictureNeedsTheKeyOfTheGoods(o orm.Ormer, goods []*Goods) error {
	for _, g := range goods {
		id, err := o.Insert(g)
		if err != nil {
			return err
		}
		if _, err := o.Insert(&Picture{Goods: id}); err != nil {
			return err
		}
	}
	return nil
}

func keysAreKeptAndInsertMultiFillsInNone(o orm.Ormer, names []string) (ids []int64, err error) {
	for _, name := range names {
		id, err := o.Insert(&Goods{Name: name})
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

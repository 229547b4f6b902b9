package game

import "xorm.io/xorm"

func insertSlice(engine *xorm.Engine, items []*Item) error {
	for _, item := range items {
		item.Deleted = false
	}
	_, err := engine.Insert(&items)
	return err
}

func deleteAtOnce(engine *xorm.Engine, items []Item) error {
	var ids []int64
	for _, item := range items {
		ids = append(ids, item.Id)
	}
	_, err := engine.In("id", ids).Delete(new(Item))
	return err
}

func insertAgainWithAnotherName(session *xorm.Session, items []*Item) error {
	for _, item := range items {
		n, err := session.Insert(item)
		if n < 1 {
			item.Name += "'"
			_, err = session.Insert(item)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

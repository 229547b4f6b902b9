package bulk

import "xorm.io/xorm"

type Item struct {
	Id    int64
	Owner int64
}

func deleteItems(engine *xorm.Engine, owners []int64) error {
	_, err := engine.Transaction(func(session *xorm.Session) (any, error) {
		for _, owner := range owners {
			if _, err := session.Where("owner = ?", owner).Delete(new(Item)); err != nil { // want "delete"
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

func xormFillsInNoKeysOfSlices(engine *xorm.Engine, items []*Item) error {
	_, err := engine.Transaction(func(session *xorm.Session) (any, error) {
		for _, item := range items {
			if _, err := session.Insert(item); err != nil { // want "insert"
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

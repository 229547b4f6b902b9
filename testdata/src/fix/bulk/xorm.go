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

// Part has a key that the program sets.
type Part struct {
	PartId int64 `xorm:"pk"`
	Name   string
}

func insertPartsByIndex(engine *xorm.Engine, parts []*Part, first int64) error {
	_, err := engine.Transaction(func(session *xorm.Session) (any, error) {
		for i := 0; i < len(parts); i++ {
			parts[i].PartId = first + int64(i)
			if _, err := session.Insert(parts[i]); err != nil { // want "insert"
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

type stored struct{ note string }

func (s *stored) FromDB(b []byte) error { s.note = string(b); return nil }
func (s *stored) ToDB() ([]byte, error) { return []byte(s.note), nil }

type Shelf struct {
	Id    int64 `xorm:"pk"`
	State int   `xorm:"not null default 1"`
	Note  *stored
}

type shelfError struct{ cause error }

func (e *shelfError) Error() string { return e.cause.Error() }

func insertWithDefaults(engine *xorm.Engine, shelves []*Shelf) error {
	_, err := engine.Transaction(func(session *xorm.Session) (any, error) {
		for _, s := range shelves {
			if _, err := session.Insert(s); err != nil { // want "insert"
				return nil, &shelfError{err}
			}
		}
		return nil, nil
	})
	return err
}

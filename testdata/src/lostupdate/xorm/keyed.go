package game

import (
	"slices"
	"strings"

	"xorm.io/xorm"
	"xorm.io/xorm/schemas"
)

// Castle has a key of two columns, and a twin that is another of its rows.
type Castle struct {
	Realm  string   `xorm:"pk"`
	Title  string   `xorm:"pk"`
	Twin   string   `xorm:"index"`
	Gold   int64    `xorm:"gold notnull default 0"`
	Guards []string `xorm:"json"`
}

func goldOfTheTwin(e *xorm.Engine, realm, title string, n int64) error {
	c := Castle{Realm: realm, Title: title}
	if has, err := e.Get(&c); err != nil || !has {
		return err
	}
	twin := Castle{Gold: c.Gold - n}
	_, err := e.Where("title = ? AND realm = ?", c.Twin, realm).Cols("gold").Update(&twin)
	return err
}

func goldOfTheSame(e *xorm.Engine, realm, title string, n int64) error {
	c := Castle{Realm: realm, Title: title}
	if has, err := e.Get(&c); err != nil || !has {
		return err
	}
	next := Castle{Gold: c.Gold - n}
	_, err := e.Where("title = ?", c.Title).Cols("gold").Update(&next) // want "lost update: Castle.Gold "
	return err
}

func keyIsNoState(e *xorm.Engine, realm, title string) error {
	c := Castle{}
	has, err := e.Where("title = ?", title).Get(&c)
	if err != nil || !has {
		return err
	}
	if _, err := e.Insert(&Item{Name: c.Title}); err != nil {
		return err
	}
	_, err = e.ID(schemas.PK{realm, title}).Cols("title").Update(&Castle{Title: realm + title})
	return err
}

func guardsIfThereAreNone(e *xorm.Engine, realm, title string, names []string) error {
	c := Castle{Realm: realm, Title: title}
	if has, err := e.Get(&c); err != nil || !has {
		return err
	}
	if len(c.Guards) == 0 {
		for _, name := range names {
			if name != "" {
				c.Guards = append(c.Guards, name)
			}
		}
	}
	_, err := e.Where("realm = ? AND title = ?", realm, title).Cols("guards").Update(&c)
	return err
}

func oneMoreGuard(e *xorm.Engine, realm, title, name string) error {
	c := Castle{Realm: realm, Title: title}
	if has, err := e.Get(&c); err != nil || !has {
		return err
	}
	if len(c.Guards) != 0 && !slices.Contains(c.Guards, name) {
		c.Guards = append(c.Guards, name)
	}
	_, err := e.Where("realm = ? AND title = ?", realm, title).Cols("guards").Update(&c) // want "lost update: Castle.Guards "
	return err
}

func deletedAndTakenOffAList(e *xorm.Engine, id int64, realm string) error {
	var i Item
	if has, err := e.ID(id).Get(&i); err != nil || !has {
		return err
	}
	var c Castle
	if has, err := e.Where("realm = ?", realm).Get(&c); err != nil || !has {
		return err
	}
	var kept []string
	for _, g := range c.Guards {
		if !strings.HasPrefix(g, realm) {
			kept = append(kept, g)
		}
	}
	c.Guards = append(c.Guards[:0], kept...)
	if _, err := e.Where("realm = ?", realm).Cols("guards").Update(&c); err != nil { // want "lost update: Castle.Guards "
		return err
	}
	_, err := e.ID(id).Delete(&Item{}) // twice is as once
	return err
}

func deletedAndPaidFor(e *xorm.Engine, id int64, realm string) error {
	var i Item
	if has, err := e.ID(id).Get(&i); err != nil || !has {
		return err
	}
	if _, err := e.Where("realm = ?", realm).Incr("gold", i.Count).Update(&Castle{}); err != nil {
		return err
	}
	_, err := e.ID(id).Delete(&Item{}) // want "lost update: Item is found at line .*, and deleted here without a look"
	return err
}

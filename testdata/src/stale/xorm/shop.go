// Package xorm updates loaded rows with xorm.
package xorm

import "xorm.io/xorm"

// Product is a row with columns that others change.
type Product struct {
	ID      int64
	Name    string
	InStock int
}

func renameThenUpdate(e *xorm.Engine, id int64, name string) error {
	var p Product
	if _, err := e.ID(id).Get(&p); err != nil {
		return err
	}
	p.Name = name
	_, err := e.ID(id).Update(&p) // want "stale row: Product .*only Name changed; InStock go"
	return err
}

func renameOneColumn(e *xorm.Engine, id int64, name string) error {
	var p Product
	if _, err := e.ID(id).Get(&p); err != nil {
		return err
	}
	p.Name = name
	_, err := e.ID(id).Cols("name").Update(&p)
	return err
}

func restock(e *xorm.Engine, id int64, n int) error {
	_, err := e.Exec("UPDATE product SET in_stock = in_stock + ? WHERE id = ?", n, id)
	return err
}

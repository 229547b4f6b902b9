// Package sqlite brings the embedded database: importing it links modernc.org/sqlite, SQLite in pure Go, which registers
// itself with database/sql as "sqlite".
//
//	import _ "github.com/rmwlint/rmwlint/orm/sqlite"
//
//	db, err := orm.Open("sqlite", "shop.db")
//
// A program that links another SQLite driver under the same name (github.com/glebarez/go-sqlite does) must not import this
// package: database/sql refuses a second driver of one name. Open that driver with sql.Open and give it to orm.New.
package sqlite

import (
	"github.com/rmwlint/rmwlint/orm"

	_ "modernc.org/sqlite" // registers "sqlite"
)

// Open is orm.Open("sqlite", path): a file, or ":memory:" for a database that lives as long as the handle.
func Open(path string, opts ...orm.Option) (*orm.DB, error) { return orm.Open("sqlite", path, opts...) }

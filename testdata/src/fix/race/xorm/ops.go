package game

import (
	"context"
	"database/sql"
	"sync"

	"xorm.io/xorm"
	"xorm.io/xorm/core"
	"xorm.io/xorm/log"
	"xorm.io/xorm/names"

	"race/op"
)

// engines are kept, one a dialect: xorm closes the connection when an engine is collected.
var engines sync.Map

func run(f func(e *xorm.Engine) error) func(context.Context, *sql.DB, string) error {
	return func(_ context.Context, db *sql.DB, dialect string) error {
		if e, ok := engines.Load(dialect); ok {
			return f(e.(*xorm.Engine))
		}
		source := map[string][2]string{
			"sqlite":   {"sqlite3", "file.db"},
			"postgres": {"postgres", "postgres://root@127.0.0.1/test"},
			"mysql":    {"mysql", "root@tcp(127.0.0.1)/test"},
		}[dialect] // tells the dialect; the connection is given
		e, err := xorm.NewEngineWithDB(source[0], source[1], core.FromDB(db))
		if err != nil {
			return err
		}
		e.SetMapper(names.SnakeMapper{})
		e.SetLogger(log.DiscardLogger{})
		engines.Store(dialect, e)
		return f(e)
	}
}

// Ops are the fixtures on xorm.
func Ops() []op.Op {
	return []op.Op{
		{Name: "xorm/spend", Column: "player.gold", By: -6, Run: run(func(e *xorm.Engine) error { return spend(e, 1, 6) })},
		{Name: "xorm/spend/nothing", Idle: true, Column: "player.gold", Run: run(func(e *xorm.Engine) error { return spend(e, 1, 0) })},
		{Name: "xorm/otherColumnsToo", Column: "player.exp", By: 3, Run: run(func(e *xorm.Engine) error { return otherColumnsToo(e, 1, 3) })},
		{Name: "xorm/twinBean", Native: true, Column: "player.gold", By: 3, Run: run(func(e *xorm.Engine) error { return twinBean(e, 1, 3) })},
		{Name: "xorm/mapOfColumns", Native: true, Column: "player.gold", By: -3, Run: run(func(e *xorm.Engine) error { return mapOfColumns(e, 1, 3) })},
		// The package imports the driver of MySQL: on SQLite, xorm answers the lock with an error.
		{Name: "xorm/inTransaction", Column: "player.gold", By: -6, InTx: true, On: []string{"postgres", "mysql"}, Run: run(func(e *xorm.Engine) error { return inTransaction(e, 1, 7, 1) })},
		{Name: "xorm/inClosure", Native: true, Column: "player.left", By: -6, InTx: true, Run: run(func(e *xorm.Engine) error { return inClosure(e, 1, 6) })},
		{Name: "xorm/constants", Native: true, Column: "player.exp", By: 2, Times: true, Run: run(func(e *xorm.Engine) error { return constants(e, 1) })},
		{Name: "xorm/eachItem", Native: true, Column: "item.count", By: -1, Run: run(func(e *xorm.Engine) error { return eachItem(e.NewSession(), 1) })},
		{Name: "xorm/spendInDatabase", Native: true, Once: true, Column: "player.gold", By: -6, Run: run(func(e *xorm.Engine) error { return spendInDatabase(e, 1, 6) })},
		{Name: "xorm/comeOnlineOnce", Native: true, Once: true, Column: "item.count", By: 5, Run: run(func(e *xorm.Engine) error { return comeOnlineOnce(e, 1, 5) })},
		{Name: "xorm/renameInTransaction", Native: true, InTx: true, On: []string{"postgres", "mysql"}, Column: "player.nick", By: 1, Run: run(func(e *xorm.Engine) error { return renameInTransaction(e, 1) })},
		{Name: "xorm/renameInSession", Native: true, InTx: true, On: []string{"postgres", "mysql"}, Column: "player.nick", By: 1, Run: run(func(e *xorm.Engine) error { return renameInSession(e, 1) })},
		{Name: "xorm/renameBeside", Native: true, InTx: true, On: []string{"postgres", "mysql"}, Column: "player.nick", By: 1, Run: run(func(e *xorm.Engine) error { return renameBeside(e, 1) })},
		{Name: "xorm/exec", Native: true, Column: "player.gold", By: -4, Run: run(func(e *xorm.Engine) error { return exec(e, 1) })},
	}
}

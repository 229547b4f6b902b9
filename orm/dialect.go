package orm

import (
	"fmt"
	"reflect"
	"strings"
)

// dialect is what a kind of database does differently: one struct literal in one file each (sqlite.go, postgres.go, mysql.go).
type dialect struct {
	name    string
	aliases []string // other names of the same, as ORMs and drivers spell them
	drivers []string // import paths of database/sql drivers, by prefix

	quotes   int  // doubleQuotes or backQuotes
	numbered bool // placeholders are $1, $2; else ?
	params   int  // most values that one statement binds

	insertReturning bool     // INSERT .. RETURNING
	updateReturning bool     // UPDATE .. RETURNING
	lastInsertID    bool     // the driver tells the key of the last row, cheaper than RETURNING
	matchedRows     bool     // RowsAffected of an UPDATE counts the rows that matched, not those that changed
	setsInOrder     bool     // SET a = .., b = a: b sees the new a
	writeLocks      bool     // the only lock is the whole database's: taken by the first write
	selfPrepares    []string // drivers that keep prepared statements by themselves

	emptyRow    string          // INSERT of a row without columns
	calls       map[fn]call     // functions; a missing one is not supported
	casts       map[form]string // type names for bound values where the database infers none
	locks       map[Lock]string // lock clauses; a missing one is not supported
	bareShare   bool            // MySQL and MariaDB spell Share with options differently
	insertMany  insertWay
	updateMany  updateWay
	upsert      upsertWay
	keepsSerial bool                            // an explicit key leaves the sequence behind: PostgreSQL
	dsn         func(driver, dsn string) string // Open's defaults for a data source name
}

// call is how a function is written around its arguments.
type call struct{ open, sep, close string }

// insertWay is the fastest way to insert many rows.
type insertWay int

const (
	insertRows   insertWay = iota // INSERT .. VALUES (..), (..) in batches
	insertUnnest                  // INSERT .. SELECT FROM unnest(arrays)
)

// updateWay is the fastest way to update many rows to values of their own.
type updateWay int

const (
	updateValues updateWay = iota // UPDATE .. FROM (VALUES ..) in batches
	updateUnnest                  // UPDATE .. FROM unnest(arrays)
	updateJoin                    // UPDATE .. JOIN (SELECT .. UNION ALL ..)
)

// upsertWay is how an INSERT says what to do about a row that is there.
type upsertWay int

const (
	onConflict  upsertWay = iota // ON CONFLICT (..) DO UPDATE SET c = excluded.c
	onDuplicate                  // ON DUPLICATE KEY UPDATE c = VALUES(c)
)

// dialects are all there are.
func dialects() []*dialect { return []*dialect{&sqliteDialect, &postgresDialect, &mysqlDialect} }

// DialectNamed tells [New] which database a transaction or connection speaks to: "sqlite", "postgres" or "mysql", and what
// libraries call them (GORM's tx.Name(), a driver's name): sqlite3, postgresql, pgx, pg, cockroachdb, yugabytedb, mariadb,
// tidb. A name that is none of them is the error of the first statement.
func DialectNamed(name string) Option { return dialectName(name) }

type dialectName string

func (n dialectName) applyDB(db *DB) {
	for _, d := range dialects() {
		if strings.EqualFold(d.name, string(n)) {
			db.speak(d)
			return
		}
		for _, alias := range d.aliases {
			if strings.EqualFold(alias, string(n)) {
				db.speak(d)
				return
			}
		}
	}
	db.err = fmt.Errorf("%w %q; known are sqlite, postgres and mysql", ErrDialect, string(n))
}

// dialectOfDriver knows a driver by the package of its type.
func dialectOfDriver(drv any) *dialect {
	pkg := packageOf(drv)
	for _, d := range dialects() {
		for _, path := range d.drivers {
			if pkg == path || strings.HasPrefix(pkg, path+"/") {
				return d
			}
		}
	}
	return nil
}

func packageOf(v any) string {
	t := reflect.TypeOf(v)
	if t == nil {
		return ""
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.PkgPath()
}

// dialectOfVersion reads the answer to SELECT version(), or the error that SQLite alone gives to it.
func dialectOfVersion(version string, err error) (*dialect, error) {
	switch low := strings.ToLower(version); {
	case err != nil && strings.Contains(err.Error(), "no such function"):
		return &sqliteDialect, nil
	case err != nil:
		return nil, fmt.Errorf("%w: SELECT version() failed: %w; give New an orm.DialectNamed", ErrDialect, err)
	case strings.Contains(low, "postgres"), strings.Contains(low, "cockroach"):
		return &postgresDialect, nil
	case low != "" && digit(low[0]) && strings.Contains(low, "."):
		return &mysqlDialect, nil
	}
	return nil, fmt.Errorf("%w: SELECT version() answers %q; give New an orm.DialectNamed", ErrDialect, version)
}

// missingParams adds key=value parameters to a data source name that does not have the keys yet.
func missingParams(dsn string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(dsn, pairs[i]+"=") {
			dsn = withParam(dsn, pairs[i]+"="+pairs[i+1])
		}
	}
	return dsn
}

func withParam(dsn, param string) string {
	if strings.Contains(dsn, "?") {
		return dsn + "&" + param
	}
	return dsn + "?" + param
}

// Package bench measures what libraries over database/sql cost: the same rows, driver, settings and process for each.
//
// A [Contender] is a library, a [Workload] is something that programs do with it, a [Store] is an empty database. Every
// pair is verified against plain SQL before it is timed. The tables of README.md come from cmd/table; go test -bench runs
// the same pairs in the usual form.
package bench

import (
	"context"
	"database/sql"
	"time"
)

// Record is the row of all workloads: eight columns, one of each common kind. Its name makes every library's own rule, or
// its TableName method, name the table records.
type Record struct {
	ID     int64     `db:"id" gorm:"primaryKey" bun:"id,pk,autoincrement" xorm:"'id' pk autoincr" orm:"id,pk,auto"`
	Name   string    `db:"name" bun:"name" xorm:"'name'" orm:"name"`
	Email  string    `db:"email" bun:"email" xorm:"'email'" orm:"email"`
	Age    int64     `db:"age" bun:"age" xorm:"'age'" orm:"age"`
	Score  float64   `db:"score" bun:"score" xorm:"'score'" orm:"score"`
	Active bool      `db:"active" bun:"active" xorm:"'active'" orm:"active"`
	Note   *string   `db:"note" bun:"note" xorm:"'note'" orm:"note"`
	Born   time.Time `db:"born" bun:"born" xorm:"'born'" orm:"born"`
}

// TableName is for GORM, xorm and orm; bun comes to the same name by itself.
func (Record) TableName() string { return "records" }

// Records are rows as a library hands them out: by value or by pointer, whichever it does without a copy.
type Records struct {
	Values   []Record
	Pointers []*Record
}

// Len is how many there are.
func (r Records) Len() int { return len(r.Values) + len(r.Pointers) }

// At is row i.
func (r Records) At(i int) *Record {
	if r.Pointers != nil {
		return r.Pointers[i]
	}
	return &r.Values[i]
}

// Contender does each workload the way its documentation does.
type Contender interface {
	// Insert inserts one row and fills in its key.
	Insert(ctx context.Context, r *Record) error
	// InsertAll inserts rows one by one, in one transaction, and fills in their keys.
	InsertAll(ctx context.Context, rows []*Record) error
	// Bulk inserts rows by the library's call for many.
	Bulk(ctx context.Context, rows []*Record) error
	// Get reads a row by its key.
	Get(ctx context.Context, id int64) (*Record, error)
	// All reads the table.
	All(ctx context.Context) (Records, error)
	// Increment adds 1 to the age of a row, in the database, and does not ask for the result.
	Increment(ctx context.Context, id int64) error
	// IncrementRow adds 1 to the age of a row, in the database; r then has the age that the database has.
	IncrementRow(ctx context.Context, r *Record) error
	// UpdateAll adds 1 to the age of all rows by one statement.
	UpdateAll(ctx context.Context) error
	// BulkUpdate writes age and score of rows, each its own.
	BulkUpdate(ctx context.Context, rows []*Record) error
	// Save writes all columns of a row that is there.
	Save(ctx context.Context, r *Record) error
	// SaveNew writes a row that has a key and may or may not be there; it is not: an UPDATE that meets no row, and an INSERT.
	SaveNew(ctx context.Context, r *Record) error
	// Close gives back what was opened.
	Close() error
}

// Entry is a contender by name.
type Entry struct {
	Name string
	// Open readies the library on a pool of the store.
	Open func(ctx context.Context, s *Store, pool *sql.DB) (Contender, error)
	// NoKeys says that the library's Bulk does not fill in keys: less work than the others do.
	NoKeys bool
	// ORM says that the library has a claim to the targets' "every ORM", which plain SQL and sqlx have not.
	ORM bool
}

// Entries lists the contenders. The first is what the others are measured by.
func Entries() []Entry {
	return []Entry{
		{Name: "raw", Open: openRaw},
		{Name: "raw-best", Open: openRawBest},
		{Name: "sqlx", Open: openSQLX, NoKeys: true},
		{Name: "gorm", Open: openGORM, ORM: true},
		{Name: "gorm-tuned", Open: openGORMTuned, ORM: true},
		{Name: "bun", Open: openBun, ORM: true},
		{Name: "ent", Open: openEnt, ORM: true},
		{Name: "xorm", Open: openXorm, NoKeys: true, ORM: true},
		{Name: "orm", Open: openORM, ORM: true},
	}
}

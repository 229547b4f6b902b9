//lint:file-ignore U1000 fields are there for their tags, or to be left out

package orm_test

import (
	"context"
	"database/sql"
	"time"

	"github.com/rmwlint/rmwlint/orm"
)

var ctx = context.Background()

type Product struct {
	ID       int64 `orm:"id,pk,auto"`
	Name     string
	Price    float64
	InStock  int
	Reserved int
}

const productDDL = `CREATE TABLE product (id {auto}, name {text} NOT NULL, price {real} NOT NULL, in_stock {int} NOT NULL, reserved {int} NOT NULL)`

// Account has a version column and times.
type Account struct {
	ID        int64 `orm:",pk,auto"`
	Owner     string
	Balance   int64
	Version   int       `orm:",version"`
	CreatedAt time.Time `orm:",created"`
	UpdatedAt time.Time `orm:",updated"`
}

const accountDDL = `CREATE TABLE account (id {auto}, owner {text} NOT NULL, balance {int} NOT NULL, version {int} NOT NULL, created_at {time} NOT NULL, updated_at {time} NOT NULL)`

// User has a unique column.
type User struct {
	ID     int64 `orm:",pk,auto"`
	Email  string
	Name   string
	Visits int
}

const userDDL = `CREATE TABLE usr (id {auto}, email {text} NOT NULL UNIQUE, name {text} NOT NULL, visits {int} NOT NULL)`

func (User) TableName() string { return "usr" }

// Note is deleted softly.
type Note struct {
	ID        int64 `orm:",pk,auto"`
	Text      string
	DeletedAt *time.Time `orm:",deleted"`
}

const noteDDL = `CREATE TABLE note (id {auto}, text {text} NOT NULL, deleted_at {time})`

type Level int
type Color string

// Wide has a field of each kind that can be stored.
type Wide struct {
	ID      uint32 `orm:",pk,auto"`
	I8      int8
	I64     int64
	U16     uint16
	F32     float32
	F64     float64
	B       bool
	S       string
	Raw     []byte
	At      time.Time
	Level   Level
	Color   Color
	MaybeI  *int
	MaybeS  *string
	MaybeAt *time.Time
	NullI   sql.NullInt64
	NullS   sql.Null[string]
	Tags    []string          `orm:",json"`
	Extra   map[string]string `orm:",json"`
	Money   Decimal
	Audit
	Home Address `orm:",embed:home_"`
	*Ship
	Secret string `orm:"-"`
	hidden int
}

// Decimal is what a decimal library looks like: text in the database, Valuer and Scanner.
type Decimal struct{ Text string }

type Audit struct{ CreatedBy string }
type Address struct{ City string }
type Ship struct{ Carrier string }

const wideDDL = `CREATE TABLE wide (id {auto}, i8 {int}, i64 BIGINT, u16 {int}, f32 REAL, f64 {real}, b {bool}, s {text}, raw {bytes}, at {time}, level {int},
	color {text}, maybe_i {int}, maybe_s {text}, maybe_at {time}, null_i {int}, null_s {text}, tags {json}, extra {json}, money {money}, created_by {text},
	home_city {text}, carrier {text})`

func insertProducts(db *orm.DB, list ...*Product) error { return orm.BulkCreate(ctx, db, list) }

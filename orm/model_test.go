//lint:file-ignore U1000 fields are there for their tags, or to be left out

package orm_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

// selectOf is the SELECT of a model, which shows its table and columns.
func selectOf[T any](opts ...orm.Option) string {
	db := orm.New(nil, append([]orm.Option{orm.DialectNamed("sqlite")}, opts...)...)
	text, _, err := orm.Objects[T](db).SQL()
	if err != nil {
		return err.Error()
	}
	return strings.ReplaceAll(strings.TrimPrefix(text, "SELECT "), "`", "")
}

type (
	gormUser struct {
		ID         uint `gorm:"primaryKey"`
		UserAPIKey string
		HTTPServer string
		OAuth2ID   string `gorm:"column:oauth"`
		Company    *gormCompany
		CompanyID  uint
		Orders     []gormCompany  `gorm:"foreignKey:UserID"`
		Home       addr           `gorm:"embedded;embeddedPrefix:home_"`
		Meta       map[string]int `gorm:"serializer:json"`
		Ignored    string         `gorm:"-"`
		DBOnly     string         `gorm:"-:migration"`
		CreatedAt  time.Time
	}
	gormCompany struct {
		ID   uint
		Name string `gorm:"size:10"`
	}
	addr struct{ Street, City string }

	bunUser struct {
		bunBase  `bun:"table:people,alias:p"`
		ID       int64 `bun:",pk,autoincrement"`
		UserName string
		Emails   []string
		Posts    []gormCompany `bun:"rel:has-many,join:id=user_id"`
		Rank     int           `bun:",scanonly"`
		Address  addr          `bun:"embed:addr_"`
	}
	bunBase struct{}

	bunCategory struct {
		ID     int64 `bun:"id,pk,autoincrement"`
		AddrOf string
	}

	xormUser struct {
		Id          int64
		UserName    string    `xorm:"varchar(25) notnull unique 'usr_name'"`
		Passwd      string    `xorm:"varchar(200)"`
		Kind        string    `xorm:"notnull default('x') kind_of"`
		Created     time.Time `xorm:"created"`
		UpdatedUnix int64     `xorm:"INDEX updated"`
		Skip        string    `xorm:"-"`
		Ext         addr      `xorm:"extends"`
		Conf        map[string]string
		DeletedAt   time.Time `xorm:"deleted"`
	}

	xormID struct {
		ID    int64 `xorm:"pk autoincr"`
		OrgID int64
	}

	sqlxUser struct {
		ID        int64  `db:"id"`
		FirstName string `db:"first_name"`
		LastName  string
		Addr      addr
		addr
	}

	plainOrder struct {
		ID        int
		LineTotal float64
		addr      string
	}

	OrderItem struct {
		ID    int64
		Total int
	}
)

func (gormCompany) TableName() string { return "firms" }

func TestNamesOfModels(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"gorm", selectOf[gormUser](), "id, user_api_key, http_server, oauth, company_id, home_street, home_city, meta, db_only, created_at FROM gorm_users"},
		{"gorm TableName", selectOf[gormCompany](), "id, name FROM firms"},
		{"gorm without tags", selectOf[OrderItem](orm.NamingGORM), "id, total FROM order_items"},
		{"bun", selectOf[bunUser](), "id, user_name, emails, addr_street, addr_city FROM people"},
		{"bun plural", selectOf[bunCategory](), "id, addr_of FROM bun_categories"},
		{"xorm", selectOf[xormUser](), "id, usr_name, passwd, kind_of, created, updated_unix, street, city, conf, deleted_at FROM xorm_user WHERE deleted_at IS NULL"},
		{"xorm ID", selectOf[xormID](), "i_d, org_i_d FROM xorm_i_d"},
		{"xorm gonic", selectOf[xormID](orm.NamingXormGonic), "id, org_id FROM xorm_id"},
		{"sqlx", selectOf[sqlxUser](), "id, first_name, lastname, street, city FROM sqlx_user"},
		{"no tags", selectOf[plainOrder](), "id, line_total FROM plain_order"},
		{"a generic model", selectOf[Box[int]](), "id, value FROM box"},
		{"no struct", selectOf[int](), "orm: int is no model; a model is a struct"},
		{"bad tag", selectOf[badTag](), `orm: orm_test.badTag.A: unknown option "autoincr" in the tag orm:"a,autoincr"; known are pk, auto, version, created, updated, deleted, readonly, annotation, nullzero, json, embed`},
		{"bad type", selectOf[badType](), `orm: orm_test.badType.C: a chan int cannot be stored; give it Value and Scan methods, or tag it json`},
	} {
		require.Equal(t, c.want, c.got, c.name)
	}
}

type Box[T any] struct {
	ID    int64
	Value T
}
type badTag struct {
	A int `orm:"a,autoincr"`
}
type badType struct {
	ID int
	C  chan int `orm:"c"`
}

type Ptr struct{ Far string }

func TestFieldPointers(t *testing.T) {
	type Embeds struct {
		Inner Inner `orm:",embed"`
		Other int64
		Empty struct{}
		*Ptr
	}
	db, r := recorded(t, "sqlite")
	x := orm.Objects[Embeds](db).Fields()
	for _, c := range []struct {
		q     orm.Q
		where string
	}{
		{orm.F(&x.Inner.First).Eq(1), "`first` = ?"},
		{orm.F(&x.Other).Eq(1), "`other` = ?"},
		{orm.F(&x.Far).Eq("f"), "`far` = ?"},
	} {
		_, err := orm.Objects[Embeds](db).Filter(c.q).Delete(ctx)
		require.NoError(t, err)
		require.Equal(t, "DELETE FROM `embeds` WHERE "+c.where, r.log[len(r.log)-1])
	}

	p, other := Product{ID: 1}, Product{ID: 2}
	sent := len(r.log)
	for _, c := range []struct {
		name string
		err  error
		says []string
	}{
		{"another row", orm.Update(ctx, db, &p, orm.Set(&other.InStock, 1)), []string{"*int", "orm_test.Product", "the *orm_test.Product that is given"}},
		{"another row in an expression", orm.Update(ctx, db, &p, orm.Set(&p.InStock, orm.F(&other.InStock).Add(1))), []string{"*int", "orm_test.Product"}},
		{"another model", orm.Update(ctx, db, &p, orm.Set(&x.Other, 1)), []string{"&Embeds.Other", "orm_test.Product"}},
		{"a row in a query", deleteBy(db, orm.F(&p.InStock).Eq(1)), []string{"*int", "Objects[orm_test.Product](db).Fields()"}},
		{"a struct of columns", deleteEmbeds(db, orm.F(&x.Inner).Eq(nil)), []string{"*orm_test.Inner", "of several columns"}},
		{"the whole row", orm.Update(ctx, db, &p, orm.Set(&p, Product{})), []string{"points into orm_test.Product"}},
		{"nil", orm.Update(ctx, db, &p, orm.Set[int](nil, 1)), []string{"*int"}},
		{"no pointer", orm.Save(ctx, db, &p, orm.UpdateFields("name")), []string{"a string is not a pointer"}},
		{"a name that is not there", orm.Update(ctx, db, &p, orm.SetCol("nope", 1)), []string{`no column "nope"`}},
		{"twice", orm.Update(ctx, db, &p, orm.Set(&p.Name, "a"), orm.Set(&p.Name, "b")), []string{"set twice"}},
		{"no set", orm.Update(ctx, db, &p), []string{"without a Set"}},
		{"no key", orm.Update(ctx, db, &Product{}, orm.SetCol("name", "a")), []string{"Product.ID is zero"}},
		{"a string for a number", orm.Update(ctx, db, &p, orm.Set(&p.InStock, "7")), []string{"string", "int"}},
		{"a fraction for a whole number", orm.Update(ctx, db, &p, orm.Set(&p.InStock, orm.F(&p.InStock).Mul(1.5))), []string{"1.5 is no whole number"}},
	} {
		require.Error(t, c.err, c.name)
		for _, s := range c.says {
			require.ErrorContains(t, c.err, s, c.name)
		}
	}
	require.Len(t, r.log, sent, "nothing was sent")
}

type Inner struct{ First int64 }

func deleteBy(db *orm.DB, q orm.Q) error {
	_, err := orm.Objects[Product](db).Filter(q).Delete(ctx)
	return err
}

func deleteEmbeds(db *orm.DB, q orm.Q) error {
	type Embeds struct {
		Inner Inner `orm:",embed"`
		Other int64
	}
	x := orm.Objects[Embeds](db).Fields()
	_, err := orm.Objects[Embeds](db).Filter(orm.F(&x.Inner).Eq(nil)).Delete(ctx)
	return err
}

func TestConditionsPrint(t *testing.T) {
	db := orm.New(nil, orm.DialectNamed("postgres"))
	x := orm.Objects[Product](db).Fields()
	q := orm.F(&x.InStock).Lt(orm.F(&x.Reserved)).Or(orm.F(&x.Name).Eq("it's")).And(orm.Not(orm.F(&x.Price).IsNull()))
	require.Equal(t, `(Product.InStock < Product.Reserved OR Product.Name = 'it''s') AND (NOT (Product.Price IS NULL))`, q.String())
	var p Product
	require.Equal(t, `a int + 1`, orm.F(&p.InStock).Add(1).String())
	require.Equal(t, `TRUE`, orm.Q{}.String())
}

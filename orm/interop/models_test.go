package interop_test

import (
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/stretchr/testify/require"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/mysqldialect"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"
	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"xorm.io/xorm"
	"xorm.io/xorm/core"
	"xorm.io/xorm/names"

	"github.com/rmwlint/rmwlint/orm"
)

// OrderItem is a model of GORM: its table is order_items, and gorm.Model's times and deletion mark are kept.
type OrderItem struct {
	gorm.Model
	SKUCode string `gorm:"uniqueIndex"`
	InStock int
	Rating  *float64
	Meta    map[string]int `gorm:"serializer:json"`
	Home    Place          `gorm:"embedded;embeddedPrefix:home_"`
	OwnerID uint
	Owner   *Owner
}

type Place struct{ City string }

type Owner struct {
	ID   uint
	Name string
}

func openGORM(t *testing.T, s server, cfg *gorm.Config) *gorm.DB {
	d := map[string]gorm.Dialector{
		"sqlite":   sqlite.Dialector{Conn: s.pool},
		"postgres": postgres.New(postgres.Config{Conn: s.pool}),
		"mysql":    mysql.New(mysql.Config{Conn: s.pool}),
	}[s.name]
	cfg.Logger = logger.Discard
	g, err := gorm.Open(d, cfg)
	require.NoError(t, err)
	require.NoError(t, g.AutoMigrate(&Owner{}, &OrderItem{}))
	return g
}

func TestGORM(t *testing.T) {
	for _, prepare := range []bool{false, true} {
		onEach(t, func(t *testing.T, s server) {
			g := openGORM(t, s, &gorm.Config{PrepareStmt: prepare})
			item := OrderItem{SKUCode: "a", InStock: 5, Meta: map[string]int{"x": 1}, Home: Place{"Gand"}, Owner: &Owner{Name: "me"}}
			require.NoError(t, g.Create(&item).Error)

			// The suggested fix, in GORM's transaction.
			qty := 2
			require.NoError(t, g.Transaction(func(tx *gorm.DB) error {
				var p OrderItem
				if err := tx.First(&p, item.ID).Error; err != nil {
					return err
				}
				return orm.Update(ctx, orm.New(tx.Statement.ConnPool, orm.DialectNamed(tx.Name())), &p,
					orm.Set(&p.InStock, orm.F(&p.InStock).Sub(qty)), orm.If(orm.F(&p.InStock).Gte(qty)))
			}))
			require.ErrorIs(t, g.Transaction(func(tx *gorm.DB) error {
				h := orm.New(tx.Statement.ConnPool, orm.DialectNamed(tx.Name()))
				require.NoError(t, orm.Atomic(ctx, h, func(tx *orm.DB) error { // a savepoint in GORM's transaction
					_, err := orm.Objects[OrderItem](tx).SelectForUpdate().All(ctx)
					require.NoError(t, err)
					return orm.Update(ctx, tx, &item, orm.Set(&item.InStock, 1000))
				}))
				return errBoom
			}), errBoom)

			db := orm.New(g.Statement.ConnPool, orm.DialectNamed(g.Name()))
			got, err := orm.Objects[OrderItem](db).Get(ctx)
			require.NoError(t, err)
			var want OrderItem
			require.NoError(t, g.First(&want, item.ID).Error)
			require.Equal(t, 3, want.InStock)
			same(t, want, *got)

			// GORM finds what orm inserts and deletes.
			more := []*OrderItem{{SKUCode: "b", InStock: 1, OwnerID: item.OwnerID}, {SKUCode: "c", OwnerID: item.OwnerID}}
			require.NoError(t, orm.BulkCreate(ctx, db, more))
			var b OrderItem
			require.NoError(t, g.First(&b, more[0].ID).Error)
			require.Equal(t, "b", b.SKUCode)
			require.WithinDuration(t, time.Now(), b.CreatedAt, time.Minute)
			require.NoError(t, orm.Delete(ctx, db, more[0]))
			require.ErrorIs(t, g.First(&b, more[0].ID).Error, gorm.ErrRecordNotFound)
			require.NoError(t, g.Unscoped().First(&b, more[0].ID).Error)
			n, err := orm.Objects[OrderItem](db).Count(ctx)
			require.NoError(t, err)
			require.EqualValues(t, 2, n)
			if !prepare {
				require.NoError(t, orm.Atomic(ctx, db, func(tx *orm.DB) error { return orm.Save(ctx, tx, got) }))
			}
		})
	}
}

func same(t *testing.T, want, got OrderItem) {
	t.Helper()
	require.True(t, want.CreatedAt.Equal(got.CreatedAt))
	require.True(t, want.UpdatedAt.Equal(got.UpdatedAt))
	want.CreatedAt, want.UpdatedAt = got.CreatedAt, got.UpdatedAt
	require.Equal(t, want, got)
}

// Story is a model of bun.
type Story struct {
	bun.BaseModel `bun:"table:stories,alias:s"`
	ID            int64 `bun:",pk,autoincrement"`
	Title         string
	ReadCount     int
	AuthorID      int64
	Labels        map[string]string `bun:"type:text"`
	DeletedAt     time.Time         `bun:",soft_delete,nullzero"`
}

func openBun(s server) *bun.DB {
	return bun.NewDB(s.pool, map[string]schema.Dialect{"sqlite": sqlitedialect.New(), "postgres": pgdialect.New(), "mysql": mysqldialect.New()}[s.name])
}

func TestBun(t *testing.T) {
	onEach(t, func(t *testing.T, s server) {
		b := openBun(s)
		_, err := b.NewCreateTable().Model((*Story)(nil)).Exec(ctx)
		require.NoError(t, err)
		story := &Story{Title: "x'\"?", ReadCount: 1, Labels: map[string]string{"k": "v"}}
		_, err = b.NewInsert().Model(story).Exec(ctx)
		require.NoError(t, err)

		tx, err := b.BeginTx(ctx, nil)
		require.NoError(t, err)
		require.NoError(t, orm.Update(ctx, orm.New(tx), story, orm.Set(&story.ReadCount, orm.F(&story.ReadCount).Add(4))))
		require.NoError(t, orm.Update(ctx, orm.New(tx, orm.DialectNamed(tx.Dialect().Name().String())), story, orm.Set(&story.Title, "it's ?")))
		_, err = orm.Objects[Story](orm.New(tx)).SelectForUpdate().All(ctx)
		require.NoError(t, err, "bun.Tx is seen as a transaction")
		require.NoError(t, tx.Commit())

		got := new(Story)
		require.NoError(t, b.NewSelect().Model(got).Where("id = ?", story.ID).Scan(ctx))
		require.Equal(t, 5, got.ReadCount)
		require.Equal(t, "it's ?", got.Title)
		mine, err := orm.Objects[Story](orm.New(b)).Get(ctx)
		require.NoError(t, err)
		require.Equal(t, got.Labels, mine.Labels)
		require.NoError(t, orm.Delete(ctx, orm.New(b), mine))
		n, err := b.NewSelect().Model((*Story)(nil)).Count(ctx)
		require.NoError(t, err)
		require.Zero(t, n)
	})
}

// Purse is a model of sqlx.
type Purse struct {
	ID      int64  `db:"id"`
	Owner   string `db:"owner_name"`
	Balance int64
}

func TestSQLX(t *testing.T) {
	onEach(t, func(t *testing.T, s server) {
		x := sqlx.NewDb(s.pool, s.driver)
		x.MustExec("CREATE TABLE purse (id " + s.key() + ", owner_name TEXT, balance BIGINT)")
		w := Purse{Owner: "me", Balance: 10}
		require.NoError(t, orm.Save(ctx, orm.New(x), &w))
		tx := x.MustBegin()
		require.NoError(t, orm.Update(ctx, orm.New(tx), &w, orm.Set(&w.Balance, orm.F(&w.Balance).Sub(3))))
		_, err := orm.Objects[Purse](orm.New(tx)).SelectForUpdate().All(ctx)
		require.NoError(t, err)
		require.NoError(t, tx.Commit())
		var got Purse
		require.NoError(t, x.Get(&got, "SELECT * FROM purse"))
		require.Equal(t, w, got)
		require.EqualValues(t, 7, got.Balance)
	})
}

// UserCredit is a model of xorm.
type UserCredit struct {
	Id      int64
	Points  int       `xorm:"notnull 'credit_points'"`
	UserUID string    `xorm:"varchar(40)"`
	Rev     int       `xorm:"version"`
	Made    time.Time `xorm:"created"`
	Changed time.Time `xorm:"updated"`
	Place   `xorm:"extends"`
	Skip    string `xorm:"-"`
}

func openXorm(t *testing.T, s server) *xorm.Engine {
	driver := map[string]string{"sqlite": "sqlite3", "postgres": "pgx", "mysql": "mysql"}[s.name]
	dsn := map[string]string{"sqlite": "x.db", "postgres": s.dsn, "mysql": s.dsn}[s.name]
	x, err := xorm.NewEngineWithDB(driver, dsn, core.FromDB(s.pool))
	require.NoError(t, err)
	x.SetSchema(s.schema)
	return x
}

func TestXorm(t *testing.T) {
	for naming, mapper := range map[orm.Naming]names.Mapper{orm.NamingXorm: names.SnakeMapper{}, orm.NamingXormGonic: names.GonicMapper{}} {
		onEach(t, func(t *testing.T, s server) {
			x := openXorm(t, s)
			x.SetMapper(mapper)
			require.NoError(t, x.Sync(new(UserCredit)))
			u := UserCredit{Points: 5, UserUID: "u", Place: Place{"Gand"}}
			_, err := x.Insert(&u)
			require.NoError(t, err)

			session := x.NewSession()
			defer session.Close()
			require.NoError(t, session.Begin())
			var p UserCredit
			_, err = session.ID(u.Id).Get(&p)
			require.NoError(t, err)
			require.NoError(t, orm.Update(ctx, orm.New(session.Tx().Tx, naming), &p, orm.Set(&p.Points, orm.F(&p.Points).Add(1))))
			require.NoError(t, session.Commit())

			var got UserCredit
			_, err = x.ID(u.Id).Get(&got)
			require.NoError(t, err)
			require.Equal(t, 6, got.Points)
			require.Equal(t, 2, got.Rev, "the version is xorm's")
			mine, err := orm.Objects[UserCredit](orm.New(x.DB().DB, naming)).Get(ctx)
			require.NoError(t, err)
			require.Equal(t, got.Points, mine.Points)
			require.Equal(t, got.UserUID, mine.UserUID)
			require.Equal(t, got.City, mine.City)
			stale := *mine
			_, err = x.ID(u.Id).Update(&got)
			require.NoError(t, err)
			require.ErrorIs(t, orm.Save(ctx, orm.New(x.DB().DB, naming), &stale), orm.ErrConflict)
		})
	}
}

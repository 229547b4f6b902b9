package orm_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

func names(rows []*Product) string {
	var list []string
	for _, p := range rows {
		list = append(list, p.Name)
	}
	return strings.Join(list, " ")
}

func fill(t *testing.T, db database) {
	require.NoError(t, insertProducts(db.DB,
		&Product{Name: "atlas", Price: 10, InStock: 5, Reserved: 1},
		&Product{Name: "book", Price: 20, InStock: 0, Reserved: 3},
		&Product{Name: "compass", Price: 300, InStock: 7, Reserved: 7},
		&Product{Name: "100%_!", Price: 1, InStock: 2, Reserved: 9}))
}

// TestConditionsOnRows asks each condition of a live database; the table of SQL texts says what is asked.
func TestConditionsOnRows(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		fill(t, db)
		products := orm.Objects[Product](db.DB)
		x := products.Fields()
		name, price, stock, reserved := orm.F(&x.Name), orm.F(&x.Price), orm.F(&x.InStock), orm.F(&x.Reserved)
		for _, c := range []struct {
			q    orm.Q
			want string
		}{
			{orm.Q{}, "atlas book compass 100%_!"},
			{stock.Eq(0), "book"},
			{stock.Ne(0), "atlas compass 100%_!"},
			{stock.Lt(reserved), "book 100%_!"},
			{stock.Lte(reserved), "book compass 100%_!"},
			{stock.Gt(reserved), "atlas"},
			{stock.Gte(reserved), "atlas compass"},
			{stock.Lt(reserved).Or(price.Gt(100)), "book compass 100%_!"},
			{stock.Lt(reserved).And(price.Gt(10)), "book"},
			{stock.Eq(5).Xor(price.Eq(10)), ""},
			{stock.Eq(5).Xor(price.Eq(20)), "atlas book"},
			{orm.Not(stock.Lt(reserved)), "atlas compass"},
			{orm.Not(orm.Q{}), ""},
			{stock.In(0, 7), "book compass"},
			{stock.In(), ""},
			{name.In("atlas", "' OR 1=1 --"), "atlas"},
			{stock.Between(2, reserved), "compass 100%_!"},
			{name.IsNull(), ""},
			{name.NotNull(), "atlas book compass 100%_!"},
			{name.Contains("oo"), "book"},
			{name.Contains("%_"), "100%_!"},
			{name.StartsWith("comp"), "compass"},
			{name.StartsWith("%"), ""},
			{name.EndsWith("!"), "100%_!"},
			{stock.Add(reserved).Mul(2).Sub(2).Eq(10), "atlas"},
			{stock.Mod(2).Eq(1), "atlas compass"},
			{price.Div(10).Eq(1), "atlas"},
			{stock.Neg().Eq(-5), "atlas"},
			{orm.Greatest(stock, reserved).Eq(7), "compass"},
			{orm.Least(stock, reserved, 1).Eq(1), "atlas compass 100%_!"},
			{orm.Coalesce(stock, 1).Eq(0), "book"},
			{orm.Concat(name, "-", name).Eq("book-book"), "book"},
			{orm.Upper(name).Eq("BOOK"), "book"},
			{orm.Length(name).Eq(5), "atlas"},
			{orm.Case[int](orm.When(stock.Eq(0), 1), orm.When(price.Gt(100), reserved), orm.Else(0)).Gte(1), "book compass"},
			{orm.Case[string](orm.When(stock.Eq(0), "none")).Eq("none"), "book"},
			{orm.Val(7).Sub(stock).Eq(0), "compass"},
			{orm.Col[int]("in_stock").Eq(7), "compass"},
			{orm.Raw[int]("ABS(? - ?)", stock, 6).Eq(1), "atlas compass"},
			{orm.RawQ("? > 5 OR name = 'book?'", stock), "compass"},
			{orm.And(stock.Gt(0), price.Lt(100), reserved.Lt(5)), "atlas"},
			{orm.Or(stock.Eq(0), stock.Eq(7)), "book compass"},
		} {
			got, err := products.Filter(c.q).OrderBy(orm.F(&x.ID)).All(ctx)
			require.NoError(t, err, c.q.String())
			require.Equal(t, c.want, names(got), c.q.String())
		}
		got, err := products.Filter(name.Regex("^[ab]")).OrderBy(name).All(ctx)
		if db.name == "sqlite" {
			require.ErrorIs(t, err, orm.ErrUnsupported)
			return
		}
		require.NoError(t, err)
		require.Equal(t, "atlas book", names(got))
	})
}

func TestQuerySets(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		fill(t, db)
		products := orm.Objects[Product](db.DB)
		x := products.Fields()
		byPrice := products.OrderBy(orm.F(&x.Price).Desc(), orm.F(&x.Name))

		got, err := byPrice.Limit(2).Offset(1).All(ctx)
		require.NoError(t, err)
		require.Equal(t, "book atlas", names(got))
		got, err = byPrice.Offset(2).All(ctx)
		require.NoError(t, err)
		require.Equal(t, "atlas 100%_!", names(got))
		got, err = byPrice.Exclude(orm.F(&x.InStock).Eq(0), orm.F(&x.Price).Eq(20)).All(ctx)
		require.NoError(t, err)
		require.Equal(t, "compass atlas 100%_!", names(got))

		p, err := byPrice.First(ctx)
		require.NoError(t, err)
		require.Equal(t, "compass", p.Name)
		p, err = products.First(ctx)
		require.NoError(t, err)
		require.Equal(t, "atlas", p.Name)
		_, err = products.Get(ctx)
		require.ErrorIs(t, err, orm.ErrMultiple)
		_, err = products.Get(ctx, orm.F(&x.Name).Eq("x"))
		require.ErrorIs(t, err, orm.ErrNotFound)

		n, err := products.Filter(orm.F(&x.InStock).Gt(0)).Count(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 3, n)
		n, err = products.Limit(2).Count(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 2, n)
		yes, err := products.Filter(orm.F(&x.InStock).Gt(6)).Exists(ctx)
		require.NoError(t, err)
		require.True(t, yes)
		yes, err = products.Filter(orm.F(&x.InStock).Gt(7)).Exists(ctx)
		require.NoError(t, err)
		require.False(t, yes)

		seen := ""
		for p, err := range byPrice.Iter(ctx) {
			require.NoError(t, err)
			if seen += p.Name + " "; p.Name == "book" {
				break
			}
		}
		require.Equal(t, "compass book ", seen)
		for _, err := range products.Filter(orm.Col[int]("no_such").Eq(1)).Iter(ctx) {
			require.Error(t, err)
		}

		n, err = products.OrderBy(orm.F(&x.Price)).Limit(1).Update(ctx, orm.Set(&x.Name, "cheapest"), orm.Set(&x.Price, orm.F(&x.Price).Add(1)))
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		require.EqualValues(t, 2, db.one(t, "SELECT price FROM product WHERE name = 'cheapest'"))
		n, err = products.Filter(orm.F(&x.InStock).Lt(orm.F(&x.Reserved))).Delete(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 2, n)
		n, err = products.OrderBy(orm.F(&x.Price).Desc()).Limit(1).Delete(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		require.EqualValues(t, 1, db.one(t, "SELECT COUNT(*) FROM product WHERE name = 'atlas'"))
	})
}

func TestAggregatesAndAnnotations(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		fill(t, db)
		products := orm.Objects[Product](db.DB)
		x := products.Fields()
		sum, err := orm.Aggregate(ctx, products, orm.Sum(orm.F(&x.InStock)))
		require.NoError(t, err)
		require.Equal(t, 14, sum)
		avg, err := orm.Aggregate(ctx, products, orm.Avg(orm.F(&x.InStock)))
		require.NoError(t, err)
		require.InDelta(t, 3.5, avg, 1e-9)
		most, err := orm.Aggregate(ctx, products.Filter(orm.F(&x.Price).Lt(100)), orm.Max(orm.F(&x.Price)))
		require.NoError(t, err)
		require.Equal(t, 20.0, most)
		none, err := orm.Aggregate(ctx, products.Filter(orm.F(&x.Price).Lt(0)), orm.Sum(orm.F(&x.Price)))
		require.NoError(t, err)
		require.Zero(t, none)

		free := orm.As("free", orm.F(&x.InStock).Sub(orm.F(&x.Reserved)))
		type line struct {
			Name string
			Free int
		}
		lines, err := orm.Values[line](ctx, products.Annotate(free).Filter(orm.Col[int]("free").Gte(0)).OrderBy(orm.Col[int]("free").Desc()))
		require.NoError(t, err)
		require.Equal(t, []line{{"atlas", 4}, {"compass", 0}}, lines)

		db.exec(t, "UPDATE product SET name = 'paper' WHERE price < 100")
		type group struct {
			Name  string
			Total int
			Rows  int64
		}
		grouped := products.Annotate(orm.As("total", orm.Sum(orm.F(&x.InStock))), orm.As("rows", orm.Count()))
		groups, err := orm.Values[group](ctx, grouped.OrderBy(orm.F(&x.Name)))
		require.NoError(t, err)
		require.Equal(t, []group{{"compass", 7, 1}, {"paper", 7, 3}}, groups)
		groups, err = orm.Values[group](ctx, grouped.Filter(orm.Col[int64]("rows").Gt(1), orm.F(&x.InStock).Gt(0)))
		require.NoError(t, err)
		require.Equal(t, []group{{"paper", 7, 2}}, groups)
		_, err = grouped.All(ctx)
		require.ErrorContains(t, err, "Values")
		type wrong struct{ Nope int }
		_, err = orm.Values[wrong](ctx, products)
		require.ErrorContains(t, err, "nope")
	})
}

func TestAnnotationIntoAField(t *testing.T) {
	type Product struct {
		ID    int64 `orm:",pk,auto"`
		Name  string
		Worth float64 `orm:",annotation"`
	}
	onEach(t, productDDL, func(t *testing.T, db database) {
		fill(t, db)
		products := orm.Objects[Product](db.DB)
		worth := orm.As("worth", orm.Col[float64]("price").Mul(orm.Col[float64]("in_stock")))
		p, err := products.Annotate(worth).Get(ctx, orm.Col[float64]("worth").Eq(2100))
		require.NoError(t, err)
		require.Equal(t, "compass", p.Name)
		require.Equal(t, 2100.0, p.Worth)
		p, err = products.First(ctx)
		require.NoError(t, err)
		require.Zero(t, p.Worth)
	})
}

func TestSoftDeletion(t *testing.T) {
	onEach(t, noteDDL, func(t *testing.T, db database) {
		notes := orm.Objects[Note](db.DB)
		x := notes.Fields()
		list := []*Note{{Text: "a"}, {Text: "b"}, {Text: "c"}}
		require.NoError(t, orm.BulkCreate(ctx, db.DB, list))
		require.NoError(t, orm.Delete(ctx, db.DB, list[0]))
		require.NotNil(t, list[0].DeletedAt)
		require.ErrorIs(t, orm.Delete(ctx, db.DB, list[0]), orm.ErrNotFound)
		n, err := notes.Filter(orm.F(&x.Text).Eq("a").Or(orm.F(&x.Text).Eq("b"))).Delete(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		got, err := notes.All(ctx)
		require.NoError(t, err)
		require.Len(t, got, 1)
		n, err = notes.WithDeleted().Count(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 3, n)
		n, err = notes.WithDeleted().Filter(orm.F(&x.DeletedAt).NotNull()).Delete(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 2, n)
		require.EqualValues(t, 1, db.one(t, "SELECT COUNT(*) FROM note"))
	})
}

// A deletion time that cannot be nil is NULL while it is zero, as xorm and bun have it.
func TestSoftDeletionByAPlainTime(t *testing.T) {
	type Note struct {
		ID        int64 `orm:",pk,auto"`
		Text      string
		DeletedAt time.Time `orm:",deleted"`
	}
	onEach(t, noteDDL, func(t *testing.T, db database) {
		one, two := &Note{Text: "a"}, &Note{Text: "b"}
		require.NoError(t, orm.Save(ctx, db.DB, one))
		require.NoError(t, orm.BulkCreate(ctx, db.DB, []*Note{two}))
		require.NoError(t, orm.Save(ctx, db.DB, one))
		_, err := orm.BulkUpdate(ctx, db.DB, []*Note{one, two})
		require.NoError(t, err)
		got, err := orm.Objects[Note](db.DB).OrderBy(orm.Col[int]("id")).All(ctx)
		require.NoError(t, err)
		require.Equal(t, []*Note{one, two}, got)
		require.NoError(t, orm.Delete(ctx, db.DB, one))
		require.False(t, one.DeletedAt.IsZero())
		n, err := orm.Objects[Note](db.DB).Count(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
	})
}

func TestGetOrCreateAndUpdateOrCreate(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		users := orm.Objects[User](db.DB)
		u := User{Email: "t@x", Name: "Tintin"}
		created, err := users.GetOrCreate(ctx, &u, &u.Email)
		require.NoError(t, err)
		require.True(t, created)
		again := User{Email: "t@x", Name: "someone else"}
		created, err = users.GetOrCreate(ctx, &again, &again.Email)
		require.NoError(t, err)
		require.False(t, created)
		require.Equal(t, u, again)

		other := User{Email: "t@x", Name: "Milou", Visits: 4}
		created, err = users.UpdateOrCreate(ctx, &other, &other.Email)
		require.NoError(t, err)
		require.False(t, created)
		require.Equal(t, u.ID, other.ID)
		require.EqualValues(t, 4, db.one(t, "SELECT visits FROM usr"))
		third := User{Email: "m@x", Name: "Milou"}
		created, err = users.UpdateOrCreate(ctx, &third, &third.Email)
		require.NoError(t, err)
		require.True(t, created)
		_, err = users.GetOrCreate(ctx, &User{Name: "Milou"}, "name")
		require.ErrorContains(t, err, "not a pointer")
		milou := User{Name: "Milou"}
		_, err = users.GetOrCreate(ctx, &milou, &milou.Name)
		require.ErrorIs(t, err, orm.ErrMultiple)
		clash := User{Email: "t@x", Name: "nobody"}
		_, err = users.GetOrCreate(ctx, &clash, &clash.Name)
		require.ErrorIs(t, err, orm.ErrConflict, "the INSERT meets a row by another column")
	})
}

func TestGetOrCreateSurvivesARace(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		users := orm.Objects[User](db.DB)
		var created atomic.Int64
		race(t, 8, func(int) error {
			for i := range 10 {
				u := User{Email: string(rune('a' + i))}
				did, err := users.GetOrCreate(ctx, &u, &u.Email)
				if err != nil {
					return err
				}
				if did {
					created.Add(1)
				}
				u.Visits = 1
				if _, err := users.UpdateOrCreate(ctx, &u, &u.Email); err != nil {
					return err
				}
			}
			return nil
		})
		require.EqualValues(t, 10, created.Load())
		require.EqualValues(t, 10, db.one(t, "SELECT COUNT(*) FROM usr"))
	})
}

// race runs f in n goroutines that start together.
func race(t *testing.T, n int, f func(worker int) error) {
	t.Helper()
	start := make(chan struct{})
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
			errs[i] = f(i)
		}()
	}
	close(start)
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
}

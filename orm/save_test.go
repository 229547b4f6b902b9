package orm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

func TestSaveInsertsThenUpdates(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "globe", Price: 12.5, InStock: 3}
		var did orm.Did
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.Report(&did)))
		require.Equal(t, orm.Inserted, did)
		require.NotZero(t, p.ID)

		p.InStock, p.Name = 0, ""
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.Report(&did)))
		require.Equal(t, orm.Updated, did)
		got, err := orm.Objects[Product](db.DB).Get(ctx)
		require.NoError(t, err)
		require.Equal(t, p, *got, "zero values are written")

		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.Report(&did)), "nothing changes")
		require.Equal(t, orm.Updated, did, "a row that matched is updated, also where the server counts changed rows")
		require.EqualValues(t, 1, db.one(t, "SELECT COUNT(*) FROM product"))
	})
}

func TestSaveWithAKeyThatIsNotThereInserts(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{ID: 41, Name: "explicit"}
		var did orm.Did
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.Report(&did)))
		require.Equal(t, orm.Inserted, did)
		require.EqualValues(t, 41, p.ID)
		for range 3 {
			next := Product{Name: "numbered"}
			require.NoError(t, orm.Save(ctx, db.DB, &next), "the sequence has moved past the explicit key")
			require.Greater(t, next.ID, int64(41))
		}
	})
}

func TestSaveForces(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "a", InStock: 1}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		require.Error(t, orm.Save(ctx, db.DB, &p, orm.ForceInsert), "the key is taken")
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.ForceUpdate))
		require.Error(t, orm.Save(ctx, db.DB, &p, orm.ForceUpdate, orm.ForceInsert))

		require.NoError(t, orm.Delete(ctx, db.DB, &p))
		require.ErrorIs(t, orm.Save(ctx, db.DB, &p, orm.ForceUpdate), orm.ErrNotFound)
		require.ErrorIs(t, orm.Save(ctx, db.DB, &p, orm.UpdateFields(&p.Name)), orm.ErrNotFound)
		require.ErrorIs(t, orm.Update(ctx, db.DB, &p, orm.Set(&p.Name, "x")), orm.ErrNotFound)
		require.Zero(t, db.one(t, "SELECT COUNT(*) FROM product"), "a deleted row does not come back")
		require.ErrorIs(t, orm.Delete(ctx, db.DB, &p), orm.ErrNotFound)
	})
}

func TestSaveUpdateFieldsLeavesOthersAlone(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "a", InStock: 1, Price: 2}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		db.exec(t, "UPDATE product SET price = 99")
		p.Name = "b"
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.UpdateFields(&p.Name, &p.InStock)))
		require.NoError(t, orm.RefreshFromDB(ctx, db.DB, &p))
		require.Equal(t, Product{ID: p.ID, Name: "b", InStock: 1, Price: 99}, p)
	})
}

func TestSaveAppliesAnExpressionOnce(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "a", InStock: 10}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.Set(&p.InStock, orm.F(&p.InStock).Add(5))))
		require.Equal(t, 15, p.InStock, "the field holds the database's value")
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		require.EqualValues(t, 15, db.one(t, "SELECT in_stock FROM product"), "the second save does not apply it again")

		fresh := Product{Name: "b"}
		require.ErrorContains(t, orm.Save(ctx, db.DB, &fresh, orm.Set(&fresh.InStock, orm.F(&fresh.InStock).Add(5))), "no old values")
		gone := Product{ID: p.ID + 100}
		require.ErrorIs(t, orm.Save(ctx, db.DB, &gone, orm.Set(&gone.InStock, orm.F(&gone.InStock).Add(5))), orm.ErrNotFound)
		require.EqualValues(t, 1, db.one(t, "SELECT COUNT(*) FROM product"))
	})
}

func TestSelectOnSaveUnderATriggerThatHidesTheCount(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		var did orm.Did
		p := Product{ID: 7, Name: "a"}
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.SelectOnSave, orm.Report(&did)))
		require.Equal(t, orm.Inserted, did)
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.SelectOnSave, orm.Report(&did)))
		require.Equal(t, orm.Updated, did)
		if db.name != "postgres" {
			return
		}
		db.exec(t, `CREATE OR REPLACE FUNCTION hide() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`)
		db.exec(t, `CREATE TRIGGER hide BEFORE UPDATE ON product FOR EACH ROW EXECUTE FUNCTION hide()`)
		require.Error(t, orm.Save(ctx, db.DB, &p), "without the option it inserts and meets the key")
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.SelectOnSave, orm.Report(&did)))
		require.Equal(t, orm.Updated, did)
	})
}

func TestVersionColumn(t *testing.T) {
	onEach(t, accountDDL, func(t *testing.T, db database) {
		a := Account{Owner: "haddock", Balance: 10}
		require.NoError(t, orm.Save(ctx, db.DB, &a))
		require.Equal(t, 1, a.Version)
		require.False(t, a.CreatedAt.IsZero())
		require.WithinDuration(t, time.Now(), a.UpdatedAt, time.Minute)
		stale := a

		require.NoError(t, orm.Update(ctx, db.DB, &a, orm.Set(&a.Balance, orm.F(&a.Balance).Add(1))))
		require.Equal(t, 2, a.Version)
		require.NoError(t, orm.Save(ctx, db.DB, &a))
		require.Equal(t, 3, a.Version)
		require.EqualValues(t, 3, db.one(t, "SELECT version FROM account"))

		before := stale
		require.ErrorIs(t, orm.Save(ctx, db.DB, &stale), orm.ErrConflict)
		require.ErrorIs(t, orm.Save(ctx, db.DB, &stale, orm.UpdateFields(&stale.Balance)), orm.ErrConflict)
		require.ErrorIs(t, orm.Update(ctx, db.DB, &stale, orm.Set(&stale.Balance, 5)), orm.ErrConflict)
		require.ErrorIs(t, orm.Delete(ctx, db.DB, &stale), orm.ErrConflict)
		_, err := orm.BulkUpdate(ctx, db.DB, []*Account{&stale})
		require.ErrorIs(t, err, orm.ErrConflict)
		require.Equal(t, before, stale, "memory is as it was")
		require.EqualValues(t, 11, db.one(t, "SELECT balance FROM account"))

		twin := Account{ID: a.ID, Owner: "new row, taken key"}
		require.ErrorIs(t, orm.Save(ctx, db.DB, &twin), orm.ErrConflict)
		fresh := Account{ID: a.ID + 10, Owner: "new row, free key"}
		require.NoError(t, orm.Save(ctx, db.DB, &fresh))
		require.Equal(t, 1, fresh.Version)
	})
}

func TestEveryKindOfFieldComesBack(t *testing.T) {
	onEach(t, wideDDL, func(t *testing.T, db database) {
		at := time.Date(2024, 2, 29, 23, 59, 58, 123456000, time.UTC)
		one, word := 1, "word"
		w := Wide{I8: -8, I64: 1 << 40, U16: 65535, F32: 1.5, F64: -2.25, B: true, S: "O'Neill \"\\ 雪 {,}", Raw: []byte{0, 255, '\\', '"'}, At: at,
			Level: 3, Color: "red", MaybeI: &one, MaybeS: &word, MaybeAt: &at, Tags: []string{"a", "b\"c"}, Extra: map[string]string{"k": "v"},
			Money: Decimal{"12.34"}, Audit: Audit{"me"}, Home: Address{"Bruxelles"}, Ship: &Ship{"Karaboudjan"}}
		w.NullI.Int64, w.NullI.Valid = 9, true
		w.NullS.V, w.NullS.Valid = "s", true
		empty := Wide{Ship: &Ship{}, At: at}
		bulk := w
		bulkEmpty := Wide{Ship: &Ship{}, At: at}

		require.NoError(t, orm.Save(ctx, db.DB, &w))
		require.NoError(t, orm.Save(ctx, db.DB, &empty))
		require.NoError(t, orm.BulkCreate(ctx, db.DB, []*Wide{&bulk, &bulkEmpty}))
		_, err := orm.BulkUpdate(ctx, db.DB, []*Wide{&w, &empty, &bulk, &bulkEmpty})
		require.NoError(t, err)
		all, err := orm.Objects[Wide](db.DB).OrderBy(orm.Col[int]("id")).All(ctx)
		require.NoError(t, err)
		require.Len(t, all, 4)
		for i, want := range []Wide{w, empty, bulk, bulkEmpty} {
			got := *all[i]
			require.True(t, got.At.Equal(want.At), "%v %v", got.At, want.At)
			got.At = want.At
			if want.MaybeAt != nil {
				require.True(t, got.MaybeAt.Equal(*want.MaybeAt))
				got.MaybeAt = want.MaybeAt
			}
			if len(want.Raw) == 0 {
				require.Empty(t, got.Raw)
				got.Raw = want.Raw
			}
			require.Equal(t, want, got)
		}
	})
}

func TestUpdateSetsEveryKind(t *testing.T) {
	onEach(t, wideDDL, func(t *testing.T, db database) {
		at := time.Date(2024, 2, 29, 23, 59, 58, 0, time.UTC)
		w := Wide{At: at, Ship: &Ship{}}
		require.NoError(t, orm.Save(ctx, db.DB, &w))
		two := 2
		require.NoError(t, orm.Update(ctx, db.DB, &w, orm.Set(&w.Level, Level(4)), orm.Set(&w.Color, "blue"), orm.Set(&w.MaybeI, 7),
			orm.Set(&w.MaybeS, nil), orm.Set(&w.Tags, []string{"x"}), orm.Set(&w.Money, Decimal{"5"}), orm.Set(&w.F64, two),
			orm.Set(&w.Home.City, "Moulinsart"), orm.Set(&w.Carrier, "Sirius"), orm.Set(&w.CreatedBy, "him"), orm.Set(&w.B, true)))
		var got Wide
		got.ID = w.ID
		require.NoError(t, orm.RefreshFromDB(ctx, db.DB, &got))
		for _, x := range []*Wide{&w, &got} {
			require.Equal(t, Level(4), x.Level)
			require.Equal(t, Color("blue"), x.Color)
			require.Equal(t, 7, *x.MaybeI)
			require.Nil(t, x.MaybeS)
			require.Equal(t, []string{"x"}, x.Tags)
			require.Equal(t, "5", x.Money.Text)
			require.Equal(t, 2.0, x.F64)
			require.Equal(t, "Moulinsart", x.Home.City)
			require.Equal(t, "Sirius", x.Carrier)
			require.True(t, x.B)
		}
		require.NoError(t, orm.Update(ctx, db.DB, &w, orm.Set(&w.MaybeI, orm.F(&w.MaybeI).Add(1))))
		require.Equal(t, 8, *w.MaybeI)
	})
}

func TestUpdateOfAQueryCountsVersionsUp(t *testing.T) {
	onEach(t, accountDDL, func(t *testing.T, db database) {
		a := Account{Owner: "a"}
		require.NoError(t, orm.Save(ctx, db.DB, &a))
		accounts := orm.Objects[Account](db.DB)
		n, err := accounts.Update(ctx, orm.Set(&accounts.Fields().Balance, 5))
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		require.ErrorIs(t, orm.Save(ctx, db.DB, &a), orm.ErrConflict, "the row has moved on")
		got, err := accounts.Get(ctx)
		require.NoError(t, err)
		require.Equal(t, 2, got.Version)
		require.True(t, got.CreatedAt.Equal(a.CreatedAt), "%v %v", got.CreatedAt, a.CreatedAt)
		require.True(t, got.UpdatedAt.After(a.UpdatedAt))

		made := got.CreatedAt
		got.CreatedAt = time.Time{}
		require.NoError(t, orm.Save(ctx, db.DB, got))
		require.NoError(t, orm.RefreshFromDB(ctx, db.DB, got))
		require.True(t, got.CreatedAt.Equal(made), "an UPDATE leaves the time of the INSERT alone")
	})
}

func TestUpdateOfTheKey(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "a", InStock: 1}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		require.NoError(t, orm.Update(ctx, db.DB, &p, orm.Set(&p.ID, 500), orm.Set(&p.InStock, orm.F(&p.InStock).Add(1))))
		require.EqualValues(t, 500, p.ID)
		require.Equal(t, 2, p.InStock)
		require.NoError(t, orm.RefreshFromDB(ctx, db.DB, &p))
	})
}

func TestNoConnection(t *testing.T) {
	require.ErrorContains(t, orm.Save(ctx, orm.New(nil, orm.DialectNamed("sqlite")), &Product{}), "no connection")
}

func TestTheDatabasesClock(t *testing.T) {
	onEach(t, accountDDL, func(t *testing.T, db database) {
		a := Account{Owner: "a", UpdatedAt: time.Unix(0, 0)}
		require.NoError(t, orm.Save(ctx, db.DB, &a))
		require.NoError(t, orm.Update(ctx, db.DB, &a, orm.Set(&a.UpdatedAt, orm.Now())))
		require.WithinDuration(t, time.Now(), a.UpdatedAt, 25*time.Hour) // MySQL's is in the time zone of its session
		accounts := orm.Objects[Account](db.DB)
		n, err := accounts.Filter(orm.F(&accounts.Fields().CreatedAt).Lte(time.Now().Add(time.Minute))).Count(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
	})
}

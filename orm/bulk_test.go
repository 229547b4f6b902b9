package orm_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

func makeUsers(n int, from int) []*User {
	list := make([]*User, n)
	for i := range list {
		list[i] = &User{Email: fmt.Sprintf("user%d@example.com", from+i), Name: "u", Visits: i}
	}
	return list
}

func TestBulkCreateFillsTheKeysInOrder(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		for _, size := range []int{0, 1, 99, 100, 101, 250, 2345} {
			rows := makeUsers(size, 10000*size)
			require.NoError(t, orm.BulkCreate(ctx, db.DB, rows))
			checkKeys(t, db, rows)
		}
		rows := makeUsers(25, 1e8)
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows, orm.BatchSize(7)))
		checkKeys(t, db, rows)
	})
}

// checkKeys reads the rows back by key.
func checkKeys(t *testing.T, db database, rows []*User) {
	t.Helper()
	all, err := orm.Objects[User](db.DB).All(ctx)
	require.NoError(t, err)
	byID := map[int64]User{}
	for _, u := range all {
		byID[u.ID] = *u
	}
	for i, u := range rows {
		if byID[u.ID] != *u {
			t.Fatalf("row %d has the key %d, under which the database has %v instead of %v", i, u.ID, byID[u.ID], *u)
		}
	}
}

func TestBulkCreateWithExplicitKeysAmongOthers(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		rows := makeUsers(20, 0)
		rows[3].ID, rows[11].ID = 1000, 500
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows))
		require.EqualValues(t, 1000, rows[3].ID)
		checkKeys(t, db, rows)
		more := makeUsers(3, 100)
		require.NoError(t, orm.BulkCreate(ctx, db.DB, more))
		checkKeys(t, db, more)
	})
}

func TestBulkCreateIsAllOrNothing(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		rows := makeUsers(500, 0)
		rows[499].Email = rows[0].Email
		require.Error(t, orm.BulkCreate(ctx, db.DB, rows))
		require.Zero(t, db.one(t, "SELECT COUNT(*) FROM usr"))
		require.Zero(t, rows[0].ID, "no key without a row")
		require.ErrorContains(t, orm.BulkCreate(ctx, db.DB, []*User{nil}), "nil")
	})
}

func TestBulkCreateConflicts(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		require.NoError(t, orm.BulkCreate(ctx, db.DB, makeUsers(10, 0)))
		x := orm.Objects[User](db.DB).Fields()

		rows := makeUsers(20, 5)
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows, orm.IgnoreConflicts()))
		require.EqualValues(t, 25, db.one(t, "SELECT COUNT(*) FROM usr"))
		require.EqualValues(t, 5, db.one(t, "SELECT visits FROM usr WHERE email = 'user5@example.com'"))
		require.Zero(t, rows[19].ID, "no keys are made up")

		for _, u := range rows {
			u.Visits, u.Name = 100, "new"
		}
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows, orm.OnConflict(&x.Email).Ignore()))
		require.Zero(t, db.one(t, "SELECT COUNT(*) FROM usr WHERE visits = 100"))
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows, orm.OnConflict(&x.Email).Update(&x.Visits)))
		require.EqualValues(t, 20, db.one(t, "SELECT COUNT(*) FROM usr WHERE visits = 100 AND name = 'u'"))
		require.EqualValues(t, 25, db.one(t, "SELECT COUNT(*) FROM usr"))
		require.Error(t, orm.BulkCreate(ctx, db.DB, rows, orm.OnConflict(&x.Email)))
	})
}

func TestBulkUpdate(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		rows := makeUsers(612, 0)
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows))
		x := orm.Objects[User](db.DB).Fields()
		for i, u := range rows {
			u.Visits, u.Name = 1000+i, "not written"
		}
		n, err := orm.BulkUpdate(ctx, db.DB, rows, orm.UpdateFields(&x.Visits))
		require.NoError(t, err)
		require.EqualValues(t, 612, n)
		require.EqualValues(t, 612, db.one(t, "SELECT COUNT(*) FROM usr WHERE name = 'u' AND visits >= 1000"))
		n, err = orm.BulkUpdate(ctx, db.DB, rows, orm.BatchSize(100))
		require.NoError(t, err)
		require.EqualValues(t, 612, n)
		checkKeys(t, db, rows)

		require.NoError(t, orm.Delete(ctx, db.DB, rows[5]))
		for _, u := range rows {
			u.Visits++
		}
		n, err = orm.BulkUpdate(ctx, db.DB, rows, orm.UpdateFields(&rows[0].Visits))
		require.NoError(t, err)
		require.EqualValues(t, 611, n, "the deleted row is missing in the count and does not come back")
		_, err = orm.BulkUpdate(ctx, db.DB, rows, orm.UpdateFields(&rows[0].ID))
		require.ErrorContains(t, err, "key")
		_, err = orm.BulkUpdate(ctx, db.DB, makeUsers(1, 0))
		require.ErrorIs(t, err, orm.ErrNotFound)
	})
}

func TestBulkUpdateComparesVersions(t *testing.T) {
	onEach(t, accountDDL, func(t *testing.T, db database) {
		rows := []*Account{{Owner: "a"}, {Owner: "b"}, {Owner: "c"}}
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows))
		require.Equal(t, 1, rows[2].Version)
		for _, a := range rows {
			a.Balance = 7
		}
		_, err := orm.BulkUpdate(ctx, db.DB, rows)
		require.NoError(t, err)
		require.Equal(t, 2, rows[0].Version)
		db.exec(t, "UPDATE account SET version = 9 WHERE owner = 'b'")
		for _, a := range rows {
			a.Balance = 8
		}
		_, err = orm.BulkUpdate(ctx, db.DB, rows)
		require.ErrorIs(t, err, orm.ErrConflict)
		require.EqualValues(t, 21, db.one(t, "SELECT SUM(balance) FROM account"), "none is written")
		require.Equal(t, 2, rows[0].Version)
	})
}

// Eight columns by a hundred thousand rows are far beyond every parameter limit.
func TestBulkHundredThousandRows(t *testing.T) {
	const ddl = `CREATE TABLE big (id {auto}, a {int}, b {int}, c {text}, d {text}, e {real}, f {bool}, g {int})`
	type Big struct {
		ID   int64 `orm:",pk,auto"`
		A, B int
		C, D string
		E    float64
		F    bool
		G    *int
	}
	n := 100_000
	if testing.Short() {
		n = 20_000
	}
	onEach(t, ddl, func(t *testing.T, db database) {
		rows := make([]*Big, n)
		for i := range rows {
			rows[i] = &Big{A: i, B: -i, C: "text", D: fmt.Sprint(i), E: float64(i) / 2, F: i%2 == 0}
		}
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows))
		require.EqualValues(t, n, db.one(t, "SELECT COUNT(*) FROM big"))
		require.EqualValues(t, n, db.one(t, "SELECT COUNT(DISTINCT id) FROM big"))
		for _, i := range []int{0, 1, 99, 100, 9999, n - 1} {
			require.EqualValues(t, i, db.one(t, fmt.Sprintf("SELECT a FROM big WHERE id = %d", rows[i].ID)))
			rows[i].A = -5
		}
		for _, r := range rows {
			r.B++
		}
		x := orm.Objects[Big](db.DB).Fields()
		got, err := orm.BulkUpdate(ctx, db.DB, rows, orm.UpdateFields(&x.A, &x.B))
		require.NoError(t, err)
		require.EqualValues(t, n, got)
		require.EqualValues(t, 6, db.one(t, "SELECT COUNT(*) FROM big WHERE a = -5"))
	})
}

// A trigger that inserts into the same table makes SQLite's rowids jump; the keys are then read by RETURNING.
func TestBulkCreateUnderATrigger(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		if db.name != "sqlite" {
			return
		}
		db.exec(t, `CREATE TRIGGER shadow AFTER INSERT ON usr WHEN NEW.email NOT LIKE 'shadow%' BEGIN
			INSERT INTO usr (email, name, visits) VALUES ('shadow' || NEW.id, '', 0); END`)
		rows := makeUsers(50, 0)
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows))
		checkKeys(t, db, rows)
	})
}

// stopping cancels a context when the fifth statement has run.
type stopping struct {
	cancel context.CancelFunc
	left   int
}

func (s *stopping) Before(ctx context.Context, _ *orm.Statement) context.Context { return ctx }

func (s *stopping) After(_ context.Context, done *orm.Statement) {
	if done.Err != nil {
		return
	}
	if s.left--; s.left == 0 {
		s.cancel()
	}
}

func TestBulkUpdateStopsWithItsContext(t *testing.T) {
	onEach(t, userDDL, func(t *testing.T, db database) {
		if db.name != "sqlite" {
			return // there is one statement for all rows, which the driver stops
		}
		rows := makeUsers(500, 0)
		require.NoError(t, orm.BulkCreate(ctx, db.DB, rows))
		for _, u := range rows {
			u.Visits = 7777
		}
		cancellable, cancel := context.WithCancel(ctx)
		defer cancel()
		hook := &stopping{cancel, 5}
		_, err := orm.BulkUpdate(cancellable, orm.New(db.SQL(), orm.WithHook(hook)), rows)
		require.ErrorIs(t, err, context.Canceled)
		require.Zero(t, hook.left, "no statement ran after the fifth")
		require.Zero(t, db.one(t, "SELECT COUNT(*) FROM usr WHERE visits = 7777"))
	})
}

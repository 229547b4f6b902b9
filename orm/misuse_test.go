package orm_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

// What a newcomer may hand over by mistake is an error that says what it was, never a panic.
func TestNothingIsGiven(t *testing.T) {
	db, r := recorded(t, "postgres")
	var none *Product
	products := orm.Objects[Product](db)
	x := products.Fields()
	var nowhere *orm.DB
	_, getOrCreate := products.GetOrCreate(ctx, none, &x.Name)
	_, updateOrCreate := products.UpdateOrCreate(ctx, none, &x.Name)
	_, all := orm.Objects[Product](nowhere).All(ctx)
	_, values := orm.Values[Product](ctx, orm.Objects[Product](nowhere))
	_, bulkUpdate := orm.BulkUpdate(ctx, db, []*Product{{ID: 1}, nil})
	_, noFields := orm.BulkUpdate(ctx, db, []*Product{{ID: 1}}, orm.UpdateFields())
	p := &Product{ID: 1}
	for _, c := range []struct {
		name, says string
		err        error
	}{
		{"save", "the row is a nil pointer: a *orm_test.Product", orm.Save(ctx, db, none)},
		{"update", "nil pointer", orm.Update(ctx, db, none, orm.SetCol("name", "a"))},
		{"delete", "nil pointer", orm.Delete(ctx, db, none)},
		{"refresh", "nil pointer", orm.RefreshFromDB(ctx, db, none)},
		{"get or create", "nil pointer", getOrCreate},
		{"update or create", "nil pointer", updateOrCreate},
		{"bulk create", "row 0 of 1 is nil", orm.BulkCreate(ctx, db, []*Product{nil})},
		{"bulk update", "row 1 of 2 is nil", bulkUpdate},
		{"a nil handle", "the *orm.DB is nil", orm.Save(ctx, nowhere, p)},
		{"a query on a nil handle", "the *orm.DB is nil", all},
		{"values of a nil handle", "the *orm.DB is nil", values},
		{"atomic on a nil handle", "the *orm.DB is nil", orm.Atomic(ctx, nowhere, func(*orm.DB) error { return nil })},
		{"on commit of a nil handle", "the *orm.DB is nil", orm.OnCommit(nowhere, func() {})},
		{"no connection", "no connection", orm.Save(ctx, orm.New(nil), p)},
		{"a nil connection", "a nil *sql.DB", orm.Save(ctx, orm.New((*sql.DB)(nil)), p)},
		{"save no fields", "names no field", orm.Save(ctx, db, p, orm.UpdateFields())},
		{"refresh no fields", "names no field", orm.RefreshFromDB(ctx, db, p, orm.UpdateFields())},
		{"bulk update no fields", "names no field", noFields},
	} {
		require.ErrorContains(t, c.err, c.says, c.name)
	}
	require.NoError(t, orm.BulkCreate(ctx, db, []*Product{}))
	n, err := orm.BulkUpdate(ctx, db, []*Product(nil))
	require.NoError(t, err)
	require.Zero(t, n)
	require.Empty(t, r.log, "nothing was sent")
}

// A transaction that has ended says so.
func TestTheTransactionIsOver(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		var kept *orm.DB
		require.NoError(t, orm.Atomic(ctx, db.DB, func(tx *orm.DB) error { kept = tx; return nil }))
		require.ErrorIs(t, orm.Save(ctx, kept, &Product{Name: "a"}), sql.ErrTxDone)
		_, err := orm.Objects[Product](kept).All(ctx)
		require.ErrorIs(t, err, sql.ErrTxDone)
		require.ErrorIs(t, orm.Atomic(ctx, kept, func(*orm.DB) error { return nil }), sql.ErrTxDone)
	})
}

// A statement on the outer handle waits for the transaction that it should have been part of. It is not tried again and
// again, and the error says why.
func TestAStatementBesideTheTransaction(t *testing.T) {
	pool, err := sql.Open("sqlite", "file:"+t.TempDir()+"/b.db?_pragma=busy_timeout(50)&_pragma=journal_mode(WAL)")
	require.NoError(t, err)
	defer pool.Close()
	db := database{orm.New(pool), servers()[0]}
	db.create(t, productDDL)
	tries := 0
	err = orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
		tries++
		if err := orm.Save(ctx, tx, &Product{Name: "a"}); err != nil {
			return err
		}
		return orm.Save(ctx, db.DB, &Product{Name: "b"}) // db instead of tx
	})
	require.ErrorContains(t, err, "use the handle that the function is given")
	require.ErrorContains(t, err, "locked")
	require.Equal(t, 1, tries)
	require.Zero(t, db.one(t, "SELECT COUNT(*) FROM product"))
}

func TestNoWait(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		if db.name == "sqlite" {
			return // ErrUnsupported, see TestLockOptionsThatTheDatabaseLacksAreErrors
		}
		p := Product{Name: "a"}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		require.NoError(t, orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
			if err := orm.RefreshFromDB(ctx, tx, &p, orm.ForUpdate); err != nil {
				return err
			}
			tries := 0
			start := time.Now()
			err := orm.Atomic(ctx, db.DB, func(other *orm.DB) error {
				tries++
				_, err := orm.Objects[Product](other).SelectForUpdate(orm.NoWait).All(ctx)
				return err
			})
			require.ErrorIs(t, err, orm.ErrLocked)
			require.Equal(t, 1, tries, "it is answered, and not asked again")
			require.Less(t, time.Since(start), 20*time.Second)
			var stmt *orm.StatementError
			require.ErrorAs(t, err, &stmt)
			return nil
		}))
	})
}

// Explicit keys and numbered ones are handed out at the same time: no number twice, and none behind the sequence.
func TestExplicitKeysWhileOthersAreNumbered(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		race(t, 8, func(w int) error {
			for i := range 30 {
				p := Product{Name: "a"}
				if w%2 == 0 { // far ahead, and never where the numbers go
					p.ID = int64(1_000_000*(w/2+1) - i)
				}
				if err := orm.Save(ctx, db.DB, &p, orm.ForceInsert); err != nil {
					return err
				}
			}
			return nil
		})
		require.EqualValues(t, 240, db.one(t, "SELECT COUNT(*) FROM product"))
		most := db.one(t, "SELECT MAX(id) FROM product")
		for range 3 {
			p := Product{Name: "a"}
			require.NoError(t, orm.Save(ctx, db.DB, &p))
			require.Greater(t, p.ID, most-1, "the sequence is past every key")
			most = p.ID
		}
		for _, ahead := range []int64{1, 3, 100, 101, 500} { // walked and jumped
			p := Product{ID: most + ahead, Name: "near"}
			require.NoError(t, orm.Save(ctx, db.DB, &p))
			next := Product{Name: "next"}
			require.NoError(t, orm.Save(ctx, db.DB, &next))
			require.Greater(t, next.ID, p.ID)
			most = next.ID
		}
		bulk := []*Product{{ID: 9_000_000, Name: "b"}, {ID: 8_000_000, Name: "c"}, {Name: "d"}}
		require.NoError(t, orm.BulkCreate(ctx, db.DB, bulk))
		require.Greater(t, bulk[2].ID, int64(9_000_000))
		p := Product{ID: 5, Name: "behind"}
		if err := orm.Save(ctx, db.DB, &p, orm.ForceInsert); err != nil { // 5 is taken
			var stmt *orm.StatementError
			require.ErrorAs(t, err, &stmt)
		}
		next := Product{Name: "e"}
		require.NoError(t, orm.Save(ctx, db.DB, &next))
		require.Greater(t, next.ID, bulk[2].ID)
	})
}

// On MariaDB and MySQL an UPDATE that changes nothing counts no rows. A guard that holds is none the less met, and a row
// that is there is not missing.
func TestUpdatesThatChangeNothing(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "a", InStock: 5}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		in := orm.F(&p.InStock)
		require.NoError(t, orm.Update(ctx, db.DB, &p, orm.Set(&p.InStock, 5)))
		require.NoError(t, orm.Update(ctx, db.DB, &p, orm.Set(&p.InStock, 5), orm.If(in.Gte(5))))
		require.NoError(t, orm.Update(ctx, db.DB, &p, orm.Set(&p.InStock, in.Sub(0)), orm.If(in.Gte(5))))
		require.NoError(t, orm.Update(ctx, db.DB, &p, orm.Set(&p.InStock, in), orm.If(in.Eq(5))))
		require.ErrorIs(t, orm.Update(ctx, db.DB, &p, orm.Set(&p.InStock, 5), orm.If(in.Gte(6))), orm.ErrConflict)
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.UpdateFields(&p.InStock)))
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.ForceUpdate))
		var did orm.Did
		require.NoError(t, orm.Save(ctx, db.DB, &p, orm.Report(&did)))
		require.Equal(t, orm.Updated, did)
		_, err := orm.Objects[Product](db.DB).UpdateOrCreate(ctx, &Product{Name: "a", InStock: 5}, &p.Name)
		require.Error(t, err, "a pointer into another row")
		same := Product{Name: "a", InStock: 5}
		created, err := orm.Objects[Product](db.DB).UpdateOrCreate(ctx, &same, &same.Name)
		require.NoError(t, err)
		require.False(t, created)
		gone := Product{ID: p.ID + 1}
		require.ErrorIs(t, orm.Update(ctx, db.DB, &gone, orm.Set(&gone.InStock, 5)), orm.ErrNotFound)
		require.ErrorIs(t, orm.Update(ctx, db.DB, &gone, orm.Set(&gone.InStock, 5), orm.If(orm.F(&gone.InStock).Gte(0))), orm.ErrConflict)
		require.EqualValues(t, 1, db.one(t, "SELECT COUNT(*) FROM product"))
	})
}

// Contexts with a deadline end a wait for a lock.
func TestADeadlineEndsTheWait(t *testing.T) {
	onEach(t, productDDL, func(t *testing.T, db database) {
		p := Product{Name: "a"}
		require.NoError(t, orm.Save(ctx, db.DB, &p))
		err := orm.Atomic(ctx, db.DB, func(tx *orm.DB) error {
			if err := orm.RefreshFromDB(ctx, tx, &p, orm.ForUpdate); err != nil {
				return err
			}
			short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
			defer cancel()
			other := p
			err := orm.Update(short, db.DB, &other, orm.Set(&other.InStock, 1))
			if !errors.Is(err, context.DeadlineExceeded) && short.Err() == nil {
				return err
			}
			require.Error(t, err)
			return nil
		})
		require.NoError(t, err)
	})
}

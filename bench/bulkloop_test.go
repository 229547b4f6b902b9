package bench

import (
	"context"
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"
)

// A loop writes rows, or deletes those that have the keys.
type loop func(ctx context.Context, c Contender, rows []*Record, keys []int64) error

// writes is what a loop does to the table.
type writes string

const (
	inserts writes = "inserts"
	updates writes = "updates"
	deletes writes = "deletes"
)

// An edit is a loop that bulkloop reports, and what its suggested edit makes of it.
type edit struct {
	name          string
	open          func(context.Context, *Store, *sql.DB) (Contender, error)
	writes        writes
	before, after loop
}

func edits() []edit {
	return []edit{
		{"gorm-insert", openGORM, inserts, gormCreateEach, gormCreateBatches},
		{"gorm-delete", openGORM, deletes, gormDeleteEach, gormDeleteChunks},
		{"bun-insert", openBun, inserts, bunInsertEach, bunInsertChunks},
		{"bun-delete", openBun, deletes, bunDeleteEach, bunDeleteChunks},
		{"gorm-update", openGORM, updates, gormUpdateEach, gormUpdateChunks},
		{"xorm-insert", openXorm, inserts, xormInsertEach, xormInsertChunks},
		{"xorm-delete", openXorm, deletes, xormDeleteEach, xormDeleteChunks},
		{"sql-insert", openSQLX, inserts, sqlInsertEach, sqlInsertChunks},
		{"sql-update", openSQLX, updates, sqlUpdateEach, sqlUpdateChunks},
		{"sqlx-insert", openSQLX, inserts, sqlxNamedEach, sqlxNamedChunks},
		{"orm-insert", openORM, inserts, ormInsertEach, ormInsertBulk},
	}
}

// editRows is how many rows the loops write: five statements after the edit.
const editRows = 500

// prepare fills the table with what the loops work on, and makes rows to insert and keys to delete.
func (x edit) prepare(ctx context.Context, tb testing.TB, s *Store) (rows []*Record, keys []int64) {
	tb.Helper()
	if x.writes == inserts {
		require.NoError(tb, s.Fill(ctx, 0))
		return MakeMany(editRows), nil
	}
	require.NoError(tb, s.Fill(ctx, editRows+3))
	for i := range editRows {
		keys = append(keys, int64(i+1))
	}
	return nil, keys
}

// connect opens a pool of its own for the edit's library.
func (x edit) connect(ctx context.Context, tb testing.TB, s *Store) Contender {
	tb.Helper()
	pool, err := s.Pool()
	require.NoError(tb, err)
	c, err := x.open(ctx, s, pool)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, c.Close()) })
	return c
}

// written tells what was done to a table that prepare has filled.
func written(table []Record) writes {
	closed := 0
	for _, r := range table {
		if r.Name == "closed" {
			closed++
		}
	}
	switch {
	case closed == editRows && len(table) == editRows+3:
		return updates
	case len(table) == editRows:
		return inserts
	case len(table) == 3:
		return deletes
	}
	return ""
}

// Before and after the edit, the table and the rows in memory are the same.
func TestEdits(t *testing.T) {
	stores(t, func(s *Store) {
		for _, x := range edits() {
			t.Run(s.Dialect+"/"+x.name, func(t *testing.T) {
				c := x.connect(t.Context(), t, s)
				var rows [2][]*Record
				var tables [2][]Record
				for i, run := range []loop{x.before, x.after} {
					var keys []int64
					rows[i], keys = x.prepare(t.Context(), t, s)
					require.NoError(t, run(t.Context(), c, rows[i], keys))
					var err error
					tables[i], err = s.Dump(t.Context())
					require.NoError(t, err)
				}
				require.Equal(t, rows[0], rows[1])
				require.Equal(t, tables[0], tables[1])
				require.Equal(t, x.writes, written(tables[0]))
			})
		}
	})
}

func BenchmarkEdits(b *testing.B) {
	stores(b, func(s *Store) {
		for _, x := range edits() {
			for _, side := range []struct {
				name string
				run  loop
			}{{"before", x.before}, {"after", x.after}} {
				b.Run(s.Dialect+"/"+x.name+"/"+side.name, func(b *testing.B) {
					c := x.connect(b.Context(), b, s)
					for range b.N {
						b.StopTimer()
						rows, keys := x.prepare(b.Context(), b, s)
						b.StartTimer()
						require.NoError(b, side.run(b.Context(), c, rows, keys))
					}
				})
			}
		}
	})
}

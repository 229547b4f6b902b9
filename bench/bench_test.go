package bench

import (
	"context"
	"database/sql"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// stores are SQLite, and PostgreSQL if RMWLINT_POSTGRES_DSN names a server.
func stores(tb testing.TB, each func(s *Store)) {
	tb.Helper()
	ctx := context.Background()
	lite, err := SQLite(ctx, FastDir(), "WAL", "NORMAL")
	require.NoError(tb, err)
	defer func() { require.NoError(tb, lite.Close()) }()
	each(lite)
	dsn := os.Getenv("RMWLINT_POSTGRES_DSN")
	if dsn == "" {
		tb.Log("PostgreSQL left out: RMWLINT_POSTGRES_DSN is not set")
		return
	}
	server, err := Postgres(ctx, dsn)
	require.NoError(tb, err)
	defer func() { require.NoError(tb, server.Close()) }()
	each(server)
}

func TestContenders(t *testing.T) {
	stores(t, func(s *Store) {
		for _, w := range Workloads() {
			for _, e := range Entries() {
				t.Run(s.Dialect+"/"+w.Name+"/"+e.Name, func(t *testing.T) {
					require.NoError(t, Verify(t.Context(), s, e, w))
				})
			}
		}
	})
}

// forgetful does nothing and says that all went well.
type forgetful struct{ Contender }

func (forgetful) Insert(context.Context, *Record) error       { return nil }
func (forgetful) InsertAll(context.Context, []*Record) error  { return nil }
func (forgetful) Bulk(context.Context, []*Record) error       { return nil }
func (forgetful) Increment(context.Context, int64) error      { return nil }
func (forgetful) IncrementRow(context.Context, *Record) error { return nil }
func (forgetful) UpdateAll(context.Context) error             { return nil }
func (forgetful) BulkUpdate(context.Context, []*Record) error { return nil }
func (forgetful) Save(context.Context, *Record) error         { return nil }
func (forgetful) SaveNew(context.Context, *Record) error      { return nil }
func (forgetful) Get(context.Context, int64) (*Record, error) { return Make(5), nil }
func (forgetful) All(context.Context) (Records, error)        { return one(Make(5)), nil }

func TestVerifyNotices(t *testing.T) {
	ctx := t.Context()
	s, err := SQLite(ctx, t.TempDir(), "WAL", "OFF")
	require.NoError(t, err)
	defer s.Close()
	lazy := Entry{Name: "forgetful", Open: func(ctx context.Context, s *Store, pool *sql.DB) (Contender, error) {
		c, err := openRaw(ctx, s, pool)
		return forgetful{c}, err
	}}
	for _, w := range Workloads() {
		require.ErrorContains(t, Verify(ctx, s, lazy, w), "table", w.Name)
	}
}

func BenchmarkContenders(b *testing.B) {
	ctx := context.Background()
	stores(b, func(s *Store) {
		for _, w := range Workloads() {
			for _, e := range Entries() {
				b.Run(s.Dialect+"/"+w.Name+"/"+e.Name, func(b *testing.B) {
					if err := Verify(ctx, s, e, w); err != nil {
						b.Fatal(err)
					}
					Run(ctx, b, s, e, w)
				})
			}
		}
	})
}

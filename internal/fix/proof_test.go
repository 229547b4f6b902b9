package fix_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"go/format"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
)

// raced is what the race program says of one operation.
type raced struct {
	Op           string
	InTx, Native bool
	Idle         bool
	Interleaved  bool
	Lost         bool
	Errs         []string
	Got, Want    float64
	Alone        string
}

// TestProof runs each fixture twice at a time, so that both read before either writes: an update is lost. Then it lets go vet apply the
// fixes: the repaired program compiles, vet and gofmt have nothing to say, there is nothing left to fix, nothing is lost, and one
// request alone does what it did before.
func TestProof(t *testing.T) {
	if testing.Short() {
		t.Skip("builds three programs")
	}
	tool := build(t, ".", "./testdata/vettool")
	dbs := databases(t)
	before := program(t)
	lost := map[string]map[string]raced{}
	loser := build(t, before, ".")
	for _, db := range dbs {
		lost[db.dialect] = race(t, loser, db)
		for _, r := range lost[db.dialect] {
			assert.True(t, r.Lost || r.Idle || r.InTx && db.dialect == "sqlite", "%s on %s loses no update before the fix: %+v", r.Op, db.dialect, r)
		}
	}
	for _, style := range []string{"native", "orm"} {
		t.Run(style, func(t *testing.T) {
			dir := program(t)
			vet(t, dir, tool, style)
			checkSource(t, dir, tool, style)
			binary := build(t, dir, ".")
			for _, db := range dbs {
				t.Run(db.dialect, func(t *testing.T) {
					for name, r := range race(t, binary, db) {
						if style == "orm" && r.Native {
							assert.True(t, r.Lost || r.Idle || r.InTx && db.dialect == "sqlite", "%s is not supposed to be repaired: %+v", name, r)
							continue
						}
						assert.False(t, r.Lost, "%s still loses an update: %+v", name, r)
						assert.GreaterOrEqual(t, r.Got, 0.0, "%s passes its guard", name)
						assert.Equal(t, lost[db.dialect][name].Alone, r.Alone, "%s alone", name)
					}
				})
			}
		})
	}
}

// program is a copy of the race program with the fixtures beside their operations.
func program(t *testing.T) string {
	t.Helper()
	fixtures := fixturetest.Root(t)
	dir := t.TempDir()
	from := filepath.Join(fixtures, "fix", "race")
	require.NoError(t, os.CopyFS(dir, os.DirFS(from)))
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	require.NoError(t, err)
	mod = bytes.ReplaceAll(mod, []byte("=> ../../../.."), []byte("=> "+filepath.Join(fixtures, "..", "..")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o644))
	for _, p := range []string{"bun", "ent", "gorm", "gormv1", "pgx", "sql", "sqlc", "sqlx", "xorm"} {
		copyFixtures(t, filepath.Join(fixtures, "fix", p), filepath.Join(dir, p))
	}
	for _, p := range []string{"schema", "shop", "shop/migrate", "shop/predicate", "shop/product", "shop/runtime", "shop/sale"} { // what ent has generated
		copyFixtures(t, filepath.Join(fixtures, "lostupdate", "ent", p), filepath.Join(dir, "ent", p))
	}
	return dir
}

// copyFixtures copies the Go files of a folder into a package of the race program.
func copyFixtures(t *testing.T, from, to string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	require.NoError(t, os.MkdirAll(to, 0o755))
	for _, f := range files {
		src, err := os.ReadFile(f)
		require.NoError(t, err)
		text := strings.NewReplacer("fixtures/lostupdate/ent/", "race/ent/", `Table = "products"`, `Table = "articles"`).Replace(string(src))
		formatted, err := format.Source([]byte(text)) // imports under other paths are in another order
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(to, filepath.Base(f)), formatted, 0o644))
	}
}

// run runs a command and returns what it writes.
func run(t *testing.T, dir, name string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func build(t *testing.T, dir, pkg string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "program")
	out, err := run(t, dir, "go", "build", "-o", binary, pkg)
	require.NoError(t, err, out)
	return binary
}

// vet applies the fixes of a style. It goes on until nothing changes: fixes that need different imports come one after the other.
func vet(t *testing.T, dir, tool, style string) {
	t.Helper()
	for range 5 {
		before := sources(t, dir)
		out, err := run(t, dir, "go", "vet", "-vettool="+tool, "-fixes.style="+style, "-fix", "./...")
		if after := sources(t, dir); after == before {
			require.NoError(t, err, out)
			return
		}
	}
	t.Fatal("the fixes do not come to an end")
}

// checkSource checks the repaired program: gofmt, vet, and nothing left to fix.
func checkSource(t *testing.T, dir, tool, style string) {
	t.Helper()
	out, err := run(t, dir, "gofmt", "-l", ".")
	require.NoError(t, err)
	assert.Empty(t, out, "gofmt would change files")
	out, err = run(t, dir, "go", "vet", "./...")
	require.NoError(t, err, out)
	out, err = run(t, dir, "go", "vet", "-vettool="+tool, "-fixes.style="+style, "./...")
	require.NoError(t, err, out)
}

// sources are the texts of all Go files.
func sources(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
	require.NoError(t, err)
	for _, f := range files {
		src, err := os.ReadFile(f)
		require.NoError(t, err)
		b.Write(src)
	}
	return b.String()
}

// database is where operations race.
type database struct{ driver, dialect, dsn string }

// databases are SQLite, and those that the environment names: in a schema or database of the tests' own.
func databases(t *testing.T) []database {
	t.Helper()
	file := filepath.Join(t.TempDir(), "race.db")
	dbs := []database{{"sqlite", "sqlite", "file:" + file + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"}}
	if dsn := os.Getenv("RMWLINT_POSTGRES_DSN"); dsn != "" {
		do(t, "pgx", dsn, "CREATE SCHEMA IF NOT EXISTS rmwlint_fix")
		t.Cleanup(func() { do(t, "pgx", dsn, "DROP SCHEMA rmwlint_fix CASCADE") })
		u, err := url.Parse(dsn)
		require.NoError(t, err)
		q := u.Query()
		q.Set("search_path", "rmwlint_fix")
		u.RawQuery = q.Encode()
		dbs = append(dbs, database{"pgx", "postgres", u.String()})
	}
	if dsn := os.Getenv("RMWLINT_MYSQL_DSN"); dsn != "" {
		do(t, "mysql", dsn, "CREATE DATABASE IF NOT EXISTS rmwlint_fix")
		t.Cleanup(func() { do(t, "mysql", dsn, "DROP DATABASE rmwlint_fix") })
		c, err := mysql.ParseDSN(dsn)
		require.NoError(t, err)
		c.DBName = "rmwlint_fix"
		dbs = append(dbs, database{"mysql", "mysql", c.FormatDSN()})
	}
	return dbs
}

func do(t *testing.T, driver, dsn, stmt string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	require.NoError(t, err)
	defer db.Close()
	_, err = db.ExecContext(context.Background(), stmt)
	require.NoError(t, err)
}

// race runs the program on a database.
func race(t *testing.T, binary string, db database) map[string]raced {
	t.Helper()
	cmd := exec.Command(binary, "-driver", db.driver, "-dialect", db.dialect, "-dsn", db.dsn)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s: %s", db.dialect, stderr.String())
	results := map[string]raced{}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var r raced
		require.NoError(t, dec.Decode(&r))
		results[r.Op] = r
	}
	require.NotEmpty(t, results)
	return results
}

package racetest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		query   string
		kind    Kind
		returns bool
	}{
		{query: "", kind: Other},
		{query: "SELECT 1", kind: Read},
		{query: "select stock from product for update", kind: Read},
		{query: "\n\t-- take one\n/* UPDATE */ SELECT 1", kind: Read},
		{query: "(SELECT 1) UNION (SELECT 2)", kind: Read},
		{query: "SELECT 'UPDATE x'; ", kind: Read},
		{query: "SELECT a FROM (SELECT a FROM t) FOR UPDATE", kind: Read},
		{query: "WITH x AS (SELECT 1) SELECT * FROM x WHERE a IN (1) FOR NO KEY UPDATE", kind: Read},
		{query: "WITH x AS (SELECT 1) SELECT (replace(a, 'b', 'c')), (insert(a, 1, 2, 'x')) FROM x", kind: Read},
		{query: `WITH "update" AS (SELECT 1) SELECT [delete], (` + "`update`" + `) FROM x`, kind: Read},
		{query: "VALUES (1), (2)", kind: Read},
		{query: "SELECT $$ ; UPDATE t $$, $1, $q$ ; DELETE $q$ FROM t", kind: Read},
		{query: "SELECT ';UPDATE t''; DELETE '", kind: Read},
		{query: "SELECT $", kind: Read},
		{query: "SELECT 'open", kind: Read},
		{query: "SELECT /* open", kind: Read},

		{query: "UPDATE t SET a = 1", kind: Write},
		{query: "/* req=1 */ update t set a = 1", kind: Write},
		{query: "INSERT INTO t VALUES (1)", kind: Write},
		{query: "DELETE FROM t", kind: Write},
		{query: "REPLACE INTO t VALUES (1)", kind: Write},
		{query: "MERGE INTO t USING s ON (a = b) WHEN MATCHED THEN UPDATE SET a = 1", kind: Write},
		{query: "CREATE TRIGGER x AFTER UPDATE ON t BEGIN UPDATE u SET a = 1; END", kind: Write},
		{query: "CALL take(1)", kind: Write},
		{query: "WITH x AS (SELECT 1) UPDATE t SET a = 1", kind: Write},
		{query: "WITH x AS (SELECT 1), y AS (SELECT 2) INSERT INTO t SELECT * FROM x", kind: Write},
		{query: "WITH x AS MATERIALIZED (DELETE FROM t WHERE a IN (1) ) SELECT * FROM x", kind: Write},
		{query: "SELECT 1; UPDATE t SET a = 1", kind: Write},
		{query: "BEGIN; UPDATE t SET a = 1; COMMIT", kind: Write},

		{query: "UPDATE t SET a = a + 1 RETURNING a", kind: Write, returns: true},
		{query: "DELETE FROM t RETURNING *", kind: Write, returns: true},
		{query: "INSERT INTO t (a) VALUES (1) RETURNING id", kind: Write},
		{query: "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET n = t.n + 1 RETURNING n", kind: Write, returns: true},
		{query: "WITH x AS (UPDATE t SET a = 1 RETURNING b) SELECT b FROM x", kind: Write, returns: true},
		{query: "INSERT INTO log VALUES ('RETURNING')", kind: Write},

		{query: "BEGIN", kind: Begin},
		{query: "begin immediate", kind: Begin},
		{query: "START TRANSACTION READ ONLY", kind: Begin},
		{query: "COMMIT", kind: Commit},
		{query: "END TRANSACTION;", kind: Commit},
		{query: "ROLLBACK", kind: Rollback},
		{query: "ROLLBACK TO SAVEPOINT sp1", kind: Other},
		{query: "ROLLBACK TRANSACTION TO sp1", kind: Other},
		{query: "SAVEPOINT sp1", kind: Other},
		{query: "RELEASE sp1", kind: Other},
		{query: "PRAGMA busy_timeout = 10", kind: Other},
		{query: "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", kind: Other},
		{query: "EXPLAIN UPDATE t SET a = 1", kind: Other},
	} {
		s := parse(test.query)
		require.Equal(t, test.kind.String(), s.kind.String(), test.query)
		require.Equal(t, test.returns, s.returns, test.query)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("WITH x AS (UPDATE t SET a = $$b$$ RETURNING \"c\") SELECT '; ' -- end")
	f.Fuzz(func(t *testing.T, query string) {
		s := parse(query) // must end, and not panic
		if s.returns {
			require.Equal(t, Write, s.kind)
		}
	})
}

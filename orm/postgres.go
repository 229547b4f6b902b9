package orm

import "math"

// postgresDialect is PostgreSQL, and what speaks its protocol: CockroachDB, YugabyteDB.
var postgresDialect = dialect{
	name:    "postgres",
	aliases: []string{"postgresql", "pgx", "pg", "cockroach", "cockroachdb", "crdb", "yugabyte", "yugabytedb"},
	drivers: []string{"github.com/jackc/pgx", "github.com/lib/pq"},

	quotes:   doubleQuotes,
	numbered: true,
	params:   math.MaxUint16,

	insertReturning: true,
	updateReturning: true,
	matchedRows:     true,
	selfPrepares:    []string{"github.com/jackc/pgx"},

	emptyRow: "DEFAULT VALUES",
	calls: map[fn]call{
		fnCoalesce: {"COALESCE(", ", ", ")"},
		fnGreatest: {"GREATEST(", ", ", ")"},
		fnLeast:    {"LEAST(", ", ", ")"},
		fnConcat:   {"(", " || ", ")"},
		fnNow:      {"now()", "", ""},
		fnLower:    {"LOWER(", "", ")"},
		fnUpper:    {"UPPER(", "", ")"},
		fnLength:   {"LENGTH(", "", ")"},
		fnAbs:      {"ABS(", "", ")"},
		fnRegex:    {"", " ~ ", ""},
	},
	casts: map[form]string{
		formInt: "bigint", formUint: "bigint", formFloat: "double precision", formBool: "boolean",
		formString: "text", formBytes: "bytea", formTime: "timestamptz",
	},
	locks: map[Lock]string{
		ForUpdate: " FOR UPDATE", NoKey: " FOR NO KEY UPDATE", Share: " FOR SHARE", NoKey | Share: " FOR KEY SHARE",
		NoWait: " NOWAIT", SkipLocked: " SKIP LOCKED", ofTables: " OF ",
	},

	insertMany:  insertUnnest,
	updateMany:  updateUnnest,
	upsert:      onConflict,
	keepsSerial: true,
}

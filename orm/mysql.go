package orm

import "math"

// mysqlDialect is what MySQL 8, MariaDB 10.6 and TiDB have in common. None of them returns rows from an UPDATE, so a row is
// read back in the same transaction; none sees the old value of a column that the same SET has assigned before.
var mysqlDialect = dialect{
	name:    "mysql",
	aliases: []string{"mariadb", "tidb"},
	drivers: []string{"github.com/go-sql-driver/mysql"},

	quotes: backQuotes,
	params: math.MaxUint16,

	lastInsertID: true,
	setsInOrder:  true,

	emptyRow: "() VALUES ()",
	calls: map[fn]call{
		fnCoalesce: {"COALESCE(", ", ", ")"},
		fnGreatest: {"GREATEST(", ", ", ")"},
		fnLeast:    {"LEAST(", ", ", ")"},
		fnConcat:   {"CONCAT(", ", ", ")"},
		fnNow:      {"NOW(6)", "", ""},
		fnLower:    {"LOWER(", "", ")"},
		fnUpper:    {"UPPER(", "", ")"},
		fnLength:   {"CHAR_LENGTH(", "", ")"},
		fnAbs:      {"ABS(", "", ")"},
		fnRegex:    {"", " REGEXP ", ""},
	},
	locks: map[Lock]string{
		ForUpdate: " FOR UPDATE", Share: " LOCK IN SHARE MODE", NoWait: " NOWAIT", SkipLocked: " SKIP LOCKED",
	},

	bareShare: true,

	insertMany: insertRows,
	updateMany: updateJoin,
	upsert:     onDuplicate,
	dsn: func(_, dsn string) string {
		return missingParams(dsn, "clientFoundRows", "true", "parseTime", "true")
	},
}

package sqltext

// keyword tells reserved words from names. Words that some dialect lets a program use as a column name without quotes
// (key, offset, first, lock ...) are not here; where they matter they are compared by their spelling.
type keyword uint8

const (
	notKeyword keyword = iota
	kwReserved         // reserved, with no meaning to the walk
	kwAll
	kwAnd
	kwAny
	kwAs
	kwBetween
	kwBy
	kwCase
	kwCast
	kwCollate
	kwDelete
	kwDistinct
	kwElse
	kwEnd
	kwExcept
	kwExists
	kwFalse
	kwFetch
	kwFor
	kwFrom
	kwGroup
	kwHaving
	kwIlike
	kwIn
	kwInsert
	kwIntersect
	kwInterval
	kwInto
	kwIs
	kwJoin
	kwLateral
	kwLike
	kwLimit
	kwNot
	kwNull
	kwOn
	kwOr
	kwOrder
	kwRegexp
	kwReplace
	kwReturning
	kwSelect
	kwSet
	kwTable
	kwThen
	kwTrue
	kwUnion
	kwUpdate
	kwUsing
	kwValues
	kwWhen
	kwWhere
	kwWith
	kwXor
)

// keywords holds the reserved words in upper case.
var keywords = map[string]keyword{
	"ALL": kwAll, "AND": kwAnd, "ANY": kwAny, "SOME": kwAny, "AS": kwAs, "BETWEEN": kwBetween, "BY": kwBy, "CASE": kwCase,
	"CAST": kwCast, "COLLATE": kwCollate, "DELETE": kwDelete, "DISTINCT": kwDistinct, "ELSE": kwElse, "END": kwEnd,
	"EXCEPT": kwExcept, "EXISTS": kwExists, "FALSE": kwFalse, "FETCH": kwFetch, "FOR": kwFor, "FROM": kwFrom,
	"GROUP": kwGroup, "HAVING": kwHaving, "ILIKE": kwIlike, "IN": kwIn, "INSERT": kwInsert, "INTERSECT": kwIntersect,
	"INTERVAL": kwInterval, "INTO": kwInto, "IS": kwIs, "JOIN": kwJoin, "STRAIGHT_JOIN": kwJoin,
	"LATERAL": kwLateral, "LIKE": kwLike, "LIMIT": kwLimit, "NOT": kwNot, "NULL": kwNull, "ON": kwOn, "OR": kwOr,
	"ORDER": kwOrder, "REGEXP": kwRegexp, "RLIKE": kwRegexp, "GLOB": kwRegexp, "SIMILAR": kwRegexp, "REPLACE": kwReplace,
	"RETURNING": kwReturning, "SELECT": kwSelect, "SET": kwSet, "TABLE": kwTable, "THEN": kwThen, "TRUE": kwTrue,
	"UNION": kwUnion, "UPDATE": kwUpdate, "USING": kwUsing, "VALUES": kwValues, "WHEN": kwWhen, "WHERE": kwWhere,
	"WITH": kwWith, "XOR": kwXor,

	"ARRAY": kwReserved, "ASC": kwReserved, "BINARY": kwReserved, "CROSS": kwReserved, "CURRENT_DATE": kwReserved,
	"CURRENT_TIME": kwReserved, "CURRENT_TIMESTAMP": kwReserved, "CURRENT_USER": kwReserved, "DEFAULT": kwReserved,
	"DESC": kwReserved, "DIV": kwReserved, "ESCAPE": kwReserved, "FULL": kwReserved, "INNER": kwReserved,
	"LEFT": kwReserved, "LOCALTIME": kwReserved, "LOCALTIMESTAMP": kwReserved, "MOD": kwReserved, "NATURAL": kwReserved,
	"OUTER": kwReserved, "OVER": kwReserved, "PARTITION": kwReserved, "RIGHT": kwReserved, "ROLLUP": kwReserved,
	"ROW": kwReserved, "SESSION_USER": kwReserved, "UTC_DATE": kwReserved, "UTC_TIME": kwReserved,
	"UTC_TIMESTAMP": kwReserved, "WINDOW": kwReserved,
}

// longestKeyword is len("CURRENT_TIMESTAMP").
const longestKeyword = 17

// lookup finds the keyword that a word spells, in any case.
func lookup(w string) keyword {
	if len(w) < 2 || len(w) > longestKeyword {
		return notKeyword
	}
	var buf [longestKeyword]byte
	for i := 0; i < len(w); i++ {
		c := w[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		buf[i] = c
	}
	return keywords[string(buf[:len(w)])]
}

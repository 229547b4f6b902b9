package orm

import "time"

// fn is a function of the database.
type fn uint8

const (
	fnCoalesce fn = iota + 1
	fnGreatest
	fnLeast
	fnConcat
	fnNow
	fnLower
	fnUpper
	fnLength
	fnAbs
	fnRegex
	fnSum
	fnAvg
	fnMin
	fnMax
	fnCount
	fnCountAll
	fnCountDistinct
)

// fnNames are for messages and for printing.
var fnNames = map[fn]string{
	fnCoalesce: "Coalesce", fnGreatest: "Greatest", fnLeast: "Least", fnConcat: "Concat", fnNow: "Now", fnLower: "Lower",
	fnUpper: "Upper", fnLength: "Length", fnAbs: "Abs", fnRegex: "Regex", fnSum: "Sum", fnAvg: "Avg", fnMin: "Min", fnMax: "Max",
	fnCount: "CountOf", fnCountAll: "Count", fnCountDistinct: "CountDistinct",
}

// aggregateCalls are written alike everywhere.
var aggregateCalls = map[fn]call{
	fnSum: {"SUM(", "", ")"}, fnAvg: {"AVG(", "", ")"}, fnMin: {"MIN(", "", ")"}, fnMax: {"MAX(", "", ")"},
	fnCount: {"COUNT(", "", ")"}, fnCountAll: {"COUNT(*", "", ")"}, fnCountDistinct: {"COUNT(DISTINCT ", "", ")"},
}

func callNode(f fn, args ...any) node { return node{op: opCall, l: f, r: args} }

func operands[T any](first any, rest []any) []any {
	args := make([]any, 0, len(rest)+1)
	if first != nil {
		args = append(args, first)
	}
	for _, v := range rest {
		args = append(args, operand[T](v))
	}
	return args
}

// Coalesce is the first of e and vs that is not NULL.
func Coalesce[T any](e Expr[T], vs ...any) Expr[T] {
	return Expr[T]{callNode(fnCoalesce, operands[T](e.n, vs)...)}
}

// Greatest is the largest of e and vs. NULL among them: NULL on SQLite (where it is MAX) and MySQL, left out on PostgreSQL.
func Greatest[T any](e Expr[T], vs ...any) Expr[T] {
	return Expr[T]{callNode(fnGreatest, operands[T](e.n, vs)...)}
}

// Least is the smallest of e and vs. NULL among them: NULL on SQLite (where it is MIN) and MySQL, left out on PostgreSQL.
func Least[T any](e Expr[T], vs ...any) Expr[T] {
	return Expr[T]{callNode(fnLeast, operands[T](e.n, vs)...)}
}

// Concat is the strings of e and vs in a row: e || v, CONCAT(e, v) on MySQL. NULL among them: NULL.
func Concat[T any](e Expr[T], vs ...any) Expr[T] {
	return Expr[T]{callNode(fnConcat, operands[T](e.n, vs)...)}
}

// Now is the database's clock: now() on PostgreSQL (the transaction's start), NOW(6) on MySQL (in the connection's time
// zone), and UTC text with milliseconds on SQLite.
func Now() Expr[time.Time] { return Expr[time.Time]{callNode(fnNow)} }

// Lower is LOWER(e).
func Lower[T any](e Expr[T]) Expr[T] { return Expr[T]{callNode(fnLower, e.n)} }

// Upper is UPPER(e).
func Upper[T any](e Expr[T]) Expr[T] { return Expr[T]{callNode(fnUpper, e.n)} }

// Length is the number of characters: LENGTH(e), CHAR_LENGTH(e) on MySQL.
func Length[T any](e Expr[T]) Expr[int] { return Expr[int]{callNode(fnLength, e.n)} }

// Abs is ABS(e).
func Abs[T any](e Expr[T]) Expr[T] { return Expr[T]{callNode(fnAbs, e.n)} }

// Branch is one arm of a [Case]: see [When] and [Else].
type Branch struct {
	when Q
	then any
	last bool
}

// When is an arm: where q holds, the value is then (a value or an expression).
func When(q Q, then any) Branch { return Branch{when: q, then: then} }

// Else is the last arm: the value where no other arm holds, which is NULL without it.
func Else(then any) Branch { return Branch{then: then, last: true} }

// Case is CASE WHEN .. THEN .. ELSE .. END: the value of the first arm that holds.
//
//	orm.Case[float64](orm.When(orm.F(&x.InStock).Gt(100), orm.F(&x.Price).Mul(0.9)), orm.Else(orm.F(&x.Price)))
func Case[T any](arms ...Branch) Expr[T] {
	list := make([]any, 0, len(arms))
	for _, a := range arms {
		a.then = operand[T](a.then)
		list = append(list, a)
	}
	return Expr[T]{node{op: opCase, r: list}}
}

// Sum is SUM(e); NULL, read as 0, when there are no rows.
func Sum[T any](e Expr[T]) Expr[T] { return Expr[T]{callNode(fnSum, e.n)} }

// Avg is AVG(e) as a float64. PostgreSQL and MySQL compute it in decimals, SQLite in floats.
func Avg[T any](e Expr[T]) Expr[float64] { return Expr[float64]{callNode(fnAvg, e.n)} }

// Min is MIN(e); NULL, read as the zero value, when there are no rows.
func Min[T any](e Expr[T]) Expr[T] { return Expr[T]{callNode(fnMin, e.n)} }

// Max is MAX(e); NULL, read as the zero value, when there are no rows.
func Max[T any](e Expr[T]) Expr[T] { return Expr[T]{callNode(fnMax, e.n)} }

// Count is COUNT(*) of the rows, as an aggregate to annotate with. To count a query, see [QuerySet.Count].
func Count() Expr[int64] { return Expr[int64]{callNode(fnCountAll)} }

// CountOf is COUNT(e): the rows where e is not NULL.
func CountOf[T any](e Expr[T]) Expr[int64] { return Expr[int64]{callNode(fnCount, e.n)} }

// CountDistinct is COUNT(DISTINCT e).
func CountDistinct[T any](e Expr[T]) Expr[int64] { return Expr[int64]{callNode(fnCountDistinct, e.n)} }

// Order is a place in an ORDER BY: an expression, or its Desc.
type Order interface {
	order() (n node, desc bool)
}

type descending struct{ n node }

func (d descending) order() (node, bool) { return d.n, true }

func (e Expr[T]) order() (node, bool) { return e.n, false }

// Desc orders by e from the largest to the smallest.
func (e Expr[T]) Desc() Order { return descending(e) }

package orm

// Q is a condition on a row. It can be kept, combined with And, Or, Xor and Not, used in any number of queries, and printed.
// The zero Q holds for every row, and stands for nothing in a combination, so that a filter can be built up from it.
//
// Comparisons follow SQL: one with NULL is neither true nor false, and such a row does not match (nor does it match Not).
type Q struct{ n node }

// Eq is e = v, and e IS NULL for a nil v.
func (e Expr[T]) Eq(v any) Q {
	if v == nil {
		return e.IsNull()
	}
	return Q{binary(opEq, e.n, operand[T](v))}
}

// Ne is e <> v, and e IS NOT NULL for a nil v. A row where e is NULL does not match Ne(5).
func (e Expr[T]) Ne(v any) Q {
	if v == nil {
		return e.NotNull()
	}
	return Q{binary(opNe, e.n, operand[T](v))}
}

// Gt is e > v.
func (e Expr[T]) Gt(v any) Q { return Q{binary(opGt, e.n, operand[T](v))} }

// Gte is e >= v.
func (e Expr[T]) Gte(v any) Q { return Q{binary(opGte, e.n, operand[T](v))} }

// Lt is e < v.
func (e Expr[T]) Lt(v any) Q { return Q{binary(opLt, e.n, operand[T](v))} }

// Lte is e <= v.
func (e Expr[T]) Lte(v any) Q { return Q{binary(opLte, e.n, operand[T](v))} }

// In is e IN (vs...). No values at all: no row matches.
func (e Expr[T]) In(vs ...T) Q {
	list := make([]any, len(vs))
	for i := range vs {
		list[i] = vs[i]
	}
	return Q{binary(opIn, e.n, list)}
}

// Between is e BETWEEN lo AND hi, both included.
func (e Expr[T]) Between(lo, hi any) Q {
	return Q{binary(opBetween, e.n, []any{operand[T](lo), operand[T](hi)})}
}

// IsNull is e IS NULL.
func (e Expr[T]) IsNull() Q { return Q{binary(opIsNull, e.n, nil)} }

// NotNull is e IS NOT NULL.
func (e Expr[T]) NotNull() Q { return Q{binary(opNotNull, e.n, nil)} }

// Contains is e LIKE '%part%' with the wildcards in part taken as themselves. Whether A is a follows the database: SQLite
// takes ASCII letters alike, PostgreSQL tells them apart, MySQL follows the column's collation.
func (e Expr[T]) Contains(part string) Q { return Q{binary(opContains, e.n, part)} }

// StartsWith is e LIKE 'part%'; see Contains.
func (e Expr[T]) StartsWith(part string) Q { return Q{binary(opStarts, e.n, part)} }

// EndsWith is e LIKE '%part'; see Contains.
func (e Expr[T]) EndsWith(part string) Q { return Q{binary(opEnds, e.n, part)} }

// Regex is e ~ pattern on PostgreSQL and e REGEXP pattern on MySQL. SQLite has none: ErrUnsupported.
func (e Expr[T]) Regex(pattern string) Q { return Q{binary(opRegex, e.n, pattern)} }

// And holds where q and all others hold.
func (q Q) And(others ...Q) Q { return q.join(opAnd, others) }

// Or holds where q or one of the others holds.
func (q Q) Or(others ...Q) Q { return q.join(opOr, others) }

// Xor holds where exactly one of q and other holds.
func (q Q) Xor(other Q) Q { return q.join(opXor, []Q{other}) }

// Not holds where q does not; where q is NULL, Not(q) is NULL too and the row does not match.
func (q Q) Not() Q { return Not(q) }

func (q Q) join(o op, others []Q) Q {
	for _, other := range others {
		switch {
		case q.empty():
			q = other
		case !other.empty():
			q = Q{node{op: o, l: q.n, r: other.n}}
		}
	}
	return q
}

func (q Q) empty() bool { return q.n.op == opNone }

// And holds where all of qs hold, for lists of conditions: orm.And(qs...). No conditions at all hold for every row.
func And(qs ...Q) Q { return Q{}.And(qs...) }

// Or holds where one of qs holds. No conditions at all hold for every row.
func Or(qs ...Q) Q { return Q{}.Or(qs...) }

// Not holds where q does not. Not of the zero Q holds for no row.
func Not(q Q) Q {
	if q.empty() {
		return Q{node{op: opNot, l: node{op: opAll}}}
	}
	return Q{node{op: opNot, l: q.n}}
}

// RawQ is a condition in SQL, for what this package has no word for. See [Raw] for its arguments.
//
//	orm.RawQ("? @> ?", orm.F(&x.Tags), pq.Array(tags))
func RawQ(sql string, args ...any) Q { return Q{node{op: opRaw, l: sql, r: args}} }

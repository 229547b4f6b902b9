package sqltext

// clauseKind tells which part of a statement a clause is.
type clauseKind uint8

const (
	head      clauseKind = iota // what stands before the first clause: UPDATE t
	selects                     // SELECT list
	froms                       // FROM tables
	wheres                      // WHERE condition
	groups                      // GROUP BY
	orders                      // ORDER BY
	limits                      // LIMIT, FETCH FIRST
	locks                       // FOR UPDATE, LOCK IN SHARE MODE
	unions                      // UNION, INTERSECT, EXCEPT
	sets                        // SET assignments
	values                      // VALUES rows
	conflict                    // ON CONFLICT (columns)
	duplicate                   // ON DUPLICATE KEY UPDATE assignments
	does                        // DO UPDATE, DO NOTHING
	returning                   // RETURNING list, OUTPUT list
	usings                      // USING tables
	whens                       // WHEN [NOT] MATCHED of MERGE
	others                      // INTO, HAVING, WINDOW ...: nothing to be learnt
)

// clause is a part of a statement: its keyword stands at token at, its content from token body up to end.
type clause struct {
	kind     clauseKind
	at, body int
	end      int
}

// clauses cuts the tokens from i up to j at the clause keywords that stand outside of parentheses.
func (p *parser) clauses(i, j int, verb Verb) []clause {
	out := []clause{{kind: head, at: i, body: i}}
	assigned := false // behind SET or VALUES, VALUES(x) is a function
	for k := i; k < j; k = p.after(k) {
		t := &p.toks[k]
		if t.kind != word || k > 0 && p.toks[k-1].kind == dot {
			continue
		}
		kind, body := p.clauseAt(k, j, verb)
		if kind == head || kind == values && assigned {
			continue
		}
		assigned = assigned || kind == sets || kind == values || kind == duplicate
		out[len(out)-1].end = k
		out = append(out, clause{kind: kind, at: k, body: min(body, j)})
		k = max(k, min(body, j)-1)
	}
	out[len(out)-1].end = j
	return out
}

// clauseAt tells which clause begins at the word k and where its content does. It is head if none begins.
func (p *parser) clauseAt(k, j int, verb Verb) (kind clauseKind, body int) {
	next := &p.toks[k+1]
	switch p.toks[k].kw {
	case notKeyword:
		return p.softClause(k, j)
	case kwSelect:
		return selects, k + 1
	case kwWith:
		if (verb == Insert || verb == Replace) && p.query(k) {
			return selects, k + 1
		}
	case kwFrom:
		if k > 0 && p.toks[k-1].kw == kwDistinct && k > 1 && (p.toks[k-2].kw == kwIs || p.toks[k-2].kw == kwNot) {
			return head, k
		}
		return froms, k + 1
	case kwWhere:
		return wheres, k + 1
	case kwGroup, kwOrder:
		if next.kw != kwBy {
			return head, k
		}
		if p.toks[k].kw == kwGroup {
			return groups, k + 2
		}
		return orders, k + 2
	case kwHaving, kwInto:
		return others, k + 1
	case kwLimit:
		return limits, k + 1
	case kwFetch:
		if p.is(k+1, "FIRST") || p.is(k+1, "NEXT") {
			return limits, k + 1
		}
	case kwFor:
		return p.forClause(k)
	case kwUnion, kwIntersect, kwExcept:
		return unions, k + 1
	case kwSet:
		return sets, k + 1
	case kwValues:
		if k == 0 || p.toks[k-1].kind != op { // a = VALUES(a)
			return values, k + 1
		}
	case kwOn:
		if p.is(k+1, "CONFLICT") {
			return conflict, k + 2
		}
		if p.is(k+1, "DUPLICATE") {
			return duplicate, k + 4
		}
	case kwReturning:
		return returning, k + 1
	case kwUsing:
		if next.kind != open || verb == Merge {
			return usings, k + 1
		}
	case kwWhen:
		if verb == Merge {
			return whens, k + 1
		}
	case kwReserved:
		if p.is(k, "WINDOW") && k+2 < j && p.toks[k+2].kw == kwAs {
			return others, k + 1
		}
	}
	return head, k
}

// softClause does so for words that can be names too.
func (p *parser) softClause(k, j int) (kind clauseKind, body int) {
	if k+1 >= j {
		return head, k
	}
	next := &p.toks[k+1]
	switch t := p.toks[k].text; {
	case len(t) < 2 || len(t) > 6:
		return head, k
	case p.is(k, "DO") && (next.kw == kwUpdate || p.is(k+1, "NOTHING")):
		return does, k + 1
	case p.is(k, "LOCK") && next.kw == kwIn && p.is(k+2, "SHARE"):
		return locks, k
	case p.is(k, "OUTPUT") && (p.is(k+1, "INSERTED") || p.is(k+1, "DELETED")):
		return returning, k + 1
	case p.is(k, "OPTION") && next.kind == open:
		return others, k + 1
	case p.is(k, "OFFSET") && (next.kind == num || next.kind == param || next.kind == open):
		return others, k + 1
	case p.is(k, "VALUE") && next.kind == open:
		return values, k + 1
	}
	return head, k
}

// forClause reads FOR UPDATE, FOR NO KEY UPDATE, FOR SHARE, FOR KEY SHARE at k; SQL Server's FOR JSON is of no interest.
func (p *parser) forClause(k int) (kind clauseKind, body int) {
	switch {
	case p.toks[k+1].kw == kwUpdate, p.is(k+1, "SHARE"), p.is(k+1, "NO") && p.is(k+2, "KEY"), p.is(k+1, "KEY") && p.is(k+2, "SHARE"):
		return locks, k + 1
	case p.is(k+1, "JSON"), p.is(k+1, "XML"), p.is(k+1, "BROWSE"):
		return others, k + 1
	}
	return head, k
}

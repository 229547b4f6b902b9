package sqltext

import "strings"

// statement reads the statement from token i up to j.
func (p *parser) statement(i, j int) Statement {
	outer := p.found
	p.found = nil
	st := Statement{}
	p.read(&st, i, j)
	st.Pos, st.End = p.span(i, j)
	st.Args = count(p.argsIn(i, j))
	st.Subs = p.found
	p.found = outer
	return st
}

// read fills st from the tokens from i up to j.
func (p *parser) read(st *Statement, i, j int) {
	for i < j && p.toks[i].kind == open && int(p.toks[i].link) == j-1 && p.query(i+1) {
		i, j = i+1, j-1
	}
	i = p.with(st, i, j)
	if i >= j || p.transaction(st, i, j) || p.definition(i) {
		return
	}
	switch t := &p.toks[i]; {
	case t.kw == kwSelect:
		st.Verb = Select
	case t.kind == open && p.query(i+1): // (SELECT ...) UNION (SELECT ...)
		st.Verb = Select
		p.sub(i)
	case t.kw == kwUpdate:
		st.Verb = Update
	case t.kw == kwDelete:
		st.Verb = Delete
	case t.kw == kwInsert && p.toks[i+1].kind != open:
		st.Verb = Insert
	case t.kw == kwReplace && p.toks[i+1].kind != open, p.is(i, "UPSERT"):
		st.Verb = Replace
	case p.is(i, "MERGE"):
		st.Verb = Merge
	case p.is(i, "LOCK") && (p.is(i+1, "TABLES") || p.toks[i+1].kw == kwTable):
		p.lockTable(st, i+2, j)
		return
	}
	cl := p.clauses(i, j, st.Verb)
	if st.Verb == Select {
		cl = p.firstPart(st, cl)
	}
	p.fill(st, cl)
	st.resolve()
}

// with reads the common table expressions at token i and returns the index of the statement behind them.
func (p *parser) with(st *Statement, i, j int) int {
	if i >= j || p.toks[i].kw != kwWith {
		return i
	}
	i++
	if p.is(i, "RECURSIVE") {
		i++
	}
	for i < j && (p.toks[i].kind == word || p.toks[i].kind == name || p.toks[i].kind == param) {
		alias := p.toks[i].text
		i++
		if i < j && p.toks[i].kind == open { // the column list
			i = p.after(i)
		}
		for i < j && p.toks[i].kind == word { // AS NOT MATERIALIZED
			i++
		}
		if i >= j || p.toks[i].kind != open {
			return i
		}
		if p.depth < maxDepth {
			p.depth++
			body := p.statement(i+1, int(p.toks[i].link))
			p.depth--
			body.Name = alias
			st.With = append(st.With, body)
		}
		i = p.after(i)
		if i >= j || p.toks[i].kind != comma {
			return i
		}
		i++
	}
	return i
}

// definition reports whether the statement at i is one whose clauses are not about rows.
func (p *parser) definition(i int) bool {
	switch upper(p.toks[i].text) {
	case "CREATE", "ALTER", "DROP", "TRUNCATE", "GRANT", "REVOKE", "COMMENT", "PRAGMA", "EXPLAIN", "VACUUM", "ANALYZE", "SHOW", "DESCRIBE",
		"COPY", "USE", "DECLARE", "PREPARE", "CALL", "EXEC", "EXECUTE", "REINDEX", "SAVEPOINT", "RELEASE", "UNLOCK", "LISTEN", "NOTIFY":
		return p.toks[i].kind == word
	}
	return p.toks[i].kw == kwSet && p.named(i+1) && p.named(min(i+2, len(p.toks)-1)) // SET LOCAL x = 1, SET x TO y
}

// firstPart cuts a SELECT at its first UNION; the further parts become sub-selects.
func (p *parser) firstPart(st *Statement, cl []clause) []clause {
	var cuts []int
	for i, c := range cl {
		if c.kind == unions {
			cuts = append(cuts, i)
		}
	}
	if len(cuts) == 0 {
		return cl
	}
	st.Union = true
	for n, cut := range cuts {
		end := cl[len(cl)-1].end
		if n+1 < len(cuts) {
			end = cl[cuts[n+1]].at
		}
		body := cl[cut].body
		for body < end && (p.toks[body].kw == kwAll || p.toks[body].kw == kwDistinct) {
			body++
		}
		if body < end && p.depth < maxDepth {
			p.depth++
			p.found = append(p.found, p.statement(body, end))
			p.depth--
		}
	}
	return cl[:cuts[0]]
}

// fill reads each clause.
func (p *parser) fill(st *Statement, cl []clause) {
	behind := p.head(st, cl)
	indexPredicate := false // behind ON CONFLICT and before DO, WHERE belongs to the index
	for n := 0; n < len(cl); n++ {
		c := cl[n]
		where := false
		switch c.kind {
		case selects:
			if st.Verb == Insert || st.Verb == Replace {
				n = p.source(st, cl, n) - 1
				continue
			}
			p.selectList(st, c.body, c.end)
		case froms, usings:
			p.from(st, c.body, c.end)
			where = true
		case wheres:
			if !indexPredicate {
				st.Where = p.conds(st.Where, c.body, c.end)
				st.HasWhere, where = true, true
			}
		case groups:
			st.Aggregate = true
		case orders:
			st.Ordered = true
		case limits:
			st.Limit = true
		case locks:
			p.lockClause(st, c.body, c.end)
		case sets:
			st.Set = append(st.Set, p.assigns(c.body, c.end, p.target(st))...)
			where = true
		case values:
			p.rowValues(st, c.body, c.end)
		case conflict:
			indexPredicate = true
			st.Conflict = p.names(c.body, c.end)
		case does:
			indexPredicate = false
			st.Upsert = st.Upsert || p.toks[c.body].kw == kwUpdate
			st.Ignore = st.Ignore || p.is(c.body, "NOTHING")
		case duplicate:
			st.Upsert = true
			st.Set = append(st.Set, p.assigns(c.body, c.end, p.target(st))...)
		case returning:
			p.split(c.body, c.end, func(i, j int) { st.Returning = append(st.Returning, p.column(i, j)) })
		}
		if where && c.end > c.body {
			behind = c.end
		}
	}
	st.WhereEnd = int(p.toks[max(behind-1, 0)].end)
}

// head reads what stands before the first clause, the target of a write, and returns the index behind it.
func (p *parser) head(st *Statement, cl []clause) int {
	i, end := cl[0].body, cl[0].end
	switch st.Verb {
	case Update, Delete:
		i = p.modifiers(st, i+1, end)
		p.from(st, i, end)
	case Insert, Replace, Merge:
		if st.Verb == Merge {
			st.Upsert = true
		}
		i = p.modifiers(st, i+1, end)
		if len(cl) > 1 && cl[1].kind == others && p.toks[cl[1].at].kw == kwInto { // INSERT INTO
			i, end = cl[1].body, cl[1].end
		}
		p.insertTarget(st, i, end)
	}
	return end
}

// modifiers skips LOW_PRIORITY, IGNORE, OR REPLACE, TOP (1) and the like.
func (p *parser) modifiers(st *Statement, i, j int) int {
	for i < j {
		switch {
		case p.is(i, "IGNORE"), p.toks[i].kw == kwOr && p.is(i+1, "IGNORE"):
			st.Ignore = true
		case p.toks[i].kw == kwOr && p.is(i+1, "REPLACE"):
			if st.Verb == Insert {
				st.Verb = Replace
			}
		case p.is(i, "TOP"):
			st.Limit = true
			i++ // the number
		case p.toks[i].kw == kwOr, p.toks[i].kw == kwReplace, p.is(i, "ABORT"), p.is(i, "FAIL"), p.is(i, "ROLLBACK"):
		case p.is(i, "LOW_PRIORITY"), p.is(i, "HIGH_PRIORITY"), p.is(i, "DELAYED"), p.is(i, "QUICK"):
		default:
			return i
		}
		i = p.after(i)
	}
	return i
}

// target is the scope of the assignments of st.
func (p *parser) target(st *Statement) scope {
	st.resolve()
	return scope{table: st.Table, alias: st.Alias, known: st.Table != ""}
}

// resolve sets Table and Alias from Tables. UPDATE a ... FROM accounts a names the target by its alias.
func (st *Statement) resolve() {
	st.first()
	if st.Verb != Update && st.Verb != Delete || len(st.Tables) < 2 {
		return
	}
	target := st.Tables[0]
	for _, t := range st.Tables[1:] {
		if target.Alias == "" && t.Name != "" && strings.EqualFold(t.Alias, target.Name) {
			st.Table, st.Alias = t.Name, t.Alias
			return
		}
	}
}

// first takes the first table for the target.
func (st *Statement) first() {
	if len(st.Tables) > 0 && st.Tables[0].Name != "" {
		st.Table, st.Alias = st.Tables[0].Name, st.Tables[0].Alias
	}
}

// count returns how many values the placeholders need.
func count(args []Arg) int {
	highest, marks := 0, 0
	var named map[string]bool
	for _, a := range args {
		switch {
		case a.Hole:
		case a.Index < 0:
			if named == nil {
				named = make(map[string]bool)
			}
			named[a.Name] = true
		case a.End == a.Pos+1:
			marks++
		default:
			highest = max(highest, a.Index+1)
		}
	}
	return marks + highest + len(named)
}

package sqltext

// from reads the table list from token i up to j: "a AS x JOIN s.b ON ... , (SELECT ...) c".
func (p *parser) from(st *Statement, i, j int) {
	wanted := true // a table can stand here; what follows one without a comma or JOIN is none: FROM a %s
	for k := i; k < j; {
		p.steps++
		t := &p.toks[k]
		switch {
		case t.kind == comma || t.kw == kwJoin || t.kw == kwLateral || p.joinWord(k):
			wanted = true
			k++
		case t.kw == kwOn:
			end := p.joinEnd(k+1, j)
			st.On = p.conds(st.On, k+1, end)
			k = end
		case t.kw == kwUsing || t.kw == kwFor || p.is(k, "USE") || p.is(k, "FORCE") || p.is(k, "IGNORE") || p.is(k, "TABLESAMPLE"):
			k = p.hint(k, j)
		case t.kw == kwWith && k+1 < j && p.toks[k+1].kind == open: // WITH (UPDLOCK) after an ON or USING
			k = p.after(k + 1)
		case t.kind == shut || !wanted:
			k = p.after(k)
		case t.kind == open && t.text == "(" && !p.query(k+1) && p.toks[k+1].kw != kwValues: // (a JOIN b)
			k++
		default:
			wanted = false
			k = p.tableRef(st, k, j)
		}
	}
}

// joinWord reports whether token k is a word before JOIN, such as LEFT, and no function of that name; also the APPLY of
// CROSS APPLY, and ONLY.
func (p *parser) joinWord(k int) bool {
	for _, w := range [...]string{"LEFT", "RIGHT", "INNER", "OUTER", "CROSS", "FULL", "NATURAL"} {
		if p.is(k, w) {
			return p.toks[k+1].kind != open
		}
	}
	return p.is(k, "ONLY") && p.named(k+1) || p.is(k, "APPLY") && k > 0 && (p.is(k-1, "CROSS") || p.is(k-1, "OUTER"))
}

// joinEnd returns where the condition of ON that begins at i ends.
func (p *parser) joinEnd(i, j int) int {
	for k := i; k < j; k = p.after(k) {
		if t := &p.toks[k]; t.kind == comma || t.kind == shut || t.kw == kwJoin || t.kw == kwOn || t.kw == kwReserved && p.joinWord(k) {
			return k
		}
	}
	return j
}

// hint returns the index behind the hint at k: USE INDEX (a), USING (id).
func (p *parser) hint(k, j int) int {
	for k++; k < j; k++ {
		p.steps++
		if p.toks[k].kind == open {
			return p.after(k)
		}
		if p.toks[k].kind != word {
			return k
		}
	}
	return j
}

// tableRef reads one table with its alias and hints at token i and returns the index behind it.
func (p *parser) tableRef(st *Statement, i, j int) int {
	ref := TableRef{Pos: int(p.toks[i].pos)}
	k := i + 1
	c, ok := p.chainAt(i, j)
	switch {
	case p.toks[i].kind == open: // (SELECT ...), (VALUES ...)
		ref.Sub = true
		k = p.after(i)
		if p.query(i + 1) {
			p.sub(i)
		}
	case ok:
		ref.Name, ref.Schema = c.column, c.table
		k = c.end
		p.markTable(i, k)
		if k < j && p.toks[k].kind == open { // unnest($1)
			ref = TableRef{Sub: true, Pos: ref.Pos}
			p.mentions(k, min(p.after(k), j), scope{})
			k = p.after(k)
		}
	case p.toks[i].kind != param:
		return k // not a table
	}
	if p.toks[k-1].kind == param { // %s, or schema.%s
		ref.Name, ref.Arg = "", p.argAt(k-1)
	}
	k = p.alias(&ref, k, j)
	k = p.lockHint(st, &ref, k, j)
	st.Tables = append(st.Tables, ref)
	return min(k, j)
}

// markTable notes that the tokens from i up to j name a table.
func (p *parser) markTable(i, j int) {
	for ; i < j; i++ {
		p.toks[i].table = true
	}
}

// alias reads [AS] alias [(columns)] at token k.
func (p *parser) alias(ref *TableRef, k, j int) int {
	if k < j && p.isOp(k, "*") { // PostgreSQL's t *
		k++
	}
	as := k < j && p.toks[k].kw == kwAs
	if as {
		k++
	}
	if k >= j || !p.named(k) && !as || !as && p.tail(k) || as && p.is(k, "OF") { // AS OF SYSTEM TIME
		return k
	}
	if t := &p.toks[k]; t.kind == word || t.kind == name {
		ref.Alias = t.text
	}
	p.markTable(k, k+1)
	k++
	if k < j && p.toks[k].kind == open {
		k = p.after(k)
	}
	return k
}

// tail reports whether the unreserved word k belongs to what can follow a table and is no alias.
func (p *parser) tail(k int) bool {
	if p.toks[k].kind != word {
		return false
	}
	switch upper(p.toks[k].text) {
	case "USE", "FORCE", "IGNORE", "TABLESAMPLE", "INDEXED", "LOCK", "OFFSET", "OPTION", "OUTPUT", "DO", "APPLY", "READ", "WRITE", "LOW_PRIORITY":
		return true
	}
	return false
}

// lockHint reads SQL Server's WITH (UPDLOCK, ROWLOCK) at token k.
func (p *parser) lockHint(st *Statement, ref *TableRef, k, j int) int {
	if k+1 >= j || p.toks[k].kw != kwWith || p.toks[k+1].kind != open {
		return k
	}
	end := p.after(k + 1)
	for i := k + 2; i < end; i++ {
		p.steps++
		switch upper(p.toks[i].text) {
		case "UPDLOCK", "XLOCK", "TABLOCKX":
			ref.Lock = LockUpdate
		case "HOLDLOCK", "SERIALIZABLE":
			if ref.Lock == LockNone {
				ref.Lock = LockShare
			}
		case "READPAST":
			st.SkipLocked = true
		case "NOWAIT":
			st.NoWait = true
		}
	}
	if ref.Lock != LockNone && (st.Lock == LockNone || ref.Lock < st.Lock) {
		st.Lock = ref.Lock
	}
	return end
}

package sqltext

import "strings"

// lockClause reads FOR UPDATE and its like: the tokens behind FOR, or LOCK IN SHARE MODE.
func (p *parser) lockClause(st *Statement, i, j int) {
	switch {
	case p.toks[i].kw == kwUpdate:
		st.Lock = LockUpdate
	case p.is(i, "NO"):
		st.Lock = LockNoKeyUpdate
	case p.is(i, "KEY"):
		st.Lock = LockKeyShare
	default:
		st.Lock = LockShare
	}
	for k := i; k < j; k++ {
		p.steps++
		switch {
		case p.is(k, "OF"):
			k = p.lockOf(st, k+1, j) - 1
		case p.is(k, "SKIP") && p.is(k+1, "LOCKED"):
			st.SkipLocked = true
		case p.is(k, "NOWAIT"):
			st.NoWait = true
		}
	}
}

// lockOf reads the tables behind OF and returns the index behind them.
func (p *parser) lockOf(st *Statement, k, j int) int {
	for k < j {
		c, ok := p.chainAt(k, j)
		if !ok || p.is(k, "SKIP") || p.is(k, "NOWAIT") {
			return k
		}
		st.LockOf = append(st.LockOf, c.column)
		k = c.end
		if k < j && p.toks[k].kind == comma {
			k++
		}
	}
	return j
}

// lockFunctions take a lock that is tied to no row.
var lockFunctions = []string{
	"pg_advisory_lock", "pg_advisory_xact_lock", "pg_try_advisory_lock", "pg_try_advisory_xact_lock", "get_lock", "sp_getapplock",
}

// advisory reports whether the tokens from i up to j call one of them. The shared forms of PostgreSQL exclude nobody who
// also takes a shared one, so they are not among them.
func (p *parser) advisory(i, j int) bool {
	for ; i < j; i++ {
		p.steps++
		if t := &p.toks[i]; t.kind == word && t.kw == notKeyword && len(t.text) >= len("get_lock") && contains(lockFunctions, t.text) {
			return true
		}
	}
	return false
}

// lockTable reads LOCK TABLE a, b IN EXCLUSIVE MODE and MySQL's LOCK TABLES a WRITE, b READ.
func (p *parser) lockTable(st *Statement, i, j int) {
	st.Verb = LockTable
	end := i
	for end < j && p.toks[end].kw != kwIn {
		end++
	}
	p.from(st, i, end)
	kept := st.Tables[:0]
	for _, t := range st.Tables {
		if !strings.EqualFold(t.Name, "READ") && !strings.EqualFold(t.Name, "WRITE") && !strings.EqualFold(t.Name, "LOW_PRIORITY") {
			kept = append(kept, t)
		}
	}
	st.Tables = kept
	st.first()
	mysql, write := false, false
	for k := i; k < end; k++ {
		write = write || p.is(k, "WRITE")
		mysql = mysql || p.is(k, "READ") || p.is(k, "WRITE")
	}
	// Of PostgreSQL's modes, those that a second transaction can hold too do not keep it from writing.
	mode := upper(strings.Join(strings.Fields(p.src[p.toks[end].pos:p.toks[j].pos]), " "))
	weak := strings.HasPrefix(mode, "IN ACCESS SHARE") || strings.HasPrefix(mode, "IN ROW SHARE") || strings.HasPrefix(mode, "IN ROW EXCLUSIVE")
	st.Advisory = mysql && write || !mysql && !weak
}

// transaction reads a statement about transactions: BEGIN, SET TRANSACTION and so on. It is false for any other.
func (p *parser) transaction(st *Statement, i, j int) bool {
	switch {
	case p.is(i, "BEGIN"), p.is(i, "START") && p.is(i+1, "TRANSACTION"):
		st.Verb = Begin
		st.Serializable = p.is(i+1, "IMMEDIATE") || p.is(i+1, "EXCLUSIVE")
	case p.is(i, "COMMIT"), p.toks[i].kw == kwEnd:
		st.Verb = Commit
	case p.is(i, "ROLLBACK"):
		st.Verb = Rollback
	case p.toks[i].kw == kwSet && p.aboutTransactions(i+1, j):
		st.Verb = SetTransaction
	default:
		return false
	}
	st.Isolation = p.isolation(i, j)
	st.Serializable = st.Serializable || st.Isolation == "SERIALIZABLE"
	return true
}

// aboutTransactions tells SET TRANSACTION and SET transaction_isolation from the SET clause of an UPDATE.
func (p *parser) aboutTransactions(i, j int) bool {
	for k := i; k < j && k < i+6; k++ {
		t := &p.toks[k]
		if t.kind == op || t.kind == comma {
			return false
		}
		if t.kind != word {
			continue
		}
		if w := upper(t.text); w == "TRANSACTION" || strings.HasSuffix(w, "TRANSACTION_ISOLATION") || strings.HasSuffix(w, "TX_ISOLATION") {
			return true
		}
	}
	return false
}

// isolation finds the name of an isolation level.
func (p *parser) isolation(i, j int) string {
	for k := i; k < j; k++ {
		p.steps++
		w := upper(strings.ReplaceAll(strings.Trim(p.toks[k].text, `'"`), "-", " "))
		next := upper(p.toks[k+1].text)
		switch {
		case w == "SERIALIZABLE", w == "SNAPSHOT", w == "REPEATABLE READ", w == "READ COMMITTED", w == "READ UNCOMMITTED":
			return w
		case w == "REPEATABLE" && next == "READ", w == "READ" && (next == "COMMITTED" || next == "UNCOMMITTED"):
			return w + " " + next
		}
	}
	return ""
}

package sqltext

import "strings"

// names collects names without repeating one, in the order of their first mention.
type names struct {
	list []string
	seen map[string]bool // once the list is too long to search
}

func (n *names) add(s string) {
	if n.seen != nil {
		if key := strings.ToLower(s); !n.seen[key] {
			n.seen[key] = true
			n.list = append(n.list, s)
		}
		return
	}
	if contains(n.list, s) {
		return
	}
	n.list = append(n.list, s)
	if len(n.list) == 32 {
		n.seen = make(map[string]bool)
		for _, s := range n.list {
			n.seen[strings.ToLower(s)] = true
		}
	}
}

// contains reports whether list has s, in any case.
func contains(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

// inner is a sub-select that a walk over an expression has entered.
type inner struct {
	tables []TableRef
	end    int
}

// mentions returns the columns that the tokens from i up to j mention: those of the row that sc is about, and others with
// their qualifier. It walks through sub-selects too, whose names without qualifier are columns of their own tables.
func (p *parser) mentions(i, j int, sc scope) (own, other []string) {
	var mine, theirs names
	var within []inner
	for k := i; k < j; {
		p.steps++
		for len(within) > 0 && k >= within[len(within)-1].end {
			within = within[:len(within)-1]
		}
		if p.toks[k].kw == kwValues && p.toks[k+1].kind == open { // MySQL's VALUES(x): the row that would be inserted
			if c, ok := p.chainAt(k+2, j); ok && c.end == int(p.toks[k+1].link) {
				theirs.add("values." + c.column)
				k = c.end
				continue
			}
		}
		if next, skip := p.noColumn(k, j); skip {
			k = next
			continue
		}
		if t := &p.toks[k]; t.kind == open {
			if t.text == "(" && p.query(k+1) {
				tables, ok := p.sub(k)
				if !ok { // too deep
					k = p.after(k)
					continue
				}
				within = append(within, inner{tables, int(t.link)})
			}
			k++
			continue
		}
		c, ok := p.chainAt(k, j)
		if !ok {
			k++
			continue
		}
		switch {
		case c.end < j && p.toks[c.end].text == "(" && p.toks[c.end].kind == open:
			c.end = p.behindUnit(c.column, c.end)
		case c.star || c.column == "":
		case p.ours(c, sc, within):
			mine.add(c.column)
		default:
			theirs.add(strings.TrimPrefix(c.table+"."+c.column, "."))
		}
		k = c.end
	}
	return mine.list, theirs.list
}

// ours reports whether c is a column of the row that sc is about, seen from within sub-selects.
func (p *parser) ours(c chain, sc scope, within []inner) bool {
	if !sc.known || len(within) == 0 || c.table != "" && sc.own(c.table) {
		return sc.own(c.table)
	}
	if c.table == "" {
		within = within[len(within)-1:]
	}
	for _, in := range within {
		for _, t := range in.tables {
			alias := strings.EqualFold(t.Alias, c.table) || strings.EqualFold(t.Name, c.table)
			if strings.EqualFold(t.Name, sc.table) && (c.table == "" || alias) {
				return true
			}
		}
	}
	return false
}

// noColumn reports whether token k begins something that is no column and no parenthesis, and where that ends.
func (p *parser) noColumn(k, j int) (next int, skip bool) {
	t := &p.toks[k]
	switch {
	case t.table:
		return k + 1, true
	case t.kind == op && t.text == "::":
		return max(p.typeEnd(k+1, j), k+1), true
	case t.kind == name, t.kind == param:
		return k, false
	case t.kind != word:
		return k + 1, t.kind != open
	case k+1 < j && p.toks[k+1].kind == dot && t.kw != notKeyword:
		return k, false // a qualifier that spells like a keyword
	case k+1 < j && p.toks[k+1].kind == str: // DATE '...', E'...', SEPARATOR ','
		return k + 2, true
	}
	switch t.kw {
	case notKeyword:
		return min(k+3, j), p.is(k, "AT") && p.is(k+1, "TIME") && p.is(k+2, "ZONE")
	case kwInterval: // INTERVAL ? DAY
		next = p.after(k + 1)
		if next < j && unit(p.toks[next].text) {
			next++
		}
		return min(next, j), true
	case kwCollate:
		return min(k+2, j), true
	case kwAs: // CAST(x AS type), or an alias within a sub-select
		return max(p.typeEnd(k+1, j), k+1), true
	}
	return k + 1, true
}

// behindUnit returns the index behind the "(" at k of a call, and behind its first argument if that is a unit of time:
// EXTRACT(EPOCH FROM x), TIMESTAMPDIFF(SECOND, a, b).
func (p *parser) behindUnit(fn string, k int) int {
	if k+1 < len(p.toks) && p.toks[k+1].kind == word && unit(p.toks[k+1].text) {
		switch upper(fn) {
		case "EXTRACT", "TIMESTAMPDIFF", "TIMESTAMPADD", "DATEADD", "DATEDIFF", "DATEPART", "DATE_PART":
			return k + 2
		}
	}
	return k
}

// unit reports whether w names a unit of time.
func unit(w string) bool {
	switch upper(w) {
	case "MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "EPOCH", "DOW", "DOY",
		"SECONDS", "MINUTES", "HOURS", "DAYS", "WEEKS", "MONTHS", "YEARS":
		return true
	}
	return false
}

// sub reads the sub-select in the parentheses that token k opens, once, and returns its tables. It is false for one that
// lies too deep.
func (p *parser) sub(k int) ([]TableRef, bool) {
	if tables, ok := p.subs[k]; ok {
		return tables, true
	}
	if p.depth >= maxDepth {
		return nil, false
	}
	p.depth++
	st := p.statement(k+1, int(p.toks[k].link))
	p.depth--
	p.found = append(p.found, st)
	if p.subs == nil {
		p.subs = make(map[int][]TableRef)
	}
	p.subs[k] = st.Tables
	return st.Tables, true
}

package sqltext

import "strings"

// selectList reads the columns between SELECT and FROM.
func (p *parser) selectList(st *Statement, i, j int) {
	for i < j {
		t := &p.toks[i]
		switch {
		case t.kw == kwDistinct, t.kw == kwAll:
			if t.kw == kwDistinct && i+2 < j && p.toks[i+1].kw == kwOn && p.toks[i+2].kind == open {
				i += 2
			}
		case p.is(i, "TOP") && i+1 < j && (p.toks[i+1].kind == num || p.toks[i+1].kind == open || p.toks[i+1].kind == param):
			st.Limit = true
			i++
		case t.kw == kwJoin, p.is(i, "SQL_CALC_FOUND_ROWS"), p.is(i, "HIGH_PRIORITY"), p.is(i, "SQL_NO_CACHE"):
		default:
			p.split(i, j, func(i, j int) { st.Columns = append(st.Columns, p.column(i, j)) })
			st.Aggregate = st.Aggregate || onlyAggregates(st.Columns)
			return
		}
		i = p.after(i)
	}
}

func onlyAggregates(cols []Column) bool {
	for _, c := range cols {
		if !c.Aggregate {
			return false
		}
	}
	return len(cols) > 0
}

// names reads a list of names: (a, b).
func (p *parser) names(i, j int) []string {
	if i >= j || p.toks[i].kind != open {
		return nil
	}
	var out []string
	p.split(i+1, min(int(p.toks[i].link), j), func(i, j int) {
		if c, ok := p.chainAt(i, j); ok && c.column != "" {
			out = append(out, c.column)
		}
	})
	return out
}

// column reads one column of a list.
func (p *parser) column(i, j int) Column {
	c := Column{Args: p.argsIn(i, j)}
	c.Pos, c.End = p.span(i, j)
	j = p.columnAlias(&c, i, j)
	if j == i+1 && p.isOp(i, "*") {
		c.Star = true
		return c
	}
	if name, ok := p.chainAt(i, j); ok && name.star && name.end == j {
		c.Star, c.Table = true, name.table
		return c
	}
	c.Columns, _ = p.mentions(i, j, scope{})
	c.Value = p.operand(i, j)
	if c.Value.Column != "" {
		c.Name, c.Table = c.Value.Column, c.Value.Table
		return c
	}
	c.Computed = true
	p.function(&c, i, j)
	return c
}

// columnAlias reads "expr AS alias" or "expr alias" and returns where the expression ends.
func (p *parser) columnAlias(c *Column, i, j int) int {
	if j-i < 2 || !p.named(j-1) && p.toks[j-1].kind != str {
		return j
	}
	prev := &p.toks[j-2]
	switch {
	case prev.kw == kwAs && j-i > 2:
		c.Alias = strings.Trim(p.toks[j-1].text, `'"`)
		return j - 2
	case p.toks[j-1].kind == str:
	case prev.kind == shut, prev.kind == name, prev.kind == str, prev.kind == num, prev.kind == param, prev.kw == kwEnd,
		prev.kind == word && (prev.kw == notKeyword || prev.kw == kwNull || prev.kw == kwTrue || prev.kw == kwFalse):
		c.Alias = p.toks[j-1].text
		return j - 1
	}
	return j
}

// function looks for the function around an expression, and for an aggregate anywhere in it.
func (p *parser) function(c *Column, i, j int) {
	i, j = p.bare(i, j)
	if i+1 < j && p.toks[i].kind == word && p.toks[i+1].kind == open && int(p.toks[i+1].link) == j-1 {
		c.Func = upper(p.toks[i].text)
		if end := j - 1; defaulting[c.Func] {
			if parts := p.parts(i+2, end); len(parts) > 0 {
				v := p.operand(parts[0][0], parts[0][1])
				c.Name, c.Table = v.Column, v.Table
			}
		}
	}
	for k := i; k+1 < j; k++ {
		p.steps++
		t := &p.toks[k]
		switch {
		case t.kind == open && p.query(k+1):
			k = p.after(k) - 1
		case t.kind == word && p.toks[k+1].kind == open && aggregates[upper(t.text)]:
			scalar := p.list(k+1) && (p.is(k, "MAX") || p.is(k, "MIN")) // SQLite's MAX(a, b)
			c.Aggregate = c.Aggregate || !scalar && !p.is(p.after(k+1), "OVER")
		}
	}
}

// parts returns the ranges between the outermost commas.
func (p *parser) parts(i, j int) (out [][2]int) {
	p.split(i, j, func(i, j int) { out = append(out, [2]int{i, j}) })
	return out
}

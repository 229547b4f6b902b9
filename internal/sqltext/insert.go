package sqltext

// insertTarget reads t AS a (columns).
func (p *parser) insertTarget(st *Statement, i, j int) {
	c, ok := p.chainAt(i, j)
	if !ok && (i >= j || p.toks[i].kind != param) {
		return
	}
	k := i + 1
	ref := TableRef{Pos: int(p.toks[i].pos)}
	if ok {
		ref.Name, ref.Schema, k = c.column, c.table, c.end
	}
	if p.toks[k-1].kind == param {
		ref.Name, ref.Arg = "", p.argAt(k-1)
	}
	if k < j && (p.toks[k].kw == kwAs || p.named(k)) && !p.is(k, "OVERRIDING") {
		if p.toks[k].kw == kwAs {
			k++
		}
		if k < j { // not by alias, which would take the column list for its own
			ref.Alias = p.toks[k].text
			k++
		}
	}
	k = p.lockHint(st, &ref, k, j)
	st.Tables = append(st.Tables, ref)
	if k < j && p.toks[k].kind == open && !p.query(k+1) {
		p.split(k+1, min(int(p.toks[k].link), j), func(i, j int) { st.Columns = append(st.Columns, p.column(i, j)) })
		k = p.after(k)
	}
	if k < j && p.toks[k].kind == open && p.query(k+1) { // INSERT INTO t (SELECT ...)
		if _, ok := p.sub(k); ok {
			st.selected(p.found[len(p.found)-1].Columns)
		}
	}
}

// source reads the SELECT of an INSERT, which is clause n, and returns the number of the clause behind it.
func (p *parser) source(st *Statement, cl []clause, n int) int {
	end := n + 1
	for end < len(cl) && cl[end].kind != conflict && cl[end].kind != duplicate && cl[end].kind != returning {
		end++
	}
	if p.depth >= maxDepth {
		return end
	}
	p.depth++
	sel := p.statement(cl[n].at, cl[end-1].end)
	p.depth--
	p.found = append(p.found, sel)
	st.selected(sel.Columns)
	return end
}

// selected takes the columns of an INSERT's SELECT for its values, unless there is a * among them.
func (st *Statement) selected(cols []Column) {
	for _, c := range cols {
		if c.Star {
			return
		}
	}
	if len(st.Columns) > 0 && len(st.Columns) != len(cols) {
		return
	}
	for i, c := range cols {
		a := Assign{Value: c.Value, Other: c.Columns, Args: c.Args, Pos: c.Pos, End: c.End}
		if len(st.Columns) > 0 {
			a.Column = st.Columns[i].Name
		}
		st.Values = append(st.Values, a)
	}
}

// rowValues reads VALUES (...), (...): the first row, and how many there are.
func (p *parser) rowValues(st *Statement, i, j int) {
	p.split(i, j, func(i, j int) {
		if p.is(i, "ROW") {
			i++
		}
		if i >= j || p.toks[i].kind != open {
			return
		}
		st.Rows++
		if st.Rows > 1 {
			return
		}
		row := p.parts(i+1, min(int(p.toks[i].link), j))
		if len(st.Columns) > 0 && len(row) != len(st.Columns) { // (a, b) VALUES (%s)
			return
		}
		for n, v := range row {
			a := p.assign("", v[0], v[1], p.target(st))
			if n < len(st.Columns) {
				a.Column = st.Columns[n].Name
			}
			st.Values = append(st.Values, a)
		}
	})
}

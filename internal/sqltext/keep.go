package sqltext

// keeps finds the value of an assignment that leaves the column as it is where no value is given: the tokens from i up to j.
//
//	COALESCE($1, x), IFNULL(NULLIF(?, 0), x)
//	CASE WHEN $1 IS NOT NULL THEN $1 ELSE x END, CASE WHEN $1::boolean THEN $2 ELSE x END
//	IF(? > 0, ?, x)
func (p *parser) keeps(column string, from, to int, sc scope) (i, j int, ok bool) {
	from, to = p.bare(from, to)
	last := 0
	switch {
	case from+1 >= to:
		return 0, 0, false
	case p.toks[from+1].kind == open && int(p.toks[from+1].link) == to-1:
		parts := p.parts(from+2, to-1)
		skip, known := choosing[upper(p.toks[from].text)]
		if !known || len(parts) < skip+2 {
			return 0, 0, false
		}
		i, j, last = parts[skip][0], parts[len(parts)-2][1], parts[len(parts)-1][0]
		to--
	case p.is(from, "CASE") && p.is(to-1, "END"):
		if i, j = p.branches(from, to-1); i == 0 {
			return 0, 0, false
		}
		to, last = to-1, j+1
	default:
		return 0, 0, false
	}
	own, _ := p.mentions(from, j, sc)
	same := p.operand(last, to)
	return i, j, len(own) == 0 && p.argsIn(i, j) != nil && same.Column != "" && contains([]string{same.Column}, column)
}

// choosing are functions that give the first of their arguments which is there, by how many come before those.
var choosing = map[string]int{"COALESCE": 0, "IFNULL": 0, "ISNULL": 0, "NVL": 0, "IF": 1, "IIF": 1}

// branches is what stands between the first THEN and the ELSE of a CASE: zero if it has none, or has another within.
func (p *parser) branches(from, to int) (i, j int) {
	for k := from + 1; k < to; k = p.after(k) {
		switch {
		case p.is(k, "CASE"):
			return 0, 0
		case p.is(k, "THEN") && i == 0:
			i = k + 1
		case p.is(k, "ELSE"):
			j = k
		}
	}
	if j == 0 {
		return 0, 0
	}
	return i, j
}

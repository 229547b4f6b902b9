package sqltext

import "strings"

// assigns reads the assignments of a SET clause.
func (p *parser) assigns(i, j int, sc scope) []Assign {
	var out []Assign
	p.split(i, j, func(i, j int) { out = append(out, p.assignment(i, j, sc)...) })
	return out
}

// trailing returns where the value from token i up to j ends if Sprintf verbs stand behind it that are no part of it: in
// "id = ? %s" the verb brings more clauses.
func (p *parser) trailing(i, j int) int {
	for j > i+1 && p.toks[j-1].kind == param && p.src[p.toks[j-1].pos] == '%' {
		switch prev := &p.toks[j-2]; {
		case prev.kind == param, prev.kind == num, prev.kind == str, prev.kind == name, prev.kind == shut, p.named(j - 2), p.literal(j - 2):
			j--
		default:
			return j
		}
	}
	return j
}

// assignment reads column = value, (a, b) = (x, y) and SQL Server's column += value.
func (p *parser) assignment(i, j int, sc scope) []Assign {
	j = p.trailing(i, j)
	at := i
	for at < j && !(p.toks[at].kind == op && assigning(p.toks[at].text)) {
		at = p.after(at)
	}
	if at >= j { // SET %s
		return []Assign{p.assign("", i, j, sc)}
	}
	if t := &p.toks[i]; t.kind == open && int(t.link) == at-1 {
		return p.assignRow(i, at, j, sc)
	}
	if p.toks[i].kind == param && p.argsIn(i, at) != nil && !p.argsIn(i, at)[0].Hole && at+2 < j && p.isOp(at+2, "=") {
		return p.assignment(at+1, j, sc) // SET @old = balance = balance - 1
	}
	c, _ := p.chainAt(i, at)
	if c.table != "" && sc.known && !sc.own(c.table) { // UPDATE a, b SET b.y = b.y + 1
		sc.table, sc.alias = c.table, ""
	}
	a := p.assign(c.column, at+1, j, sc)
	a.Table = c.table
	a.ColumnArg = p.nameArg(i, at)
	if o := p.toks[at].text; o != "=" && o != ":=" { // x += ?
		a.Self = a.Column != ""
		a.Columns = append([]string{a.Column}, a.Columns...)
		a.Value = Operand{Expr: true, Pos: a.Value.Pos, End: a.Value.End}
	}
	a.Self = a.Self || sameHole(a.ColumnArg, a.Args)
	a.Pos = int(p.toks[i].pos)
	return []Assign{a}
}

// nameArg returns the placeholder that stands for a name in the tokens from i up to j: %s, t.%s, `%s`.
func (p *parser) nameArg(i, j int) *Arg {
	if j > i && p.toks[j-1].kind == param && (j == i+1 || p.toks[j-2].kind == dot) {
		return p.argAt(j - 1)
	}
	return nil
}

// sameHole reports whether the Sprintf verb of the column is among those of the value: SET %[1]s = %[1]s + 1.
func sameHole(column *Arg, value []Arg) bool {
	for _, a := range value {
		if column != nil && column.Hole && a.Hole && a.Index == column.Index {
			return true
		}
	}
	return false
}

func assigning(o string) bool {
	switch o {
	case "=", ":=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=":
		return true
	}
	return false
}

// assignRow reads (a, b) = (x, y), or = ROW(x, y), or = (SELECT x, y ...).
func (p *parser) assignRow(i, at, j int, sc scope) []Assign {
	right := at + 1
	if p.is(right, "ROW") {
		right++
	}
	values := p.row("=", min(right, j), j)
	var out []Assign
	for n, col := range p.parts(i+1, at-1) {
		c, _ := p.chainAt(col[0], col[1])
		from, to := at+1, j
		if n < len(values) {
			from, to = values[n][0], values[n][1]
		}
		a := p.assign(c.column, from, to, sc)
		a.Table = c.table
		if len(values) == 0 {
			a.Value.Expr = true
		}
		out = append(out, a)
	}
	return out
}

// assign builds the assignment of the value from token i up to j.
func (p *parser) assign(column string, i, j int, sc scope) Assign {
	a := Assign{Column: column, Value: p.operand(i, j), Args: p.argsIn(i, j)}
	a.Pos, a.End = p.span(i, j)
	a.Columns, a.Other = p.mentions(i, j, sc)
	a.Self = column != "" && contains(a.Columns, column)
	if from, to, ok := p.keeps(column, i, j, sc); a.Self && ok {
		a.Self, a.Keeps, a.Args = false, true, p.argsIn(from, to)
		return a
	}
	a.Settles = a.Self && p.settles(i, j)
	return a
}

// settling are functions that make nothing more of what they have made.
var settling = map[string]bool{"ARRAY_REMOVE": true, "COALESCE": true, "GREATEST": true, "IFNULL": true, "JSON_REMOVE": true, "LEAST": true, "LOWER": true,
	"LTRIM": true, "NULLIF": true, "RTRIM": true, "TRIM": true, "UPPER": true}

// settles reports whether the tokens from i up to j are a call of such a function, with no arithmetic in it.
func (p *parser) settles(i, j int) bool {
	if i+1 >= j || p.toks[i+1].kind != open || int(p.toks[i+1].link) != j-1 || !settling[strings.ToUpper(p.toks[i].text)] {
		return false
	}
	for k := i; k < j; k++ {
		if p.isOp(k, "+") || p.isOp(k, "-") || p.isOp(k, "*") || p.isOp(k, "/") || p.isOp(k, "||") {
			return false
		}
	}
	return true
}

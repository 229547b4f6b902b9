package sqltext

// comparison gives the Op of a comparison operator, "" for any other operator.
func comparison(o string) string {
	switch o {
	case "=", "<", "<=", ">", ">=", "<>":
		return o
	case "==", "<=>":
		return "="
	case "!=":
		return "<>"
	case "~", "~*", "!~", "!~*", "@>", "<@", "&&", "@@", "?", "@?":
		return "other"
	}
	return ""
}

// conds appends the comparisons of the condition from token i up to j.
func (p *parser) conds(out []Cond, i, j int) []Cond {
	return p.condsAt(out, i, j, false, 0)
}

// condsAt does so for a condition within so many parentheses; or tells that it stands under an OR.
func (p *parser) condsAt(out []Cond, i, j int, or bool, nesting int) []Cond {
	cuts, alternatives := p.junctions(i, j)
	or = or || alternatives
	for _, cut := range append(cuts, j) {
		if cut > i {
			out = p.term(out, i, cut, or, nesting)
		}
		i = cut + 1
	}
	return out
}

// junctions returns the indexes of the outermost AND and OR, and whether there is an OR. MySQL's && and || are among them
// if they stand between comparisons: in "tags && $1" and "name LIKE ? || '%'" they are operators of the values.
func (p *parser) junctions(i, j int) (cuts []int, or bool) {
	cases, betweens := 0, 0
	compared, symbol := false, -1 // since the last junction: a comparison, and then a && or ||
	cut := func(k int, isOr bool) {
		cuts = append(cuts, k)
		or = or || isOr
		compared, symbol = false, -1
	}
	for k := i; k < j; k = p.after(k) {
		t := &p.toks[k]
		switch {
		case t.kw == kwCase:
			cases++
		case t.kw == kwEnd:
			cases = max(cases-1, 0)
		case cases > 0:
		case t.kw == kwAnd && betweens > 0:
			betweens--
		case t.kw == kwAnd:
			cut(k, false)
		case t.kw == kwOr, t.kw == kwXor:
			betweens = 0
			cut(k, true)
		case t.kind == op && (t.text == "&&" || t.text == "||"):
			if compared {
				symbol = k
			}
		case compares(t):
			if t.kw == kwBetween {
				betweens++
			}
			if symbol >= 0 {
				cut(symbol, p.toks[symbol].text == "||")
			}
			compared = true
		}
	}
	return cuts, or
}

// compares reports whether t is a comparison.
func compares(t *token) bool {
	switch t.kw {
	case kwIn, kwIs, kwLike, kwIlike, kwBetween, kwRegexp:
		return true
	}
	return t.kind == op && comparison(t.text) != ""
}

// term reads one conjunct: a comparison, or a group in parentheses.
func (p *parser) term(out []Cond, i, j int, or bool, nesting int) []Cond {
	t := &p.toks[i]
	group := t.kind == open && t.text == "(" && int(t.link) == j-1
	switch {
	case group && nesting < maxNesting && !p.query(i+1) && !p.list(i):
		return p.condsAt(out, i+1, j-1, or, nesting+1)
	case t.kw == kwNot && i+1 < j && nesting < maxNesting:
		return p.negated(out, i, j, or, nesting)
	}
	if end := p.trailing(i, j); end < j {
		out = p.term(out, i, end, or, nesting)
		for ; end < j; end++ {
			out = append(out, p.comparison(end, end+1, "", end+1, end+1, or))
		}
		return out
	}
	at, op, right := p.operatorIn(i, j)
	if at < j && t.kind == open && int(t.link) == at-1 && p.list(i) {
		if op == "=" || op == "IN" {
			return p.rows(out, i, at, op, right, j, or)
		}
	}
	return append(out, p.comparison(i, at, op, right, j, or))
}

// inverted gives the operator that NOT makes of another one.
var inverted = map[string]string{
	"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "IN": "NOT IN", "NOT IN": "IN", "IS": "IS NOT", "IS NOT": "IS",
	"LIKE": "NOT LIKE", "NOT LIKE": "LIKE", "BETWEEN": "NOT BETWEEN", "NOT BETWEEN": "BETWEEN",
}

// negated reads NOT ...: one comparison is inverted, NOT used means used = false, and of a group nothing is certain.
func (p *parser) negated(out []Cond, i, j int, or bool, nesting int) []Cond {
	n := len(out)
	out = p.term(out, i+1, j, or, nesting+1)
	if len(out) == n+1 {
		c := &out[n]
		c.Pos = int(p.toks[i].pos)
		switch op, ok := inverted[c.Op]; {
		case c.Bare && c.Value.Literal == "true":
			c.Value.Literal = "false"
		case c.Bare: // NOT NOT used
			c.Value.Literal = "true"
		case ok:
			c.Op = op
		}
		return out
	}
	for k := n; k < len(out); k++ {
		out[k].Op, out[k].Disjunct = "other", true
	}
	return out
}

// list reports whether the parentheses at i hold a list: (a, b).
func (p *parser) list(i int) bool {
	for k := i + 1; k < int(p.toks[i].link); k = p.after(k) {
		if p.toks[k].kind == comma {
			return true
		}
	}
	return false
}

// operatorIn finds the comparison in the tokens from i up to j: where the left side ends, its Op, and where the right side
// begins. Without one, all three say that the range is a value by itself: at is j.
func (p *parser) operatorIn(i, j int) (at int, operator string, right int) {
	cases := 0
	for k := i; k < j; k = p.after(k) {
		t := &p.toks[k]
		switch {
		case t.kw == kwCase:
			cases++
		case t.kw == kwEnd:
			cases = max(cases-1, 0)
		case cases > 0:
		case t.kind == op && comparison(t.text) != "":
			return p.quantified(k, comparison(t.text), j)
		case t.kind == word:
			not, w := "", k
			if t.kw == kwNot {
				not, w = "NOT ", k+1
			}
			switch p.toks[min(w, j)].kw {
			case kwIn:
				return k, not + "IN", w + 1
			case kwLike, kwIlike:
				return k, not + "LIKE", w + 1
			case kwBetween:
				return k, not + "BETWEEN", w + 1
			case kwRegexp:
				return k, "other", w + 1
			case kwIs:
				return p.identity(k, j)
			}
		}
	}
	return j, "", j
}

// quantified turns "= ANY (...)" into IN and "<> ALL (...)" into NOT IN.
func (p *parser) quantified(k int, op string, j int) (at int, _ string, right int) {
	if k+2 < j && p.toks[k+2].kind == open {
		switch kw := p.toks[k+1].kw; {
		case kw == kwAny && op == "=":
			return k, "IN", k + 2
		case kw == kwAll && op == "<>":
			return k, "NOT IN", k + 2
		case kw == kwAny, kw == kwAll:
			return k, "other", k + 2
		}
	}
	return k, op, k + 1
}

// identity reads IS, IS NOT, IS DISTINCT FROM, IS NOT DISTINCT FROM at k.
func (p *parser) identity(k, j int) (at int, op string, right int) {
	op, right = "IS", k+1
	equal := "<>"
	if right < j && p.toks[right].kw == kwNot {
		op, equal = "IS NOT", "="
		right++
	}
	if right+1 < j && p.toks[right].kw == kwDistinct && p.toks[right+1].kw == kwFrom {
		return k, equal, right + 2
	}
	return k, op, right
}

// flipped gives the operator for the sides exchanged.
var flipped = map[string]string{"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// comparison builds the Cond of the tokens from i up to j: left side up to at, right side from right on.
func (p *parser) comparison(i, at int, op string, right, j int, or bool) Cond {
	c := Cond{Op: op, Args: p.argsIn(i, j), Disjunct: or}
	c.Pos, c.End = p.span(i, j)
	c.Columns, _ = p.mentions(i, j, scope{})
	left := p.operand(i, at)
	if at == j { // a value by itself
		c.Op = "other"
		c.Value = left
		if left.Column != "" { // WHERE active
			c.Column, c.Table, c.Op = left.Column, left.Table, "="
			c.Value = Operand{Literal: "true", Pos: c.End, End: c.End}
			c.Bare = true
		}
		return c
	}
	c.Value = p.operand(right, j)
	if o, ok := flipped[op]; ok && left.Column == "" && c.Value.Column != "" { // ? = id
		left, c.Value, c.Op = c.Value, left, o
	}
	c.Column, c.Table = left.Column, left.Table
	if left.Arg != nil && left.Arg.Hole {
		c.ColumnArg = left.Arg
	}
	return c
}

// rows reads (a, b) = (?, ?) as a comparison for each column, and (a, b) IN (...) as one with all of the list.
func (p *parser) rows(out []Cond, i, at int, op string, right, j int, or bool) []Cond {
	values := p.row(op, right, j)
	n := 0
	p.split(i+1, at-1, func(a, b int) {
		c := Cond{Op: op, Args: p.argsIn(i, j), Disjunct: or, Value: Operand{Expr: true}}
		c.Pos, c.End = p.span(i, j)
		c.Value.Pos, c.Value.End = p.span(right, j)
		left := p.operand(a, b)
		c.Column, c.Table = left.Column, left.Table
		c.Columns, _ = p.mentions(a, b, scope{})
		if n < len(values) {
			c.Value = p.operand(values[n][0], values[n][1])
			c.Args = p.argsIn(values[n][0], values[n][1])
		}
		n++
		out = append(out, c)
	})
	return out
}

// row returns the parts of the row (?, ?) that stands right of an "=".
func (p *parser) row(op string, i, j int) (parts [][2]int) {
	if t := &p.toks[i]; op == "=" && t.kind == open && int(t.link) == j-1 && !p.query(i+1) {
		p.split(i+1, j-1, func(i, j int) { parts = append(parts, [2]int{i, j}) })
	}
	return parts
}

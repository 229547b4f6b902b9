package sqltext

import "strings"

// parser walks over the tokens of one text. Ranges of tokens are half open: from i up to j.
type parser struct {
	*text
	subs  map[int][]TableRef // the tables of each sub-select that has been read, by its "("
	found []Statement        // the sub-selects of the statement being read
	depth int                // of sub-selects
	steps int                // how many tokens were looked at, for the test of linear time
}

// maxDepth bounds how deep sub-selects are read: deeper ones are skipped, so that each token is seen a bounded number
// of times. maxNesting does the same for parentheses in conditions, which cost stack and no time.
const (
	maxDepth   = 8
	maxNesting = 200
)

// aggregates are the functions that fold many rows into one value.
var aggregates = map[string]bool{
	"COUNT": true, "SUM": true, "MAX": true, "MIN": true, "AVG": true, "TOTAL": true, "GROUP_CONCAT": true,
	"STRING_AGG": true, "ARRAY_AGG": true, "JSON_AGG": true, "JSONB_AGG": true, "JSON_OBJECT_AGG": true,
	"JSONB_OBJECT_AGG": true, "BOOL_AND": true, "BOOL_OR": true, "EVERY": true, "BIT_AND": true, "BIT_OR": true,
	"STDDEV": true, "VARIANCE": true, "COUNT_BIG": true, "JSON_ARRAYAGG": true, "JSON_GROUP_ARRAY": true,
}

// defaulting are the functions whose value is that of their first argument, or a default.
var defaulting = map[string]bool{"COALESCE": true, "IFNULL": true, "ISNULL": true, "NVL": true}

// scope tells whose columns an expression is about.
type scope struct {
	table, alias string
	known        bool // table is known: a qualified column of another table is another row's
}

// own reports whether a column with this qualifier belongs to the target row.
func (s scope) own(qualifier string) bool {
	switch {
	case qualifier == "":
		return true
	case strings.EqualFold(qualifier, "excluded"), strings.EqualFold(qualifier, "inserted"), strings.EqualFold(qualifier, "values"):
		return false
	}
	return !s.known || strings.EqualFold(qualifier, s.table) || s.alias != "" && strings.EqualFold(qualifier, s.alias)
}

// after returns the index of the token behind token i, behind its closing parenthesis if it opens one.
func (p *parser) after(i int) int {
	p.steps++
	if t := &p.toks[i]; t.kind == open && int(t.link) > i {
		return min(int(t.link)+1, len(p.toks)-1)
	}
	return i + 1
}

// is reports whether token i is the unquoted word w.
func (p *parser) is(i int, w string) bool {
	t := &p.toks[min(i, len(p.toks)-1)]
	return t.kind == word && len(t.text) == len(w) && strings.EqualFold(t.text, w)
}

func (p *parser) isOp(i int, o string) bool {
	t := &p.toks[min(i, len(p.toks)-1)]
	return t.kind == op && t.text == o
}

// named reports whether token i can be a name: a quoted one, or a word that is not reserved.
func (p *parser) named(i int) bool {
	t := &p.toks[i]
	return t.kind == name || t.kind == word && t.kw == notKeyword
}

// argsIn returns the placeholders from token i up to j.
func (p *parser) argsIn(i, j int) []Arg {
	from, to := p.toks[i].args, p.toks[j].args
	if from >= to {
		return nil
	}
	return p.args[from:to:to]
}

// span returns the text positions of the tokens from i up to j.
func (p *parser) span(i, j int) (pos, end int) {
	if j <= i {
		return int(p.toks[i].pos), int(p.toks[i].pos)
	}
	return int(p.toks[i].pos), int(p.toks[j-1].end)
}

// split cuts the tokens from i up to j at their outermost commas and calls f for each part.
func (p *parser) split(i, j int, f func(i, j int)) {
	start := i
	for k := i; k < j; k = p.after(k) {
		if p.toks[k].kind == comma {
			f(start, k)
			start = k + 1
		}
	}
	if start < j {
		f(start, j)
	}
}

// chain is a name with its qualifiers: schema.table.column.
type chain struct {
	schema, table, column string
	end                   int // the index of the token behind it
	star                  bool
}

// chainAt reads the name at token i, which may begin with a Sprintf verb or a bun placeholder: %s.balance.
func (p *parser) chainAt(i, j int) (c chain, ok bool) {
	if i >= j {
		return c, false
	}
	head := &p.toks[i]
	isName := p.named(i) || head.kind == word && i+1 < j && p.toks[i+1].kind == dot && head.kw != kwFrom
	if !isName && !(head.kind == param && i+1 < j && p.toks[i+1].kind == dot) {
		return c, false
	}
	if isName {
		c.column = head.text
	}
	k := i + 1
	for k+1 < j && p.toks[k].kind == dot {
		p.steps++
		next := &p.toks[k+1]
		part := ""
		switch {
		case next.kind == word, next.kind == name:
			part = next.text
		case next.kind == op && next.text == "*":
			c.star = true
		case next.kind == param:
		default:
			c.end = k
			return c, true
		}
		c.schema, c.table, c.column = c.table, c.column, part
		k += 2
	}
	c.end = k
	return c, true
}

// operand reads the value from token i up to j.
func (p *parser) operand(i, j int) Operand {
	v := Operand{}
	v.Pos, v.End = p.span(i, j)
	i, j = p.bare(i, j)
	if i >= j {
		return v
	}
	t := &p.toks[i]
	if j == i+1 {
		switch {
		case t.kind == param:
			v.Arg = p.argAt(i)
			return v
		case t.kind == str:
			if body := strings.Trim(t.text, `'"`); body != "" && verbLen(body) == len(body) { // '%s'
				v.Arg = p.argAt(i)
			} else {
				v.Literal = t.text
			}
			return v
		case p.literal(i):
			v.Literal = t.text
			return v
		}
	}
	if j == i+2 && p.signed(i) {
		v.Literal = p.src[t.pos:p.toks[i+1].end]
		return v
	}
	if c, ok := p.chainAt(i, j); ok && c.end == j && !c.star {
		v.Column, v.Table = c.column, c.table
		v.Expr = c.column == ""
		return v
	}
	v.Expr = true
	return v
}

// argAt returns the first placeholder within token i.
func (p *parser) argAt(i int) *Arg {
	if a := p.argsIn(i, i+1); len(a) > 0 {
		return &a[0]
	}
	return nil
}

func (p *parser) literal(i int) bool {
	t := &p.toks[i]
	return t.kind == num || t.kind == word && (t.kw == kwNull || t.kw == kwTrue || t.kw == kwFalse || p.is(i, "DEFAULT"))
}

// signed reports whether the tokens i and i+1 are a literal of two parts: -1, E'\n', DATE '2020-01-01'.
func (p *parser) signed(i int) bool {
	sign := p.isOp(i, "-") || p.isOp(i, "+")
	return sign && p.toks[i+1].kind == num || p.toks[i].kind == word && p.toks[i+1].kind == str
}

// bare takes away what does not change a value: parentheses around it, a type or collation behind it, CAST(... AS type).
func (p *parser) bare(i, j int) (int, int) {
	for n := 0; n < maxNesting && i < j; n++ {
		p.steps++
		t := &p.toks[i]
		switch {
		case t.kind == open && t.text == "(" && int(t.link) == j-1 && !p.query(i+1):
			i, j = i+1, j-1
		case t.kw == kwCast && i+1 < j && int(p.toks[i+1].link) == j-1:
			as := i + 2
			for as < j-1 && p.toks[as].kw != kwAs {
				as = p.after(as)
			}
			i, j = i+2, as
		case i+2 < j && (p.toks[j-2].kw == kwCollate || p.is(j-2, "ESCAPE")): // x COLLATE NOCASE, '%x' ESCAPE '\\'
			j -= 2
		default:
			k := p.castAt(i, j)
			if k == j {
				return i, j
			}
			j = k
		}
	}
	return i, j
}

// castAt finds a ::type that ends the operand which begins at i: the operand has one token, or one chain of names, or one
// pair of parentheses. It returns j if there is none.
func (p *parser) castAt(i, j int) int {
	k := p.after(i)
	if c, ok := p.chainAt(i, j); ok {
		k = c.end
	}
	if k < j && p.isOp(k, "::") && p.typeEnd(k+1, j) == j {
		return k
	}
	return j
}

// typeEnd returns the index behind the type name at i: numeric(10,2), double precision, text[], public.mood.
func (p *parser) typeEnd(i, j int) int {
	if i >= j || p.toks[i].kind != word && p.toks[i].kind != name {
		return i
	}
	for i++; i < j; i = p.after(i) {
		t := &p.toks[i]
		switch {
		case t.kind == open:
		case t.kind == dot:
			i++
		case t.kind == word && typeWord(t.text):
		case p.isOp(i, "::"): // a cast of a cast
		case p.isOp(i-1, "::"):
		default:
			return i
		}
	}
	return min(i, j)
}

func typeWord(w string) bool {
	switch upper(w) {
	case "PRECISION", "VARYING", "WITH", "WITHOUT", "TIME", "ZONE", "UNSIGNED", "SIGNED":
		return true
	}
	return false
}

// query reports whether a sub-select begins at token i, perhaps in parentheses of its own. In COALESCE((SELECT ...), 0)
// the outer parentheses hold a list and no query.
func (p *parser) query(i int) bool {
	last := len(p.toks) - 1
	for n := 0; n < maxDepth && p.toks[i].kind == open && p.toks[i].text == "("; n++ {
		p.steps++
		switch behind := &p.toks[min(int(p.toks[i].link)+1, last)]; {
		case behind.kind == shut, behind.kind == eof, behind.kind == semicolon:
		case behind.kw == kwUnion, behind.kw == kwIntersect, behind.kw == kwExcept, behind.kw == kwOrder, behind.kw == kwLimit:
		default:
			return false
		}
		i++
	}
	switch t := &p.toks[i]; t.kw {
	case kwSelect:
		return true
	case kwWith:
		return p.named(i+1) || p.is(i+1, "RECURSIVE")
	case kwInsert, kwUpdate, kwDelete:
		return p.toks[i+1].kind == word || p.toks[i+1].kind == name
	}
	return false
}

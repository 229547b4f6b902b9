package orm

import (
	"fmt"
	"strings"
)

// field writes the column that a field pointer names.
func (b *builder) field(ptr any) {
	if b.printing {
		b.text(printField(ptr))
		return
	}
	i := b.p.find(ptr, b.row)
	if i < 0 {
		b.fail(b.p.stray(ptr, b.row))
		return
	}
	b.name(i)
}

// operand writes a nested node, in parentheses if it is an operation, or binds a value.
func (b *builder) operand(v any) {
	n, ok := v.(node)
	if !ok {
		b.literal(v)
		return
	}
	if n.op >= opNeg || n.op == opRaw {
		b.text("(")
		b.node(n)
		b.text(")")
		return
	}
	b.node(n)
}

// left writes the left side of an operation: a field pointer or a node.
func (b *builder) left(v any) {
	if n, ok := v.(node); ok {
		b.operand(n)
		return
	}
	b.field(v)
}

// node writes an expression or condition.
func (b *builder) node(n node) {
	switch n.op {
	case opField:
		b.field(n.l)
	case opCol:
		b.colNamed(n.l.(string))
	case opVal:
		typed := b.typed
		b.typed = true
		b.literal(n.l)
		b.typed = typed
	case opRaw:
		args, _ := n.r.([]any)
		b.raw(n.l.(string), args)
	case opCall:
		b.call(n.l.(fn), n.r.([]any))
	case opCase:
		b.cases(n.r.([]any))
	case opNeg:
		b.text("-")
		b.left(n.l)
	case opIsNull:
		b.left(n.l)
		b.text(" IS NULL")
	case opNotNull:
		b.left(n.l)
		b.text(" IS NOT NULL")
	case opIn:
		b.in(n)
	case opBetween:
		ends := n.r.([]any)
		b.left(n.l)
		b.text(" BETWEEN ")
		b.operand(ends[0])
		b.text(" AND ")
		b.operand(ends[1])
	case opContains, opStarts, opEnds:
		b.like(n)
	case opRegex:
		b.regex(n)
	case opNot:
		b.text("NOT ")
		b.operand(n.l)
	case opAll:
		b.text("1 = 1")
	case opNone:
	default:
		b.binary(n)
	}
}

// binary writes l op r.
func (b *builder) binary(n node) {
	logical := n.op == opAnd || n.op == opOr
	if l, ok := n.l.(node); ok && logical && bare(l.op, n.op) {
		b.node(l)
	} else {
		b.left(n.l)
	}
	b.text(opText[n.op])
	if r, ok := n.r.(node); ok && logical && bare(r.op, n.op) {
		b.node(r)
		return
	}
	b.operand(n.r)
}

// bare tells whether a condition needs no parentheses within an And or Or: a comparison, or more of the same.
func bare(inner, outer op) bool {
	return inner == outer || inner >= opEq && inner <= opRegex && inner != opBetween
}

func (b *builder) colNamed(name string) {
	for i := range b.notes {
		if b.notes[i].name == name {
			b.operand(b.notes[i].n)
			return
		}
	}
	if i := b.p.named(name); i >= 0 {
		b.name(i)
		return
	}
	b.ident(name)
}

// ident writes a name that is in no plan, quoted.
func (b *builder) ident(name string) {
	if name == "" || strings.IndexByte(name, 0) >= 0 {
		b.fail(fmt.Errorf("orm: %q is no column name", name))
	}
	q := byte('"')
	if b.d.quotes == backQuotes {
		q = '`'
	}
	b.buf = appendQuoted(b.buf, name, q)
}

// raw writes SQL text, each ? of it outside quotes replaced by an argument.
func (b *builder) raw(sql string, args []any) {
	next := 0
	var quote byte
	for i := 0; i < len(sql); i++ {
		c := sql[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case c == '?' && next < len(args):
			b.rawArg(args[next])
			next++
			continue
		}
		b.buf = append(b.buf, c)
	}
	if next < len(args) {
		b.fail(fmt.Errorf("orm: %d arguments for %d question marks in %q", len(args), next, sql))
	}
}

func (b *builder) rawArg(v any) {
	switch x := v.(type) {
	case Expression:
		b.operand(x.expr())
	case Q:
		b.operand(x.n)
	default:
		b.literal(v)
	}
}

func (b *builder) call(f fn, args []any) {
	c, ok := aggregateCalls[f]
	if !ok {
		c, ok = b.d.calls[f]
	}
	if !ok {
		b.fail(fmt.Errorf("%w: %s on %s", ErrUnsupported, fnNames[f], b.d.name))
		return
	}
	typed := b.typed
	b.typed = true // a function does not tell the type of a bound argument
	b.text(c.open)
	for i, a := range args {
		if i > 0 {
			b.text(c.sep)
		}
		b.operand(a)
	}
	b.text(c.close)
	b.typed = typed
}

func (b *builder) cases(arms []any) {
	typed := b.typed
	b.text("CASE")
	whens := 0
	for _, a := range arms {
		arm := a.(Branch)
		if arm.last {
			b.text(" ELSE ")
		} else {
			whens++
			b.text(" WHEN ")
			b.typed = false
			b.operand(arm.when.n)
			b.text(" THEN ")
		}
		b.typed = true
		b.operand(arm.then)
	}
	b.text(" END")
	b.typed = typed
	if whens == 0 {
		b.fail(fmt.Errorf("orm: Case without a When"))
	}
}

func (b *builder) in(n node) {
	list := n.r.([]any)
	if len(list) == 0 { // IN () is no SQL
		b.text("1 = 0")
		return
	}
	b.left(n.l)
	b.text(" IN (")
	for i, v := range list {
		if i > 0 {
			b.text(", ")
		}
		b.literal(v)
	}
	b.text(")")
}

// likeEscaper takes the wildcards of LIKE as themselves. ! is an escape that no database gives another meaning.
var likeEscaper = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

func (b *builder) like(n node) {
	pattern := likeEscaper.Replace(n.r.(string))
	if n.op != opStarts {
		pattern = "%" + pattern
	}
	if n.op != opEnds {
		pattern += "%"
	}
	b.left(n.l)
	b.text(" LIKE ").bind(pattern).text(" ESCAPE '!'")
}

func (b *builder) regex(n node) {
	c, ok := b.d.calls[fnRegex]
	if !ok {
		b.fail(fmt.Errorf("%w: Regex on %s", ErrUnsupported, b.d.name))
		return
	}
	b.left(n.l)
	b.text(c.sep).bind(n.r)
}

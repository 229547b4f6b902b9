package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// A cond is a comparison of an expression over the column with a value that Go computes.
type cond struct {
	column string
	x      *expr
	op     token.Token // EQL NEQ LSS LEQ GTR GEQ
	y      *expr
	null   bool // the library reads NULL as the type's zero, which differs from y …
	empty  bool // … or may not
}

// A phrase is a piece of SQL with its values.
type phrase struct {
	text string
	args []ast.Expr
}

// hole writes the placeholder for a value, or the value itself.
type hole func(arg ast.Expr) string

// questions gathers values for "?" placeholders; whole numbers stand in the text.
func (s *site) questions(args *[]ast.Expr) hole {
	return func(arg ast.Expr) string {
		if n := s.whole(arg); n != "" && !strings.HasPrefix(n, "-") {
			return n
		}
		*args = append(*args, arg)
		return "?"
	}
}

// phraseOf is an expression as SQL with "?" placeholders.
func (s *site) phraseOf(e *expr, column string) phrase {
	var p phrase
	p.text = e.sql(column, s.questions(&p.args))
	return p
}

// condition is a comparison as SQL with "?" placeholders.
func (s *site) condition(c cond) phrase {
	var p phrase
	p.text = c.sql(c.column, s.questions(&p.args))
	return p
}

// sql is the expression as SQL; h is called from left to right.
func (e *expr) sql(column string, h hole) string {
	switch {
	case e.cell != nil:
		return column
	case e.op == token.ILLEGAL:
		return h(e.arg)
	case e.op == token.NOT:
		return "NOT " + e.x.sql(column, h)
	}
	l, r := e.x.sql(column, h), e.y.sql(column, h)
	if e.x.op != token.ILLEGAL && e.x.op.Precedence() < e.op.Precedence() {
		l = "(" + l + ")"
	}
	if e.y.op != token.ILLEGAL && e.y.op.Precedence() <= e.op.Precedence() {
		r = "(" + r + ")"
	}
	return l + " " + e.op.String() + " " + r
}

func (c cond) sql(column string, h hole) string {
	ops := map[token.Token]string{token.EQL: "=", token.NEQ: "<>", token.LSS: "<", token.LEQ: "<=", token.GTR: ">", token.GEQ: ">="}
	x := c.x.sql(column, h)
	switch id, _ := c.y.arg.(*ast.Ident); {
	case id == nil:
	case id.Name == "nil" && c.op == token.EQL:
		return x + " IS NULL"
	case id.Name == "nil":
		return x + " IS NOT NULL"
	case id.Name == "true" || id.Name == "false":
		return x + " " + ops[c.op] + " " + strings.ToUpper(id.Name)
	}
	if c.empty {
		return "COALESCE(" + x + ", '') " + ops[c.op] + " " + c.y.sql(column, h)
	}
	text := x + " " + ops[c.op] + " " + c.y.sql(column, h)
	if c.null {
		return "(" + text + " OR " + c.x.sql(column, h) + " IS NULL)"
	}
	return text
}

// call writes name("text", args...).
func (s *site) quoted(p phrase) string {
	out := fmt.Sprintf("%q", p.text)
	for _, a := range p.args {
		out += ", " + s.text(a)
	}
	return out
}

// reserved reports whether a column's name cannot stand in SQL without quotes: it is a word of the language in PostgreSQL, MySQL or
// SQLite, or has characters that a name has not.
func reserved(column string) bool {
	for i := range len(column) {
		c := column[i]
		if !upper(c) && !digit(c) && c != '_' && (c < 'a' || c > 'z') {
			return true
		}
	}
	return column == "" || column != strings.ToLower(column) || strings.Contains(reservedWords, " "+column+" ")
}

const reservedWords = ` add all alter analyse analyze and any array as asc asymmetric authorization before between bigint binary blob both
 by call cascade case cast change char character check collate column concurrently condition constraint continue convert create cross cube
 current_catalog current_date current_role current_schema current_time current_timestamp current_user cursor database databases dec decimal
 declare default deferrable delayed delete dense_rank desc describe deterministic distinct distinctrow div do double drop dual each else
 elseif empty enclosed end escaped except exists exit explain false fetch float for force foreign freeze from full fulltext function
 generated get grant group grouping groups having high_priority if ignore ilike in index infile initially inner inout insensitive insert
 int integer intersect interval into is isnull iterate join json_table key keys kill lag lateral lead leading leave left like limit linear
 lines load localtime localtimestamp lock long loop low_priority manual match mediumint mod modifies natural not notnull ntile null numeric
 of offset on only optimize option or order out outer over overlaps parallel partition percent_rank placing precision primary procedure
 purge range rank read reads real recursive references regexp release rename repeat replace require resignal restrict return returning
 revoke right rlike row row_number rows schema select sensitive separator session_user set show signal similar smallint some spatial
 specific sql ssl starting stored straight_join symmetric system table tablesample terminated then tinyint to trailing transaction trigger
 true undo union unique unlock unsigned update usage use user using values varchar variadic varying verbose virtual when where while window
 with write xor zerofill `

// sum is what several additions and subtractions come to, as Go computes it: -n + bonus.
func (s *site) sum(e *expr) (string, bool) {
	if e.cell != nil {
		return "", true
	}
	if e.op != token.ADD && e.op != token.SUB || isDecimal(s.cellType(e)) || e.y.cells() > 0 {
		return "", false
	}
	head, ok := s.sum(e.x)
	operand := s.goText(e.y.arg)
	if _, simple := e.y.arg.(*ast.BinaryExpr); simple {
		operand = "(" + operand + ")"
	}
	switch {
	case head == "" && e.op == token.ADD:
		return operand, ok
	case head == "":
		return "-" + operand, ok
	}
	return head + " " + e.op.String() + " " + operand, ok
}

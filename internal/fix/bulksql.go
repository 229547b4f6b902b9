package fix

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// A sqlRow is a statement of the loop whose text the program has.
type sqlRow struct {
	*rowLoop
	at    ast.Expr  // the text as it is handed over: a constant, or …
	held  *heldText // … the name of one that serves this statement alone
	value string
	stmt  sqltext.Statement
	args  []ast.Expr // the values for its placeholders
}

// sqlRow reads the statement's text.
func (l *rowLoop) sqlRow() (*sqlRow, error) {
	if l.site.call().Ellipsis.IsValid() {
		return nil, refusal("the values are gathered in a slice")
	}
	at, args := l.textArg(l.site.call())
	if at == nil {
		return nil, errOwnForm
	}
	held, err := l.held(at)
	if err != nil {
		return nil, err
	}
	if held == nil && l.info.Types[at].Value == nil {
		return nil, errOwnForm
	}
	value, _, err := l.constantText(at)
	if err != nil {
		return nil, err
	}
	stmts := sqltext.Parse(value)
	if len(stmts) != 1 || strings.HasSuffix(strings.TrimSpace(value), ";") || len(stmts[0].Returning) > 0 || strings.Contains(value, "--") {
		return nil, refusal("the text is not one plain statement")
	}
	if held != nil {
		l.prep = slices.DeleteFunc(slices.Clone(l.prep), func(stmt ast.Stmt) bool { return stmt == held.decl })
	}
	return &sqlRow{rowLoop: l, at: at, held: held, value: strings.TrimRight(value, " \t\n"), stmt: stmts[0], args: args}, nil
}

// inNamed hands all rows to sqlx's NamedExec, which repeats the VALUES:
//
//	tx.NamedExec("INSERT INTO lines (sku) VALUES (:sku)", line)   →   tx.NamedExec("…", chunk)
func inNamed(l *rowLoop) error {
	s, err := l.sqlRow()
	if err != nil {
		return err
	}
	fn := l.callee(l.site.call())
	if fn == nil || !inModule(fn, "github.com/jmoiron/sqlx") || !strings.HasPrefix(fn.Name(), "NamedExec") || len(s.args) != 1 {
		return errOwnForm
	}
	from, to, err := s.tuple()
	if err != nil {
		return err
	}
	if to != len(s.value) || strings.ContainsAny(s.value[from+1:to-1], "()'") {
		return refusal("sqlx repeats a plain list of VALUES only")
	}
	r, err := l.row(s.args[0])
	if err != nil {
		return err
	}
	if err := l.prepares(r.obj); err != nil {
		return err
	}
	if !l.pure(s.args[0], pureDepth) {
		return refusal("making the row does more than that")
	}
	chunk, over := l.chunkName(), l.listName("rows", "list")
	whole := l.whole(r)
	if whole {
		over = l.text(l.loop.(*ast.RangeStmt).X)
	}
	if s.held != nil {
		s.put(s.source(), true)
	}
	l.sub(s.args[0].Pos(), s.args[0].End(), chunk)
	behind, err := l.chunks(over, "100", chunk, "")
	switch {
	case err != nil:
		return err
	case whole && len(l.prep) == 0:
		l.replaceLoop(behind)
	case whole:
		l.after(behind)
	default:
		typ, err := l.typeText(r.t)
		if err != nil {
			return err
		}
		l.gather(over, "[]"+typ, l.text(r.expr), behind)
	}
	return nil
}

// tuple is where the one list of VALUES stands, with its parentheses, if it does not look at other rows.
func (s *sqlRow) tuple() (from, to int, err error) {
	st := s.stmt
	if st.Verb == sqltext.Update || st.Verb == sqltext.Delete {
		return 0, 0, errOwnForm
	}
	if st.Verb != sqltext.Insert || st.Rows != 1 || len(st.Values) == 0 || len(st.Columns) == 0 || st.Upsert || len(st.With) > 0 || len(st.Subs) > 0 {
		return 0, 0, refusal("the text is not a plain INSERT of one row")
	}
	from = strings.LastIndexByte(s.value[:st.Values[0].Value.Pos], '(')
	last := st.Values[len(st.Values)-1]
	end := max(last.End, last.Value.End)
	to = end + strings.IndexByte(s.value[end:], ')') + 1
	if from < 0 || to <= end || strings.TrimSpace(s.value[end:to-1]) != "" || strings.TrimSpace(s.value[from+1:st.Values[0].Value.Pos]) != "" {
		return 0, 0, refusal("the list of VALUES is not plain")
	}
	for _, word := range []string{"select", "last_insert", "lastval", "currval", "identity", "changes"} {
		if strings.Contains(strings.ToLower(s.value[from:to]), word) {
			return 0, 0, refusal("the values depend on the row before")
		}
	}
	return from, to, nil
}

// inValues writes many rows behind VALUES:
//
//	tx.Exec("INSERT INTO lines (sku, n) VALUES (?, ?)", line.SKU, line.N)
//	tx.Exec("INSERT INTO lines (sku, n) VALUES (?, ?)"+strings.Repeat(", (?, ?)", len(chunk)/2-1), chunk...)
func inValues(l *rowLoop) error {
	s, err := l.sqlRow()
	if err != nil {
		return err
	}
	from, to, err := s.tuple()
	if err != nil {
		return err
	}
	if to != len(s.value) {
		return refusal("the text goes on behind its VALUES")
	}
	var marks []sqltext.Arg
	for _, v := range s.stmt.Values {
		marks = append(marks, v.Args...)
	}
	n := len(s.args)
	if n == 0 || len(marks) != n || s.stmt.Args != n {
		return refusal("a value serves two places")
	}
	list, chunk := l.listName("values", "fields", "args"), l.chunkName()
	text, before, err := s.repeated(from, to, marks, chunk)
	if err != nil {
		return err
	}
	s.put(text, strings.HasPrefix(text, s.source()+"+"))
	l.sub(s.args[0].Pos(), s.args[n-1].End(), chunk+"...")
	return s.spread(list, chunk, fmt.Sprintf("%d*100", n), before, s.args)
}

// spread gathers values and runs the unit with a hundred rows of them at a time.
func (s *sqlRow) spread(list, chunk, size, before string, args []ast.Expr) error {
	l := s.rowLoop
	if err := l.prepares(nil); err != nil {
		return err
	}
	texts := make([]string, len(args))
	for i, a := range args {
		if !l.pure(a, pureDepth) {
			return refusal("making the values does more than that")
		}
		texts[i] = l.text(a)
	}
	behind, err := l.chunks(list, strings.TrimPrefix(size, "1*"), chunk, before)
	if err != nil {
		return err
	}
	l.gather(list, "[]any", strings.Join(texts, ", "), behind)
	return nil
}

// repeated is the text with one list of VALUES for each row, and what has to be done before: numbers have to be counted.
func (s *sqlRow) repeated(from, to int, marks []sqltext.Arg, chunk string) (text, before string, err error) {
	n := len(marks)
	switch s.value[marks[0].Pos] {
	case '?':
		pkg, err := s.e.use("strings")
		rows := fmt.Sprintf("len(%s)/%d", chunk, n)
		if n == 1 {
			rows = "len(" + chunk + ")"
		}
		return s.source() + "+" + pkg + ".Repeat(" + strconv.Quote(", "+s.value[from:to]) + ", " + rows + "-1)", "", err
	case '$':
		row, err := s.numbered(from, to, marks)
		if err != nil {
			return "", "", err
		}
		return s.counted(s.value[:from], row, "", n, 0, chunk)
	}
	return "", "", refusal("the placeholders have names")
}

// numbered is a part of the text as a format of the numbers in it: "($1, $2)" -> "($%d, $%d)".
func (s *sqlRow) numbered(from, to int, marks []sqltext.Arg) (string, error) {
	out, at := "", from
	for i, m := range marks {
		if m.Index != i || m.Name != "" || m.Hole {
			return "", refusal("the placeholders are in another order than the values")
		}
		out += strings.ReplaceAll(s.value[at:m.Pos], "%", "%%") + "$%d"
		at = m.End
	}
	return out + strings.ReplaceAll(s.value[at:to], "%", "%%"), nil
}

// counted joins one part for each row, whose numbers go on behind those of the values that are there before.
func (s *sqlRow) counted(head, row, tail string, n, fixed int, chunk string) (text, before string, err error) {
	sprint, err := s.e.use("fmt")
	if err != nil {
		return "", "", err
	}
	join, err := s.e.use("strings")
	if err != nil {
		return "", "", err
	}
	parts, i := s.fresh(s.write, "marks", "places"), s.fresh(s.write, "i", "j", "k")
	numbers := make([]string, n)
	for k := range numbers {
		numbers[k] = fmt.Sprintf("%s+%d", i, fixed+k+1)
	}
	step := i + "++"
	if n > 1 {
		step = fmt.Sprintf("%s += %d", i, n)
	}
	indent := s.indent(s.loop.Pos()) + "\t"
	before = fmt.Sprintf("%svar %s []string\n%sfor %s := 0; %s < len(%s); %s {\n%s\t%s = append(%s, %s.Sprintf(%q, %s))\n%s}\n", indent, parts, indent, i, i, chunk, step,
		indent, parts, parts, sprint, row, strings.Join(numbers, ", "), indent)
	text = literal(head) + "+" + join + ".Join(" + parts + `, ", ")`
	if tail != "" {
		text += "+" + strconv.Quote(tail)
	}
	return text, before, nil
}

// inKeyList puts a list of keys in the place of one, which is the last value of the text:
//
//	tx.Exec("UPDATE orders SET state = ? WHERE id = ?", state, id)
//	tx.Exec("UPDATE orders SET state = ? WHERE id IN (?"+strings.Repeat(", ?", len(chunk)-1)+")", append([]any{state}, chunk...)...)
func inKeyList(l *rowLoop) error {
	s, err := l.sqlRow()
	if err != nil {
		return err
	}
	column, cond, err := s.keyCond()
	if err != nil {
		return err
	}
	n := len(s.args)
	for _, a := range s.args[:n-1] {
		if l.inLoop(a) || !l.plainValue(a) {
			return refusal("the rows get values of their own")
		}
	}
	if !l.inLoop(s.args[n-1]) {
		return refusal("the row is not found by the element alone")
	}
	list, chunk := l.listName("keys", "ids", "values"), l.chunkName()
	head, before, text := s.value[:cond.Pos]+column+" IN (", "", ""
	if s.value[cond.Value.Arg.Pos] == '?' {
		pkg, err := l.e.use("strings")
		if err != nil {
			return err
		}
		text = literal(head+"?") + "+" + pkg + `.Repeat(", ?", len(` + chunk + `)-1)+")"`
	} else if text, before, err = s.counted(head, "$%d", ")", 1, n-1, chunk); err != nil {
		return err
	}
	values := chunk
	if n > 1 {
		values = "append([]any{" + l.between(s.args[0].Pos(), s.args[n-2].End()) + "}, " + chunk + "...)"
	}
	s.put(text, false)
	l.sub(s.args[0].Pos(), s.args[n-1].End(), values+"...")
	return s.spread(list, chunk, "100", before, s.args[n-1:])
}

// keyCond is the column and condition of an UPDATE or DELETE on the row with a key: the last of its conditions.
func (s *sqlRow) keyCond() (string, sqltext.Cond, error) {
	st, n := s.stmt, len(s.args)
	if st.Verb != sqltext.Update && st.Verb != sqltext.Delete || len(st.Where) == 0 || n == 0 || st.Args != n || len(st.With) > 0 || len(st.Subs) > 0 || len(st.Tables) != 1 {
		return "", sqltext.Cond{}, refusal("the text is not a plain statement on one row")
	}
	for _, a := range st.Set {
		if a.Self || len(a.Columns) > 0 || len(a.Other) > 0 {
			return "", sqltext.Cond{}, refusal("a key that is there twice would count once")
		}
	}
	for _, w := range st.Where {
		if w.Disjunct {
			return "", sqltext.Cond{}, refusal("the WHERE has alternatives")
		}
	}
	w := st.Where[len(st.Where)-1]
	if w.Op != "=" || w.Column == "" || w.Value.Arg == nil || w.Value.Arg.Index != n-1 || w.Value.Arg.Name != "" || w.End != len(s.value) {
		return "", sqltext.Cond{}, refusal("the row is not found by the last value")
	}
	if slices.Contains([]byte{':', '@', '%'}, s.value[w.Value.Arg.Pos]) {
		return "", sqltext.Cond{}, refusal("the placeholders have names")
	}
	column, _, _ := strings.Cut(s.value[w.Pos:w.End], "=")
	return strings.TrimSpace(column), w, nil
}

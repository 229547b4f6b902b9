// Package sqltext tells what a SQL string does: its verb, its table, the columns that it reads, sets and tests, the
// placeholders that feed them and the locks that it takes.
//
// It is made for SQL as Go programs carry it: every placeholder style, fragments that an ORM takes ("stock - ?"),
// Sprintf verbs where a name should be, any dialect's quotes, several statements in one string. There is no grammar and
// no syntax error. A lexer cuts the text into tokens, a walk over them finds the clauses, and whatever is not
// understood is left empty. Time and memory are linear in the length of the text.
//
//	Parse("UPDATE accounts SET balance = balance - $2 WHERE id = $1 AND balance >= $2")
//	// Verb Update, Table "accounts",
//	// Set   balance = an expression of balance and argument 1 (Self),
//	// Where id = argument 0, balance >= argument 1
package sqltext

// Verb is the kind of a statement.
type Verb int

// The verbs. A fragment ("WHERE id = ?", "FOR UPDATE") and everything that is neither a row statement nor a transaction
// statement, such as CREATE TABLE, is Other.
const (
	Other          Verb = iota
	Select              // SELECT, also TABLE-less: SELECT pg_advisory_lock($1)
	Insert              // INSERT; Statement.Upsert tells whether it updates the row it meets
	Update              // UPDATE
	Delete              // DELETE
	Replace             // REPLACE INTO, INSERT OR REPLACE, UPSERT INTO: overwrites the row it meets
	Merge               // MERGE INTO ... WHEN MATCHED THEN UPDATE
	LockTable           // LOCK TABLE, LOCK TABLES
	Begin               // BEGIN, START TRANSACTION
	Commit              // COMMIT, END
	Rollback            // ROLLBACK, also TO SAVEPOINT
	SetTransaction      // SET TRANSACTION ..., SET SESSION CHARACTERISTICS ..., SET transaction_isolation = ...
)

// Lock is the strength of a row lock.
type Lock int

// The row locks, weakest last. SQL Server's UPDLOCK and XLOCK hints count as LockUpdate, HOLDLOCK as LockShare.
const (
	LockNone        Lock = iota
	LockUpdate           // FOR UPDATE
	LockNoKeyUpdate      // FOR NO KEY UPDATE
	LockShare            // FOR SHARE, LOCK IN SHARE MODE: two readers may hold it at once
	LockKeyShare         // FOR KEY SHARE
)

// Statement is what one statement of a text does. All positions are byte offsets into the text given to Parse.
type Statement struct {
	Verb  Verb
	Name  string // the name of the common table expression that this statement is the body of: WITH name AS (...)
	Table string // the target of a write, the first FROM table of a SELECT; unquoted, without schema; "" if it cannot be told
	Alias string // the alias of Table; "" without one, or without Table

	Tables    []TableRef // every table in the order of the text, the target included, those of sub-selects not
	Columns   []Column   // the SELECT list, or the column list of an INSERT
	Set       []Assign   // the assignments of UPDATE, of INSERT ... SET and of the update half of an upsert
	Values    []Assign   // INSERT: the first row's value for each column; Column is "" without a column list
	Rows      int        // INSERT ... VALUES: how many rows stand in the text
	Where     []Cond     // the conditions of WHERE; for an upsert those of DO UPDATE ... WHERE
	On        []Cond     // the conditions of JOIN ... ON
	Returning []Column   // RETURNING or OUTPUT

	Lock       Lock
	LockOf     []string // FOR UPDATE OF names
	SkipLocked bool     // SKIP LOCKED, READPAST
	NoWait     bool     // NOWAIT

	Upsert   bool     // ON CONFLICT DO UPDATE, ON DUPLICATE KEY UPDATE, MERGE
	Ignore   bool     // ON CONFLICT DO NOTHING, INSERT IGNORE, INSERT OR IGNORE
	Conflict []string // the columns of ON CONFLICT (...)

	Aggregate    bool   // a SELECT of aggregates only, or with GROUP BY: its columns are no row's cells
	Union        bool   // a SELECT joined to others by UNION, INTERSECT or EXCEPT; the others are in Subs
	Ordered      bool   // ORDER BY
	Limit        bool   // LIMIT, TOP or FETCH FIRST
	Advisory     bool   // takes an advisory lock, be it within WITH, or a table lock that excludes other writers
	Serializable bool   // starts or sets a SERIALIZABLE transaction; also SQLite's BEGIN IMMEDIATE and EXCLUSIVE
	Isolation    string // the isolation level that it sets, in upper case: "REPEATABLE READ"

	With []Statement // the bodies of WITH, each with its Name
	Subs []Statement // parenthesised sub-selects, the further parts of a UNION, the source of INSERT ... SELECT

	Args     int // how many values it needs: each "?", the highest $n, each different name
	Pos, End int // where it stands in the text
	WhereEnd int // where " AND cond" (HasWhere) or " WHERE cond" can be inserted in an UPDATE, DELETE or SELECT
	HasWhere bool
}

// TableRef is one mention of a table.
type TableRef struct {
	Name   string // unquoted, without schema; "" for a sub-select, a table function or a lone Sprintf verb
	Schema string
	Alias  string
	Arg    *Arg // the placeholder that stands for the name: UPDATE %s SET
	Sub    bool // a sub-select or a table function: FROM (SELECT ...) alias
	Lock   Lock // a SQL Server hint: WITH (UPDLOCK)
	Pos    int
}

// Column is one column of a SELECT list, of an INSERT or of RETURNING.
//
// A plain column, also with a cast, has a Name and is neither Computed nor Aggregate. COALESCE(balance, 0) and its like
// have the Name of the column and are Computed: the value is the column's, or a default. Any other expression has no Name.
type Column struct {
	Name      string
	Table     string // the qualifier as written: the t of t.balance
	Alias     string
	Star      bool // * or t.*
	Aggregate bool // COUNT(...), SUM(...), MAX(...)
	Computed  bool
	Func      string   // the function around it all, in upper case: "COUNT"; "" for MAX(n) + 1
	Columns   []string // every column that it mentions, those of a qualified * not
	Args      []Arg
	Value     Operand // the expression: of SELECT $1, balance the first is an argument
	Pos, End  int
}

// Assign is one "column = value".
type Assign struct {
	Column    string // unquoted, without qualifier; "" if it cannot be told: SET %s
	ColumnArg *Arg   // the placeholder that stands for the name: SET %s = ?
	Table     string // the qualifier as written
	Value     Operand
	Self      bool     // the value mentions the same column of the same row: x = x - ?, COALESCE(x, 0) + $1, CASE ... x ...
	Settles   bool     // done again, it leaves the value as it is: array_remove(x, ?), GREATEST(x, ?), COALESCE(x, ?)
	Keeps     bool     // it stays as it is where no value is given, NULL for the argument: COALESCE($1, x). Args are those of the value alone
	Columns   []string // the target row's columns that the value mentions
	Other     []string // other rows' columns that it mentions, with their qualifier: "excluded.x", "v.x"
	Args      []Arg
	Pos       int
	End       int
}

// Cond is one comparison in a condition.
type Cond struct {
	Column    string // the column compared; "" if an expression is: LOWER(email) = ?
	ColumnArg *Arg   // the Sprintf verb that stands for it: WHERE %s = ?
	Table     string // its qualifier as written
	Op        string // = <> < <= > >= IN IS LIKE BETWEEN, these four also with NOT ("IS NOT"), or "other"
	Value     Operand
	Args      []Arg
	Columns   []string // every column that it mentions, on both sides
	Bare      bool     // a column by itself, WHERE active: Op is "=" and Value the literal true, or false behind NOT
	Disjunct  bool     // it stands under an OR, or with others under a NOT: it need not hold for a row to match
	Pos, End  int
}

// Operand is a value: a placeholder alone, a literal alone, a column alone, or an expression. Parentheses, casts and
// collations around a lone value do not count. A '%s' is taken for a Sprintf verb, not for a literal.
type Operand struct {
	Arg      *Arg
	Literal  string // as written: 'open', 0, NULL, TRUE
	Column   string
	Table    string // the qualifier of Column
	Expr     bool
	Pos, End int
}

// Arg is a place where a Go value comes in.
type Arg struct {
	Index int    // 0-based position in the argument list: the nth "?", n-1 of $n; -1 if only the name tells
	Name  string // of :name, @name, $name, ?name
	Hole  bool   // a Sprintf verb; Index counts the verbs, apart from placeholders
	Pos   int
	End   int
}

// Expr is a right-hand side read by ParseExpr.
type Expr struct {
	Value   Operand
	Columns []string
	Other   []string // columns of EXCLUDED and VALUES(...)
	Args    []Arg
}

// Parse reads one SQL text, possibly of several statements; it never fails: what it cannot tell it leaves empty.
func Parse(sql string) []Statement {
	p := &parser{text: scan(sql)}
	return p.parse()
}

// parse reads the statements of a whole text.
func (p *parser) parse() []Statement {
	var out []Statement
	last := len(p.toks) - 1
	for i := 0; i < last; {
		j := i
		for j < last && p.toks[j].kind != semicolon {
			j = p.after(j)
		}
		if j > i {
			st := p.statement(i, j)
			st.Advisory = st.Advisory || p.advisory(i, j)
			out = append(out, st)
		}
		i = j + 1
	}
	return out
}

// ParseWhere reads a condition as ORMs take it: "id = ? AND stock >= ?".
func ParseWhere(fragment string) []Cond {
	p := &parser{text: scan(fragment)}
	i, j := 0, len(p.toks)-1
	if p.toks[i].kw == kwWhere {
		i++
	}
	cond := p.clauses(i, j, Other)[0] // "id = ? FOR UPDATE"
	return p.conds(nil, cond.body, cond.end)
}

// ParseExpr reads a right-hand side, such as the "stock - ?" of an ORM's expression: the columns that it mentions and
// its placeholders.
func ParseExpr(fragment string) Expr {
	p := &parser{text: scan(fragment)}
	j := len(p.toks) - 1
	own, other := p.mentions(0, j, scope{})
	return Expr{Value: p.operand(0, j), Columns: own, Other: other, Args: p.argsIn(0, j)}
}

// All calls yield for each statement, its WITH bodies and its sub-selects, the outer one first, until yield returns
// false. It fits a range clause: for s := range sqltext.All(stmts).
func All(stmts []Statement) func(yield func(*Statement) bool) {
	return func(yield func(*Statement) bool) { all(stmts, yield) }
}

func all(stmts []Statement, yield func(*Statement) bool) bool {
	for i := range stmts {
		s := &stmts[i]
		if !yield(s) || !all(s.With, yield) || !all(s.Subs, yield) {
			return false
		}
	}
	return true
}

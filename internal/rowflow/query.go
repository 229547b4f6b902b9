package rowflow

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A Query is a statement under construction, or the connection that it starts from.
type Query struct {
	Base      []Flow   // the parameter that it came in as: what the caller had put into it is not known here
	Lib       string   // the library's name
	Table     string   // by name
	Type      string   // by a struct's type: "example.com/shop.Product"
	Model     *Value   // the struct, where it may name the row
	Where     []Term   // conditions, all of which must hold
	Or        bool     // some condition is an alternative
	Columns   []string // limited to these columns; empty: all, or those that the caller names
	ColumnsBy *Value   // the list of columns that the caller gives: Columns are those where it gives none
	Omit      []string
	All       bool   // zero values are written too
	Row       *Value // struct or map that a later update or insert writes
	Set       []Term // columns to write
	Atomic    []string
	Text      *string        // SQL text …
	Holes     []Value        // … what fills its holes, where it was put together
	Args      []Value        // its placeholders' values
	Named     *Value         // … or the struct or map that has them by name
	Will      knowledge.Verb // the statement that it will be when it runs
	NoVersion bool           // the version column is not compared
	NoKey     bool           // the model's key is no condition
	Expr      bool           // no statement but an expression that the database computes
	Lock      bool
	Perhaps   bool   // … or so it seems: what asks for it is not known here
	LockBy    *Value // the strength of the lock, where the caller gives it
	Ordered   bool   // the first row of an order is read
	Returns   bool   // the row in memory gets what the database has
	Ran       bool   // it has run, and only its rows are still to be read
	Dead      bool   // asked for a lock that the library ignores
	Upsert    bool
	Taken     []string // columns that the row which an upsert meets takes from the new one: x = EXCLUDED.x
	Tx        string   // identity of the transaction, "" outside one or unknown
	Pool      bool     // it runs on a pool of connections, in no transaction
	Level     knowledge.Isolation
}

// A Term is a column with a value: a condition, or an assignment.
type Term struct {
	Column string
	Op     string // "=" and the other comparisons; "" for an assignment
	Value  Value
	Self   bool   // the database computes the new value from the old one …
	Settle bool   // … and leaves it as it is when it does so again
	By     *Value // the parameter that names the column, while it has no name
	Keep   bool   // it leaves the column as it is where there is no value: COALESCE($1, x)
}

// clone returns a copy that may be extended.
func (q *Query) clone() *Query {
	if q == nil {
		return &Query{}
	}
	c := *q
	c.Where = slices.Clip(q.Where)
	c.Columns = slices.Clip(q.Columns)
	c.Omit = slices.Clip(q.Omit)
	c.Set = slices.Clip(q.Set)
	c.Atomic = slices.Clip(q.Atomic)
	c.Args = slices.Clip(q.Args)
	return &c
}

// joinQueries is what is known of a statement that may be either. Conditions that only one of them has may be missing, but a
// lock or a condition that is there sometimes is taken for one that is there: silence before noise.
func joinQueries(a, b *Query) *Query {
	if a == nil || a == b {
		return b
	}
	if b == nil {
		return a
	}
	if len(b.Where)+len(b.Set)+len(b.Args) > len(a.Where)+len(a.Set)+len(a.Args) {
		a, b = b, a
	}
	q := a.clone()
	q.Lock = a.Lock || b.Lock
	q.Perhaps = a.Perhaps || b.Perhaps || a.Lock != b.Lock
	q.Upsert = a.Upsert || b.Upsert
	q.Ordered = a.Ordered && b.Ordered
	q.Level = max(a.Level, b.Level)
	q.Pool = a.Pool && b.Pool
	if q.Table == "" {
		q.Table = b.Table
	}
	if q.Type == "" {
		q.Type, q.Model = b.Type, b.Model
	}
	if q.Row == nil {
		q.Row = b.Row
	}
	if q.Text == nil {
		q.Text, q.Holes, q.Args = b.Text, b.Holes, b.Args
	}
	if q.Tx == "" {
		q.Tx = b.Tx
	}
	q.Base = unionFlows(a.Base, b.Base)
	return q
}

// A Func is a function value: a function with the variables that it has captured.
type Func struct {
	Fn   *ssa.Function
	Bind []Value
}

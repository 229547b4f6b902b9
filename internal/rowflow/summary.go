package rowflow

import "github.com/rmwlint/rmwlint/internal/knowledge"

// A Summary is what a function does to rows, in terms of its parameters: what a caller, in this package or another, needs.
type Summary struct {
	Reads   map[string]*ReadSite // rows and cells that the results, parameters and effects mention
	Effects []Effect             // in the order in which they happen
	Post    []Stored             // what the function leaves in memory that the caller can see
	Results []Value
	Outside bool // it changes something outside of the database, too

	pending   []Finding // what waits for the callers: they may hold a lock
	closure   bool
	params    int        // how many there are; captured variables are counted on from there
	foreign   bool       // another package's: its variables are not known by number
	sent      bool       // it is sent on a channel: the receiver runs it, one at a time
	schema    bool       // it changes the schema: set-up code
	settled   bool       // … and one of them was met
	repeats   []Repeat   // statements in loops, which wait for the callers, too: they may be set-up code
	creations []Creation // … and inserts of rows that were not found
	keySaves  []KeySave  // … and so do rows saved under a key of the program's
	rows      []Finding  // rows that came in as parameters, changed and written here: whoever read them, the update may be lost
	glances   []glance   // reads that callers in this package may know to run beside a transaction
	applied   bool       // … unless a caller in this package was met, which knows
}

// A Stored is a value left at an address.
type Stored struct {
	At    Ref
	Value Value
}

// An Effect is one of: a write, a call of a function that the caller gave, a guard that is held from then on.
type Effect struct {
	Write *Write
	Call  *CallbackCall
	Guard string // "row lock", "mutex", "serializable"; "-" ends them, and "unlock" a mutex
	Run   *TextRun
	Base  []Flow // … on this connection: where it is a pool, nothing is held
	By    *Value // … if these options of a transaction, which the caller gives, say so
}

// A CallbackCall is a call of a function value that came in as a parameter.
type CallbackCall struct {
	N     int // identity: Callback roots with this N are its operands
	Fn    []Flow
	Args  []Value
	Row   bool     // it is called once a row, with the row
	Tx    [][]Flow // the connections that the transactions around it began on, if it is handed the transaction
	Sent  bool     // it is not called here but sent on a channel
	Apart bool     // nobody waits for it: it is called by a goroutine
	Again bool     // it is called until it succeeds
}

// A ReadSite is one place where rows are read.
type ReadSite struct {
	ID       string `pack:"local"`
	At       Pos    // the call, in the function at hand …
	Via      []Pos  // … and the calls beneath it, down to the library's
	Lib      string
	Type     string // the row's struct type, and
	Table    string // its table by name: one of them may be unknown
	Dest     []Ref  // where the row is put, while its type is unknown
	Base     []Flow // the parameters and callbacks that its statement came in as: they may have locked
	InTx     bool   // in a transaction
	Ordered  bool   // the first row of an order: which one it is, its conditions do not tell
	LockBy   *Value // the lock's strength, if the caller gives it
	Released bool   // it was locked until a transaction ended
	Freed    bool   // it was read under a mutex that the function which read it unlocked
	Guard    string // why the row cannot change before the write; "" if nothing keeps it
	Locks    bool   // the lock is its own, not one that was taken before …
	Perhaps  bool   // … or so it seems
	Where    []Term
	Either   []string // columns of conditions that are alternatives: a = ? OR b = ?
	Assume   string   // why this is taken for a read, if only names say so
}

// A Write is one statement that changes rows.
type Write struct {
	At        Pos   // the call, in the function at hand …
	Via       []Pos // … and the calls beneath it, down to the library's
	Lib       string
	Verb      knowledge.Verb
	Type      string
	Table     string
	Base      []Flow // the statement came in as this parameter
	Row       *Value // struct or map whose columns are written
	Model     *Value // the struct that it is about, where only the caller knows the type
	Set       []Term // columns written one by one
	Where     []Term
	Or        bool
	Columns   []string
	ColumnsBy *Value // the list of columns that the caller gives: Columns are those where it gives none
	Omit      []string
	Atomic    []string
	All       bool
	NonZero   bool
	Upsert    bool
	NoVersion bool // the library's own comparison of the version is switched off
	Guard     string
	Under     string // the guard that was held
	Assume    string
	Text      *string  // SQL text, where there is one
	Tx        string   // the transaction, if it was begun in sight
	Own       bool     `pack:"-"` // … by the callee, and so another than those that are open here
	Counted   bool     // somebody looks at how many rows it changed
	Settled   bool     // loops around it do not count: they have been judged, or it does not run by itself
	each      bool     // it is about the row that a function is called for
	Renewed   []string // columns computed from what was read for this very write: what was tested before that has been read again
	Returns   bool     // the row in memory gets what the database has
	Sums      bool     // a callee has computed a column from its loaded value
	Unseen    bool     // it says how many rows it changed, and nobody looks
	Answered  bool     // it returns the rows that it changed: none is an error
	Tested    []Flow   // parts of rows that the callers gave, whose tests decide that it happens, and that it changes
	Tickets   []Flow   // columns of rows that the callee has read, whose tests decide that it happens, and which its answer tells
	Of        []Flow   `pack:"-"` // reads, on another connection, of the row that it names by its key, and that it relies on
	Judged    bool     // an insert: why it runs has been judged
	KeyJudged bool     // what the row's key means for the statement has been judged, here or in a callee
}

func newSummary() *Summary { return &Summary{Reads: map[string]*ReadSite{}} }

// silent reports whether the summary says nothing that a caller could use.
func (s *Summary) silent() bool {
	if s == nil {
		return true
	}
	for _, r := range s.Results {
		if !r.empty() {
			return false
		}
	}
	return len(s.Effects) == 0 && len(s.Post) == 0 && !s.Outside
}

// maxSummary bounds the values of a summary: what callers copy, and facts hold.
const maxSummary = 5_000

// size counts the values of a summary, up to a little more than maxSummary.
func (s *Summary) size() int {
	left := maxSummary + 1
	for _, v := range s.Results {
		left = v.countMore(left)
	}
	for _, p := range s.Post {
		left = p.Value.countMore(left)
	}
	for _, e := range s.Effects {
		if e.Write != nil {
			left = (&Query{Where: e.Write.Where, Set: e.Write.Set, Row: e.Write.Row}).count(left)
		}
		if e.Call != nil {
			for _, v := range e.Call.Args {
				left = v.countMore(left)
			}
		}
		if e.Run != nil {
			left = e.Run.Text.countMore(left)
		}
	}
	return maxSummary + 1 - left
}

// count takes the values that a value is made of off a budget, and returns what is left.
func (v Value) count(left int) int {
	left--
	for _, e := range v.Image {
		left = e.Value.countMore(left)
	}
	for _, h := range v.Holes {
		left = h.countMore(left)
	}
	if q := v.Query; q != nil && left > 0 {
		left = q.count(left)
	}
	return max(0, left)
}

// countMore is count, unless the budget is gone: a value may have more parts than there is time to count.
func (v Value) countMore(left int) int {
	if left <= 0 {
		return 0
	}
	return v.count(left)
}

// count is that of the values in a statement.
func (q *Query) count(left int) int {
	for _, terms := range [][]Term{q.Where, q.Set} {
		for _, t := range terms {
			left = t.Value.countMore(left)
		}
	}
	for _, vals := range [][]Value{q.Args, q.Holes} {
		for _, v := range vals {
			left = v.countMore(left)
		}
	}
	for _, v := range []*Value{q.Model, q.Row} {
		if v != nil {
			left = v.countMore(left)
		}
	}
	return left
}

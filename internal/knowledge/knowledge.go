// Package knowledge says what the calls of each library do to rows. It holds data only: one file a library, one
// row a method, the meaning of every column written down at Call. The engine (internal/rowflow) reads the rows; it
// knows no library by name.
//
// To add a library, add a file with a Library literal and a line in Libraries. If a call cannot be said with the
// columns of Call, the engine lacks something: add a column there, never a case for one library.
package knowledge

// Arg names an operand of a call: 1 is the first argument, and so on. The operands of a variadic parameter count one
// by one, as they are written at the call; an operand that a call lacks is as good as None.
type Arg int

const (
	None   Arg = 0  // the call has no such operand
	Recv   Arg = -1 // the receiver
	Result Arg = -2 // the first result
	Star   Arg = -3 // what the star in Name stands for, as a column: "Set*" matches SetUnitPrice, and unit_price is the column
	OnStar Arg = -4 // what the star in On stands for, as a model: "*UpdateOne" matches ProductUpdateOne, and Product is the model
)

// Verb is the statement that a call runs.
type Verb int

const (
	Shape  Verb = iota // runs nothing: the call only shapes the statement under construction
	Read               // reads rows into Row, Scan or Result
	Count              // reads an aggregate into Row: what it yields is no column of a row
	Insert             // inserts Row
	Update             // updates the columns of Row (struct or map), or Column with Value, or what was Set before
	Save               // updates the row that has Row's key, or inserts it: every column
	Upsert             // inserts, or updates on a conflict
	Delete             // deletes
	Exec               // runs the SQL text, which says what it does, or the statement that Will named
)

// Isolation is what a transaction promises beyond atomicity.
type Isolation int

const (
	DefaultIsolation Isolation = iota
	Serializable               // a lost update is an error of one of the two
)

// Call is a row of knowledge: what one method or function does. Operands that a call lacks stay None.
type Call struct {
	On   string // receiver's type, or several: "Engine Session"; empty for a function of the package
	Name string // method's or function's name, or several: "First Last Take"
	//             In a library of generated code both may have a star for a part of the name that differs from model to
	//             model: "*UpdateOne", "Set*". A row without a star goes before one with, else the first row that matches counts.

	// The statement under construction, which the call extends and hands on with its result.
	Query   Arg    // where it comes from; the receiver if None
	Handle  Arg    // the connection or transaction that it runs on, if Query does not bring it: Tx.Stmt, RunWith(tx), Exec(ctx, tx)
	Fresh   bool   // it starts anew: what Query brings is a connection only
	Parts   Arg    // the first of values that shape it too, each the result of a call listed here: orm.Set, orm.If
	TypeArg int    // table by this type argument, counted from 1, of the function or of the receiver's type: gorm.G[User]
	Table   Arg    // table by name: a string
	Model   Arg    // table by a struct's type; a key set in the struct is a condition. If Table names the same operand, its type tells
	Key     Arg    // value of the primary key: a condition
	RowKey  bool   // the key set in the model is a condition (bun's WherePK)
	Where   Arg    // a condition as the library takes it (SQL fragment, struct, map, key); what follows are its values
	Cond    string // the result is a condition: Column compared with Value by this operator, "=" or ">=" (goqu's Eq)
	Columns Arg    // the first of the columns that reads and writes are limited to: strings, lists of strings, pointers to fields
	Omit    Arg    // the first of the columns left out
	Of      Arg    // a row: the statement is about those that hang on it
	Along   Arg    // the first of functions that shape the statement which reads other rows along with these: a lock there locks them
	Order   bool   // rows come in an order: with one row read, the first of them
	AllCols bool   // writes every column, zero values too
	Names   bool   // names the columns of a conflict clause, which then writes no others
	Column  Arg    // a column to write (with Read: to read): a string, or a pointer to the field …
	Value   Arg    // … and its value. If Column and Row name one operand, its type tells which of the two it is
	SetText Arg    // a SET fragment ("x = x + ?"); what follows are its values
	Atomic  Arg    // a column that the database computes from its present value (xorm's Incr): no lost update
	SQL     Arg    // SQL text; what follows are its values, a map or struct among them fills its names
	Args    Arg    // the first of the values for an SQL text that the statement already carries (Stmt.Exec)
	Named   Arg    // struct or map that fills the :names of the text
	Lock    bool   // rows read by the statement stay locked until the transaction ends
	LockBy  Arg    // the same, if the operand says so: a string ("UPDATE", "FOR UPDATE SKIP LOCKED")
	Suffix  Arg    // SQL text added at the end: what it says of locks ("FOR UPDATE") and conflicts ("ON CONFLICT …") holds
	OnClash Arg    // what an insert does on a conflict: a text, of which "DO UPDATE" without columns updates all; or its SET: "x = EXCLUDED.x"
	Upsert  bool   // makes the insert an upsert
	Clause  Arg    // the first of the clause structs; Library.Clauses tells what each does
	Dead    Arg    // the operand asks for a lock that this library ignores ("gorm:query_option"): a string
	Version Arg    // the name of the model's version column, which updates compare and set by themselves (gorp's SetVersionCol)
	Will    Verb   // the statement under construction is this one: who runs it (Exec, ToSql's text) does it
	Queues  bool   // the receiver is a list of statements, and the call adds one: who runs the list runs them all (pgx.Batch)

	// The statement that runs.
	Do  Verb
	Row Arg // struct, slice or map read into or written from; None with a verb that needs one: what Model named. Without a
	//              verb: what a later update or insert writes (SetMap)
	Scan      Arg  // the first of the variables, or a list of them, filled by position (Rows.Scan); with Row: if the operands are no structs
	Returns   bool // the row in memory gets what the database computed
	Creates   bool // inserts the row if there is none
	NonZero   bool // a struct's zero fields are not written
	Example   bool // Row's non-zero fields are conditions (xorm's Get)
	NoKey     bool // a key set in Row or Model is no condition (xorm's Update)
	NoVersion bool // the version column is not compared this time (xorm's NoVersionCheck)
	Text      bool // runs nothing: the results are the statement's SQL text and its values (ToSql, sqlx.In); who runs the text runs the statement

	// Transactions and control flow.
	Begin     bool      // the result is a handle in a transaction; if it is no handle, the receiver is one from here on
	Options   Arg       // the transaction's options: a struct with an isolation level, or the level
	Isolation Isolation // the level that the call itself asks for
	End       bool      // commits or rolls back
	Runs      Arg       // a function that the call runs once …
	InTx      bool      // … inside a transaction; its first handle parameter is the transaction's
	Gives     int       // … with the rows read in its parameter of this number, counted from 1: FindInBatches, Iterate
	Scope     Arg       // the first of functions from statement to statement (gorm's Scopes), or that change the one they are given
	Expr      Arg       // the result is an SQL expression of this text (or of a pointer to a field, or of an expression): the database computes it; what follows are its values. With Column: the column is set to it
	SameAs    Arg       // the result is this operand (wrappers: ctx-carrying handles, Ptr helpers), or the part of it that Column names
}

// Clause is a struct that changes a statement, such as GORM's clause.Locking.
type Clause struct {
	Type   string // "gorm.io/gorm/clause.Locking"
	Lock   bool
	LockBy string // the field that holds the lock's strength; an empty one, or NONE, locks nothing
	Upsert bool
	All    string // the field that makes it an upsert of every column
	Return bool   // RETURNING: the row is filled with what the database has
}

// Flag is a constant that changes the verb of the call that it is handed to: orm.ForceInsert makes a Save an Insert.
type Flag struct {
	Type  string
	Value int64
	Will  Verb
}

// Library is what is known of one library.
type Library struct {
	Name  string   // as messages call it
	Paths []string // import paths of its packages; a major version's suffix (/v2) is ignored
	Under []string // import path prefixes whose packages are the library's own code and never analysed

	// For a library that generates code: import paths of which each generated package imports one, and names of which it
	// declares one. The rows then speak of the generated packages as well as of Paths.
	Generated []string
	Marks     []string
	Edges     string // the field of a generated row beneath which rows are kept that were loaded along with it: order.Edges.Customer

	// Types that stand for a connection, transaction or statement: methods of theirs that return one of them and are no
	// row below hand the statement on as it is, and so does reading one from a field of another (tx.Product). Stars as in
	// Call.On.
	Handles []string
	// Those among them that stand for a pool of connections: what runs on them is in no transaction. A type may stand for a pool or
	// a transaction; then a package's variable of the type is taken for a pool.
	Pools    []string
	PoolVars []string
	Mutable  bool // methods that return their receiver's own type change the receiver too (xorm's Session, bun's queries)
	Chained  bool // … a receiver that such a method has returned (GORM's Model, Where), not one that begins a statement
	Resets   bool // a statement that ran is empty again, its transaction apart (xorm's Session)

	Deep       bool // a row that is saved takes along the columns of rows that hang on it (GORM v1)
	KeepsBirth bool // a save leaves CreatedAt alone where it meets a row
	SetOnly    bool // an update writes the columns that the statement sets, none of the row that it names
	BulkKeys   bool // an insert of many rows fills in the generated key of each
	Declares   bool // the structs declare the tables, by tags, with their unique indexes

	Tag       string   // struct tag that names columns: gorm, xorm, db, bun, orm
	ColTag    string   // key of the column's name inside the tag ("column" in gorm:"column:x" and orm:"column(x)"); empty: the first word
	TagSpaces bool     // the tag's words stand between spaces; the name is one in quotes, or one that is not in TagWords
	TagWords  []string // words of the tag that are no column's name, in lower case
	Version   []string // what marks a version column in a tag, or a field type: the library compares and sets by itself
	// It does where a struct is written, and not for a map of columns (xorm: session_update.go, doIncVer).
	VersionOfStruct bool
	Exprs           []string    // types whose values are SQL expressions, however they are made: clause.Expr{SQL: …}
	Conditions      []Condition // types whose values are conditions
	Clauses         []Clause
	Flags           []Flag
	Calls           []Call

	// Words of a tag, in lower case, that tell how the library decides between INSERT and UPDATE, and which columns it leaves alone.
	KeyWords  []string // the field is the primary key, or a part of it; without any, a field ID or Id is
	AutoWords []string // the database makes the key
	HandWords []string // … and these say that it does not
	OwnWords  []string // an update does not write the field, or writes a value of the library's own

	// What a model's table and columns are called when no tag says so.
	TableNames   Naming
	ColumnNames  Naming
	TableMethod  string // method of the model that says the table's name
	UniqueMethod string // method of the model that says which columns are unique together
	TableTag     string // key in the tag of some field of the model that says it: bun:"table:users,alias:u"
	TableField   string // the field of the model whose tag's first word says it: go-pg's tableName
}

// Condition is a type whose values are conditions: a map from columns to values, or a struct with Column and Value.
type Condition struct {
	Type string // "github.com/Masterminds/squirrel.Eq"
	Op   string // how each column is compared with its value: "=", "<>", ">=", …
}

// Naming is how a library makes a table's or column's name from a Go name.
type Naming int

const (
	Unnamed Naming = iota // it does not: names stand in SQL text only
	Snake                 // UserName: user_name
	Snakes                // UserName: user_names
	Lower                 // UserName: username
	Same                  // UserName: UserName
)

// Libraries lists every library that the linter knows.
func Libraries() []*Library {
	return []*Library{
		&Gorm,
		&GormV1,
		&Gen,
		&Xorm,
		&Sqlx,
		&Scany,
		&Bun,
		&GoPG,
		&Pgx,
		&Beego,
		&Ent,
		&SQLBoiler,
		&Squirrel,
		&Dbr,
		&Goqu,
		&Gorp,
		&Borp,
		&Pop,
		&SQL,
		&Orm,
	}
}

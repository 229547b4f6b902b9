package knowledge

// Gorp is github.com/go-gorp/gorp: rows are mapped at run time, updates write them whole.
var Gorp = Library{
	Name:        "gorp",
	Paths:       []string{"github.com/go-gorp/gorp", "gopkg.in/gorp.v1", "gopkg.in/gorp.v2"},
	Under:       []string{"github.com/go-gorp/gorp", "gopkg.in/gorp.v1", "gopkg.in/gorp.v2"},
	Handles:     []string{"DbMap", "Transaction", "SqlExecutor"},
	Pools:       []string{"DbMap"},
	Tag:         "db",
	ColumnNames: Same,
	Calls: []Call{
		{On: "DbMap Transaction SqlExecutor", Name: "Get", Do: Read, Model: 1, NoKey: true, Key: 2, Row: Result},
		{On: "DbMap Transaction SqlExecutor", Name: "Insert", Do: Insert, Row: 1},
		{On: "DbMap Transaction SqlExecutor", Name: "Update", Do: Update, Row: 1},
		{On: "DbMap Transaction", Name: "UpdateColumns", Do: Update, Row: 2}, // the filter may leave columns out
		{On: "DbMap Transaction SqlExecutor", Name: "Delete", Do: Delete, Row: 1},
		{On: "DbMap Transaction SqlExecutor", Name: "Select SelectOne", Do: Read, Row: 1, SQL: 2},
		{On: "DbMap Transaction SqlExecutor", Name: "SelectInt SelectNullInt SelectFloat SelectNullFloat SelectStr SelectNullStr", Do: Read, Row: Result, SQL: 1},
		{On: "DbMap Transaction SqlExecutor", Name: "Query QueryRow", SQL: 1},
		{On: "DbMap Transaction", Name: "Prepare", SQL: 1},
		{On: "DbMap Transaction SqlExecutor", Name: "Exec", Do: Exec, SQL: 1},
		{Name: "SelectOne", Query: 2, Do: Read, Row: 3, SQL: 4},
		{Name: "SelectInt SelectNullInt SelectFloat SelectNullFloat SelectStr SelectNullStr", Query: 1, Do: Read, Row: Result, SQL: 2},

		{On: "DbMap", Name: "Begin", Begin: true},
		{On: "Transaction", Name: "Commit Rollback", End: true},
		{On: "DbMap", Name: "AddTable AddTableWithName AddTableWithNameAndSchema", Model: 1, NoKey: true},
		{On: "TableMap", Name: "SetKeys"},
		{On: "TableMap", Name: "SetVersionCol", Version: 1},
	},
}

// Borp is github.com/letsencrypt/borp: gorp, with a context in each call.
var Borp = Library{
	Name:        "borp",
	Paths:       []string{"github.com/letsencrypt/borp"},
	Under:       []string{"github.com/letsencrypt/borp"},
	Handles:     []string{"DbMap", "Transaction", "SqlExecutor"},
	Pools:       []string{"DbMap"},
	Tag:         "db",
	ColumnNames: Same,
	Calls: []Call{
		{On: "DbMap Transaction SqlExecutor", Name: "Get", Do: Read, Model: 2, NoKey: true, Key: 3, Row: Result},
		{On: "DbMap Transaction SqlExecutor", Name: "Insert", Do: Insert, Row: 2},
		{On: "DbMap Transaction SqlExecutor", Name: "Update", Do: Update, Row: 2},
		{On: "DbMap Transaction SqlExecutor", Name: "Delete", Do: Delete, Row: 2},
		{On: "DbMap Transaction SqlExecutor", Name: "Select SelectOne", Do: Read, Row: 2, SQL: 3},
		{On: "DbMap Transaction SqlExecutor", Name: "QueryContext QueryRowContext", SQL: 2},
		{On: "DbMap Transaction", Name: "PrepareContext", SQL: 2},
		{On: "DbMap Transaction SqlExecutor", Name: "ExecContext", Do: Exec, SQL: 2},
		{Name: "SelectOne", Query: 3, Do: Read, Row: 4, SQL: 5},

		{On: "DbMap", Name: "BeginTx", Begin: true},
		{On: "Transaction", Name: "Commit Rollback", End: true},
		{On: "DbMap", Name: "AddTable AddTableWithName", Model: 1, NoKey: true},
		{On: "TableMap", Name: "SetKeys"},
		{On: "TableMap", Name: "SetVersionCol", Version: 1},
	},
}

package knowledge

// SQL is the standard library's database/sql: the SQL text says what a call does.
var SQL = Library{
	Name:    "database/sql",
	Paths:   []string{"database/sql"},
	Under:   []string{"database/sql"},
	Handles: []string{"DB", "Tx", "Conn", "Stmt", "Row", "Rows"},
	Pools:   []string{"DB"},
	Tag:     "db",
	Calls: []Call{
		{On: "DB Tx", Name: "Exec", Do: Exec, SQL: 1},
		{On: "DB Tx Conn", Name: "ExecContext", Do: Exec, SQL: 2},
		{On: "DB Tx", Name: "Query QueryRow Prepare", SQL: 1},
		{On: "DB Tx Conn", Name: "QueryContext QueryRowContext PrepareContext", SQL: 2},
		{On: "Stmt", Name: "Exec", Do: Exec, Args: 1},
		{On: "Stmt", Name: "ExecContext", Do: Exec, Args: 2},
		{On: "Stmt", Name: "Query QueryRow", Args: 1},
		{On: "Stmt", Name: "QueryContext QueryRowContext", Args: 2},
		{On: "Row Rows", Name: "Scan", Do: Read, Scan: 1},
		{On: "DB", Name: "Begin", Begin: true},
		{On: "DB Conn", Name: "BeginTx", Begin: true, Options: 2},
		{On: "Tx", Name: "Stmt", Query: 1, Handle: Recv},
		{On: "Tx", Name: "StmtContext", Query: 2, Handle: Recv},
		{On: "Tx", Name: "Commit Rollback", End: true},
		{Name: "Named", SameAs: 2},
	},
}

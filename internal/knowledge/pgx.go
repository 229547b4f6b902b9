package knowledge

// Pgx is github.com/jackc/pgx, versions 4 and 5, and its pool: https://pkg.go.dev/github.com/jackc/pgx/v5.
var Pgx = Library{
	Name:    "pgx",
	Paths:   []string{"github.com/jackc/pgx", "github.com/jackc/pgx/pgxpool"},
	Under:   []string{"github.com/jackc/"},
	Handles: []string{"Conn", "Pool", "Tx", "Row", "Rows", "CollectableRow", "Batch", "BatchResults", "QueuedQuery", "QueryFuncRow"},
	Pools:   []string{"Pool"},
	Tag:     "db",
	// RowToStructByName matches a column with the field's name, case and underscores apart.
	ColumnNames: Snake,
	Calls: []Call{
		{On: "Conn Pool Tx", Name: "Exec", Do: Exec, SQL: 2},
		{On: "Conn Pool Tx", Name: "Query QueryRow", SQL: 2},
		{On: "Conn Pool Tx", Name: "QueryFunc", Do: Read, SQL: 2, Args: 3, Scan: 4, Runs: 5},
		{On: "Conn Pool Tx", Name: "CopyFrom"},
		{On: "Conn Tx", Name: "Prepare"},
		{On: "Row Rows CollectableRow", Name: "Scan", Do: Read, Scan: 1},
		{On: "Rows CollectableRow", Name: "Values", Do: Read, Row: Result},

		// If the function is the user's own, its result counts; RowToStructByName and its like read the whole row.
		{Name: "CollectOneRow CollectExactlyOneRow CollectRows", Query: 1, Do: Read, Row: Result, Runs: 2},
		{Name: "AppendRows", Query: 2, Do: Read, Row: Result, Runs: 3},
		{Name: "ForEachRow", Query: 1, Do: Read, Scan: 2, Runs: 3},
		{Name: "RowTo RowToAddrOf RowToStructByName RowToStructByNameLax RowToStructByPos", Query: 1, Do: Read, Row: Result},
		{Name: "RowToAddrOfStructByName RowToAddrOfStructByNameLax RowToAddrOfStructByPos RowToMap", Query: 1, Do: Read, Row: Result},

		{On: "Batch", Name: "Queue", SQL: 1, Queues: true},
		{On: "Conn Pool Tx", Name: "SendBatch", Query: 2, Handle: Recv, Do: Exec},
		{On: "BatchResults", Name: "QueryFunc", Do: Read, Scan: 1, Runs: 2},
		{On: "QueuedQuery", Name: "Query QueryRow Exec", Runs: 1},

		{On: "Conn Pool Tx", Name: "Begin", Begin: true},
		{On: "Conn Pool", Name: "BeginTx", Begin: true, Options: 2},
		{On: "Conn Pool Tx", Name: "BeginFunc", Runs: 2, InTx: true},
		{On: "Conn Pool", Name: "BeginTxFunc", Options: 2, Runs: 3, InTx: true},
		{Name: "BeginFunc", Query: 2, Runs: 3, InTx: true},
		{Name: "BeginTxFunc", Query: 2, Options: 3, Runs: 4, InTx: true},
		{On: "Tx", Name: "Commit Rollback", End: true},
		{On: "Pool", Name: "AcquireFunc", Runs: 2},
	},
}

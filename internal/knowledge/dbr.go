package knowledge

// Dbr is github.com/gocraft/dbr. A builder is bound to the session or transaction that it was begun on.
var Dbr = Library{
	Name:        "dbr",
	Paths:       []string{"github.com/gocraft/dbr"},
	Under:       []string{"github.com/gocraft/dbr"},
	Handles:     []string{"Connection", "Session", "Tx", "SessionRunner", "SelectStmt", "UpdateStmt", "InsertStmt", "DeleteStmt"},
	Tag:         "db",
	ColumnNames: Snake,
	Exprs:       []string{"github.com/gocraft/dbr.raw"},
	Mutable:     true,
	Calls: []Call{
		{On: "Session Tx SessionRunner", Name: "Select", Columns: 1, Fresh: true},
		{On: "Session Tx SessionRunner", Name: "SelectBySql", SQL: 1, Fresh: true},
		{On: "SelectStmt", Name: "From", Table: 1},
		{On: "SelectStmt UpdateStmt DeleteStmt", Name: "Where", Where: 1},
		{On: "SelectStmt", Name: "Suffix", Suffix: 1},
		{On: "SelectStmt", Name: "Load LoadOne", Do: Read, Row: 1, Scan: 1},
		{On: "SelectStmt", Name: "LoadContext LoadOneContext", Do: Read, Row: 2, Scan: 2},
		{On: "SelectStmt", Name: "Rows RowsContext"},

		{On: "Session Tx SessionRunner", Name: "Update", Table: 1, Will: Update, Fresh: true},
		{On: "Session Tx SessionRunner", Name: "InsertInto", Table: 1, Will: Insert, Fresh: true},
		{On: "Session Tx SessionRunner", Name: "DeleteFrom", Table: 1, Will: Delete, Fresh: true},
		{On: "Session Tx SessionRunner", Name: "UpdateBySql InsertBySql DeleteBySql", SQL: 1, Fresh: true},
		{On: "UpdateStmt", Name: "Set", Column: 1, Value: 2},
		{On: "UpdateStmt", Name: "SetMap", Row: 1},
		{On: "UpdateStmt", Name: "IncrBy DecrBy", Atomic: 1},
		{On: "InsertStmt", Name: "Columns", Columns: 1},
		{On: "InsertStmt", Name: "Record", Row: 1},
		{On: "InsertStmt", Name: "Values Pair"},
		{On: "UpdateStmt InsertStmt DeleteStmt", Name: "Exec ExecContext", Do: Exec},
		{On: "UpdateStmt InsertStmt", Name: "Load LoadContext", Do: Exec}, // with RETURNING
		{Name: "Expr", Expr: 1},
		{Name: "Eq", Cond: "=", Column: 1, Value: 2},
		{Name: "Gte", Cond: ">=", Column: 1, Value: 2},

		{On: "Connection", Name: "NewSession", SameAs: Recv},
		{On: "Session", Name: "Begin BeginTx", Begin: true},
		{On: "Tx", Name: "Commit Rollback RollbackUnlessCommitted", End: true},
	},
}

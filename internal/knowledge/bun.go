package knowledge

// Bun is github.com/uptrace/bun: https://bun.uptrace.dev/guide/queries.html. A query is built on a model and runs at
// Exec or Scan; without a destination, Scan fills the model.
var Bun = Library{
	Name:  "bun",
	Paths: []string{"github.com/uptrace/bun"},
	Under: []string{"github.com/uptrace/bun"},
	Handles: []string{
		"DB", "Conn", "Tx", "IDB", "IConn", "Stmt", "SelectQuery", "UpdateQuery", "InsertQuery", "DeleteQuery", "MergeQuery",
		"RawQuery", "ValuesQuery", "QueryBuilder", "WithQuery",
	},
	Pools:       []string{"DB"},
	Mutable:     true,
	Tag:         "bun",
	TableNames:  Snakes,
	ColumnNames: Snake,
	TableTag:    "table",
	Calls: []Call{
		{On: "DB Conn Tx IDB", Name: "NewSelect NewMerge", Fresh: true},
		{On: "DB Conn Tx IDB", Name: "NewUpdate", Fresh: true, Will: Update},
		{On: "DB Conn Tx IDB", Name: "NewInsert", Fresh: true, Will: Insert},
		{On: "DB Conn Tx IDB", Name: "NewDelete", Fresh: true, Will: Delete},
		{On: "DB Conn Tx IDB", Name: "NewRaw", Fresh: true, SQL: 1},
		{On: "DB Conn Tx IDB", Name: "NewValues", Fresh: true, Model: 1, NoKey: true},

		{On: "SelectQuery", Name: "Order OrderExpr", Order: true},
		{On: "SelectQuery UpdateQuery InsertQuery DeleteQuery RawQuery MergeQuery ValuesQuery", Name: "Conn", Handle: 1},
		{On: "SelectQuery UpdateQuery InsertQuery DeleteQuery MergeQuery", Name: "Model", Model: 1, NoKey: true},
		{On: "SelectQuery UpdateQuery InsertQuery DeleteQuery MergeQuery", Name: "Table TableExpr", Table: 1},
		{On: "SelectQuery UpdateQuery InsertQuery DeleteQuery MergeQuery", Name: "ModelTableExpr", Table: 1},
		{On: "SelectQuery UpdateQuery InsertQuery ValuesQuery", Name: "Column", Columns: 1},
		{On: "SelectQuery InsertQuery", Name: "ColumnExpr", Columns: 1},
		{On: "SelectQuery UpdateQuery InsertQuery", Name: "ExcludeColumn", Omit: 1},
		{On: "UpdateQuery ValuesQuery", Name: "OmitZero", NonZero: true},
		{On: "UpdateQuery", Name: "Set", SetText: 1},
		{On: "UpdateQuery", Name: "SetColumn", Column: 1, Expr: 2},
		{On: "UpdateQuery InsertQuery ValuesQuery", Name: "Value", Column: 1, Expr: 2},
		{On: "InsertQuery", Name: "On", Upsert: true},
		{On: "InsertQuery", Name: "Replace", Upsert: true},
		{On: "InsertQuery", Name: "Set"}, // of the conflict clause
		{On: "SelectQuery", Name: "For", LockBy: 1},
		{On: "SelectQuery UpdateQuery InsertQuery DeleteQuery QueryBuilder", Name: "Where WhereOr", Where: 1},
		{On: "SelectQuery UpdateQuery DeleteQuery QueryBuilder", Name: "WherePK", RowKey: true},
		{On: "SelectQuery UpdateQuery DeleteQuery QueryBuilder", Name: "WhereGroup", Scope: 2},
		{On: "SelectQuery", Name: "Having", Where: 1},
		{On: "SelectQuery UpdateQuery InsertQuery DeleteQuery MergeQuery", Name: "Apply", Scope: 1},
		{On: "SelectQuery UpdateQuery DeleteQuery", Name: "ApplyQueryBuilder", Scope: 1},

		{On: "SelectQuery", Name: "Scan ScanAndCount Exec", Do: Read, Row: 2, Scan: 2},
		{On: "RawQuery", Name: "Scan", Do: Read, Row: 2, Scan: 2},
		{On: "SelectQuery", Name: "Count Exists", Do: Count, Row: Result},
		{On: "SelectQuery", Name: "Rows"},
		{On: "DB", Name: "ScanRow ScanRows", Query: 2, Do: Read, Row: 3, Scan: 3},
		{On: "UpdateQuery InsertQuery DeleteQuery MergeQuery RawQuery", Name: "Exec", Do: Exec},
		{On: "UpdateQuery InsertQuery DeleteQuery MergeQuery", Name: "Scan", Do: Exec}, // with RETURNING

		{On: "DB Tx", Name: "Exec", Do: Exec, SQL: 1},
		{On: "DB Conn Tx IConn", Name: "ExecContext", Do: Exec, SQL: 2},
		{On: "DB Tx", Name: "Query QueryRow", SQL: 1},
		{On: "DB", Name: "Prepare", SQL: 1},
		{On: "DB", Name: "PrepareContext", SQL: 2},
		{On: "DB Conn Tx IConn", Name: "QueryContext QueryRowContext", SQL: 2},

		{On: "DB Tx", Name: "Begin", Begin: true},
		{On: "DB Conn Tx IDB", Name: "BeginTx", Begin: true, Options: 2},
		{On: "DB Conn Tx IDB", Name: "RunInTx", Options: 2, Runs: 3, InTx: true},
		{On: "Tx", Name: "Commit Rollback", End: true},

		{Name: "NewDB", SameAs: 1},
		{Name: "SafeQuery", Expr: 1},
		{Name: "NewSelectQuery", Query: 1, Fresh: true},
		{Name: "NewUpdateQuery", Query: 1, Fresh: true, Will: Update},
		{Name: "NewInsertQuery", Query: 1, Fresh: true, Will: Insert},
		{Name: "NewDeleteQuery", Query: 1, Fresh: true, Will: Delete},
		{Name: "NewRawQuery", Query: 1, Fresh: true, SQL: 2},
	},
}

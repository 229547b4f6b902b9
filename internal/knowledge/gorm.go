package knowledge

// Gorm is gorm.io/gorm (v2). Reads: https://gorm.io/docs/query.html, writes: https://gorm.io/docs/update.html,
// locks: https://gorm.io/docs/advanced_query.html#Locking, generics: https://gorm.io/docs/the_generics_way.html.
var Gorm = Library{
	Name:  "gorm",
	Paths: []string{"gorm.io/gorm", "gorm.io/gorm/clause"},
	Under: []string{"gorm.io/"},
	Handles: []string{
		"DB", "Association", "Interface", "CreateInterface", "ChainInterface", "ExecInterface", "SetUpdateOnlyInterface",
		"SetCreateOrUpdateInterface",
	},
	PoolVars:    []string{"DB"},
	Tag:         "gorm",
	ColTag:      "column",
	Version:     []string{"gorm.io/plugin/optimisticlock.Version"},
	Exprs:       []string{"gorm.io/gorm/clause.Expr", "gorm.io/gorm/clause.NamedExpr"},
	TableNames:  Snakes,
	ColumnNames: Snake,
	TableMethod: "TableName",
	Clauses: []Clause{
		{Type: "gorm.io/gorm/clause.Locking", Lock: true, LockBy: "Strength"},
		{Type: "gorm.io/gorm/clause.OnConflict", Upsert: true},
		{Type: "gorm.io/gorm/clause.Returning", Return: true},
	},
	Calls: []Call{
		{On: "DB", Name: "Model", Model: 1},
		{On: "DB", Name: "Table", Table: 1},
		{On: "DB", Name: "Where", Where: 1},
		{On: "DB", Name: "Order", Order: true},
		{On: "DB", Name: "Or Not Having", Where: 1},
		{On: "DB", Name: "Select Distinct", Columns: 1},
		{On: "DB", Name: "Omit", Omit: 1},
		{On: "DB", Name: "Clauses", Clause: 1},
		{On: "DB", Name: "Set", Dead: 1},
		{On: "DB", Name: "Scopes", Scope: 1},
		{On: "DB", Name: "Raw", SQL: 1},
		{On: "DB", Name: "Exec", SQL: 1, Do: Exec},

		{On: "DB", Name: "First Last Take Find", Do: Read, Row: 1, Where: 2},
		{On: "DB", Name: "Scan", Do: Read, Row: 1},
		{On: "DB", Name: "ScanRows", Query: 1, Do: Read, Row: 2},
		{On: "DB", Name: "FindInBatches", Do: Read, Row: 1, Runs: 3},
		{On: "DB", Name: "Pluck", Do: Read, Column: 1, Row: 2},
		{On: "DB", Name: "FirstOrCreate FirstOrInit", Do: Read, Row: 1, Where: 2},
		{On: "DB", Name: "Count", Do: Count, Row: 1},
		{On: "DB", Name: "Row Rows"},
		{On: "Association", Name: "Find", Fresh: true, Do: Read, Row: 1, Where: 2}, // reads the other table

		{On: "DB", Name: "Create", Do: Insert, Row: 1},
		{On: "DB", Name: "CreateInBatches", Do: Insert, Row: 1},
		{On: "DB", Name: "Save", Do: Save, Row: 1},
		{On: "DB", Name: "Update UpdateColumn", Do: Update, Column: 1, Value: 2},
		{On: "DB", Name: "Updates UpdateColumns", Do: Update, Row: 1, NonZero: true},
		{On: "DB", Name: "Delete", Do: Delete, Row: 1, Where: 2},

		{On: "DB", Name: "Begin", Begin: true, Options: 1},
		{On: "DB", Name: "Commit Rollback", End: true},
		{On: "DB", Name: "Transaction", Runs: 1, InTx: true, Options: 2},
		{On: "DB", Name: "Connection", Runs: 1},

		{Name: "Expr", Expr: 1},

		// The generic interface: gorm.G[User](db).Where("id = ?", id).First(ctx).
		{Name: "G", Query: 1, Fresh: true, TypeArg: 1, Clause: 2},
		{On: "CreateInterface ChainInterface", Name: "Table", Table: 1},
		{On: "CreateInterface ChainInterface", Name: "Order", Order: true},
		{On: "CreateInterface ChainInterface", Name: "Where Or Not Having", Where: 1},
		{On: "CreateInterface ChainInterface", Name: "Select Distinct", Columns: 1},
		{On: "CreateInterface ChainInterface", Name: "Omit", Omit: 1},
		{On: "Interface", Name: "Raw", SQL: 1},
		{On: "Interface", Name: "Exec", Do: Exec, SQL: 2},

		{On: "ExecInterface", Name: "First Last Take Find", Do: Read, Row: Result},
		{On: "ExecInterface", Name: "Scan", Do: Read, Row: 2},
		{On: "ExecInterface", Name: "FindInBatches", Do: Read, Runs: 3, Gives: 1},
		{On: "ExecInterface", Name: "Row Rows"},
		{On: "CreateInterface ChainInterface", Name: "Count", Do: Count, Row: Result},

		{On: "CreateInterface", Name: "Create CreateInBatches", Do: Insert, Row: 2},
		{On: "CreateInterface ChainInterface", Name: "Update", Do: Update, Column: 2, Value: 3},
		{On: "CreateInterface ChainInterface", Name: "Updates", Do: Update, Row: 2, NonZero: true},
		{On: "CreateInterface ChainInterface", Name: "Set", Parts: 1},
		{On: "SetUpdateOnlyInterface SetCreateOrUpdateInterface", Name: "Update", Do: Update},
		{On: "SetCreateOrUpdateInterface", Name: "Create", Do: Insert},
		{On: "CreateInterface ChainInterface", Name: "Delete", Do: Delete},
	},
}

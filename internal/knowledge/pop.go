package knowledge

// Pop is github.com/gobuffalo/pop: https://gobuffalo.io/documentation/database/pop/.
var Pop = Library{
	Name:        "pop",
	Paths:       []string{"github.com/gobuffalo/pop"},
	Under:       []string{"github.com/gobuffalo/pop"},
	Handles:     []string{"Connection", "Query", "Tx"},
	Tag:         "db",
	TableNames:  Snakes,
	ColumnNames: Same,
	TableMethod: "TableName",
	Calls: []Call{
		{On: "Connection Query", Name: "Find", Do: Read, Row: 1, NoKey: true, Key: 2},
		{On: "Connection Query", Name: "First Last All", Do: Read, Row: 1, NoKey: true},
		{On: "Connection", Name: "Reload", Do: Read, Row: 1},
		{On: "Connection Query", Name: "Count", Do: Count, Row: Result, Model: 1, NoKey: true},
		{On: "Query", Name: "CountByField Exists", Do: Count, Row: Result, Model: 1, NoKey: true},

		{On: "Connection", Name: "Create ValidateAndCreate", Do: Insert, Row: 1, Omit: 2},
		{On: "Connection", Name: "Save ValidateAndSave", Do: Save, Row: 1, Omit: 2},
		{On: "Connection", Name: "Update ValidateAndUpdate", Do: Update, Row: 1, Omit: 2},
		{On: "Connection", Name: "UpdateColumns", Do: Update, Row: 1, Columns: 2},
		{On: "Query", Name: "UpdateQuery", Do: Update, Row: 1, NoKey: true, Columns: 2},
		{On: "Connection", Name: "Destroy", Do: Delete, Row: 1},
		{On: "Query", Name: "Delete", Do: Delete, Model: 1, NoKey: true},

		{On: "Connection", Name: "Q", Fresh: true},
		{Name: "Q", Query: 1, Fresh: true},
		{On: "Connection Query", Name: "Order", Order: true},
		{On: "Connection Query", Name: "Where", Where: 1},
		{On: "Query", Name: "Having", Where: 1},
		{On: "Connection Query", Name: "Select", Columns: 1},
		{On: "Connection Query", Name: "Scope", Scope: 1},
		{On: "Connection Query", Name: "RawQuery", SQL: 1},
		{On: "Query", Name: "Exec ExecWithCount", Do: Exec},

		{On: "Connection", Name: "NewTransaction NewTransactionContext", Begin: true},
		{On: "Connection", Name: "NewTransactionContextOptions", Begin: true, Options: 2},
		{On: "Connection", Name: "Transaction Rollback", Runs: 1, InTx: true}, // Rollback is for tests
	},
}

package knowledge

// GormV1 is github.com/jinzhu/gorm, the library that gorm.io/gorm replaced. Reads, writes and locks:
// https://v1.gorm.io/docs/. Here the query option does lock.
var GormV1 = Library{
	Name:        "gorm v1",
	Deep:        true,
	Declares:    true,
	Paths:       []string{"github.com/jinzhu/gorm"},
	Under:       []string{"github.com/jinzhu/"},
	Handles:     []string{"DB", "Association"},
	PoolVars:    []string{"DB"},
	Tag:         "gorm",
	ColTag:      "column",
	TableNames:  Snakes,
	ColumnNames: Snake,
	TableMethod: "TableName",
	KeyWords:    []string{"primarykey", "primary_key"},
	AutoWords:   []string{"autoincrement", "auto_increment"},
	HandWords:   []string{"autoincrement:false", "auto_increment:false"},
	OwnWords:    []string{"-"},
	Exprs:       []string{"github.com/jinzhu/gorm.SqlExpr"},
	Calls: []Call{
		{On: "DB", Name: "New", Fresh: true},
		{On: "DB", Name: "Model", Model: 1},
		{On: "DB", Name: "Table", Table: 1},
		{On: "DB", Name: "Order", Order: true},
		{On: "DB", Name: "Where", Where: 1},
		{On: "DB", Name: "Or Not Having", Where: 1},
		{On: "DB", Name: "Select", Columns: 1},
		{On: "DB", Name: "Omit", Omit: 1},
		{On: "DB", Name: "Set InstantSet", Suffix: 2}, // Set("gorm:query_option", "FOR UPDATE")
		{On: "DB", Name: "Scopes", Scope: 1},
		{On: "DB", Name: "Raw", SQL: 1},
		{On: "DB", Name: "Exec", SQL: 1, Do: Exec},

		{On: "DB", Name: "First Last Take Find", Do: Read, Row: 1, Where: 2},
		{On: "DB", Name: "Scan", Do: Read, Row: 1},
		{On: "DB", Name: "ScanRows", Query: 1, Do: Read, Row: 2},
		{On: "DB", Name: "Pluck", Do: Read, Column: 1, Row: 2},
		{On: "DB", Name: "FirstOrCreate", Do: Read, Row: 1, Where: 2, Creates: true},
		{On: "DB", Name: "FirstOrInit", Do: Read, Row: 1, Where: 2},
		{On: "DB", Name: "Related", Fresh: true, Do: Read, Row: 1}, // reads the other table
		{On: "DB", Name: "Preloads", Do: Read, Row: 1},
		{On: "DB", Name: "Count", Do: Count, Row: 1},
		{On: "DB", Name: "Row Rows"},
		{On: "Association", Name: "Find", Fresh: true, Do: Read, Row: 1},

		{On: "DB", Name: "Create", Do: Insert, Row: 1},
		{On: "DB", Name: "Save", Do: Save, Row: 1},
		{On: "DB", Name: "Update UpdateColumn", Do: Update, Column: 1, Value: 2, Row: 1, NonZero: true}, // ("age", 1) or a struct or map
		{On: "DB", Name: "Updates UpdateColumns", Do: Update, Row: 1, NonZero: true},
		{On: "DB", Name: "Delete", Do: Delete, Row: 1, Where: 2},

		{On: "DB", Name: "Begin", Begin: true},
		{On: "DB", Name: "BeginTx", Begin: true, Options: 2},
		{On: "DB", Name: "Commit Rollback RollbackUnlessCommitted", End: true},
		{On: "DB", Name: "Transaction", Runs: 1, InTx: true},

		{Name: "Expr", Expr: 1},
	},
}
